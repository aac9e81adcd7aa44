"""As fast as it goes: 16 connections that always want an answer, in slices that take turns with the ceiling's."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from processes import PUBLIC_URL, US
from standin.fake_twilio import FakeTwilio

from benchmarks.pairs import Seen, measure, percentile, spread
from benchmarks.sites import Site, Town, peopled
from benchmarks.texts import Posts

WORDS = ("plan", "why", "next")
_MOST_A_SECOND = 6000


def run(town: Town, fake: FakeTwilio, *, rounds: int, seconds: float, say: Callable[[str], None]) -> dict[str, Any]:
    """Paired ratios to the ceiling, and of smsbot to the naive version."""
    numbers: list[str] = []
    sites = [town.gunicorn("the ceiling again (A/A)", "benchmarks.ceiling:app")]
    for kind in ("sqlite", "postgresql"):
        bot = town.bot(kind, f"speed_{kind}", fake)
        numbers = peopled(bot, 10_000)
        sites += [town.smsbot(kind, bot), town.naive(kind, fake)]
    ceiling = town.gunicorn("an empty view (the ceiling)", "benchmarks.ceiling:app")
    posts = Posts(f"{PUBLIC_URL}/twilio/sms", fake.account_sid, fake.auth_token, US)

    def slice_of(site: Site, long: float) -> Seen:
        requests = posts.make(int(_MOST_A_SECOND * long), numbers, WORDS)
        return measure(site.port, site.processes, site.database, requests, long)

    for site in (ceiling, *sites):
        slice_of(site, 0.5)
    pairs: dict[str, list[tuple[Seen, Seen]]] = {site.name: [] for site in sites}
    for n in range(rounds):
        say(f"round {n + 1} of {rounds}")
        for site in sites:
            first = slice_of(ceiling, seconds)
            pairs[site.name].append((first, slice_of(site, seconds)))
            time.sleep(0.05)
    found = {name: _row(of) for name, of in pairs.items()}
    found[ceiling.name] = _alone([first for of in pairs.values() for first, _ in of])
    for kind in ("sqlite", "postgresql"):
        found[f"smsbot to naive, {kind}"] = _against(pairs[f"smsbot, {kind}"], pairs[f"naive, {kind}"])
    return found


def _row(pairs: list[tuple[Seen, Seen]]) -> dict[str, Any]:
    rates = [other.rates[0] / ceiling.rates[0] for ceiling, other in pairs]
    cpu = [ceiling.cpu[0] / other.cpu[0] for ceiling, other in pairs]
    return {**_alone([other for _, other in pairs]), "rate_ratio": vars(spread(rates)), "cpu_ratio": vars(spread(cpu))}


def _against(ours: list[tuple[Seen, Seen]], theirs: list[tuple[Seen, Seen]]) -> dict[str, Any]:
    """Of the same round, each measured against the ceiling beside it."""
    both = zip(ours, theirs, strict=True)
    rates = [(a.rates[0] / c.rates[0]) / (b.rates[0] / d.rates[0]) for (c, a), (d, b) in both]
    both = zip(ours, theirs, strict=True)
    cpu = [(b.cpu[0] / d.cpu[0]) / (a.cpu[0] / c.cpu[0]) for (c, a), (d, b) in both]
    return {"rate_ratio": vars(spread(rates)), "cpu_ratio": vars(spread(cpu))}


def _alone(seen: list[Seen]) -> dict[str, Any]:
    latencies = [one for each in seen for one in each.latencies]
    return {
        "rate": median(each.rates[0] for each in seen),
        "cpu_us": median(each.cpu[0] for each in seen) * 1e6,
        "database_us": median(each.database_cpu[0] for each in seen) * 1e6,
        "p50_ms": percentile(latencies, 0.5) * 1e3,
        "p99_ms": percentile(latencies, 0.99) * 1e3,
        "slices": len(seen),
        "failed": sum(each.failed for each in seen),
    }
