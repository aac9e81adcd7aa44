"""Texts at a fixed rate, at random moments, while the worker decides, sends and ticks."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from processes import PUBLIC_URL, US, Bot, Running, now, until
from sqlalchemy import func, insert, select

from benchmarks.clocks import cpu_seconds, family
from benchmarks.load import Load
from benchmarks.pairs import percentile
from benchmarks.sites import Town, peopled
from benchmarks.standin import StandIn
from benchmarks.texts import Posts
from benchmarks.throughput import WORDS
from smsbot.db.ids import new_id
from smsbot.db.schema import inbox, phone_link, timer

_HAND_OFF_RATE = 5
"""Texts a second at which the way of one answer is timed: one worker keeps up with it on this class of machine."""


def run(town: Town, *, seconds: float, say: Callable[[str], None]) -> dict[str, Any]:
    """Webhook latencies at 50 and 200 texts a second, and the time from commit to hand-off."""
    found: dict[str, Any] = {}
    for kind in ("sqlite", "postgresql"):
        for rate in (50, 200):
            say(f"{rate} texts a second, {kind}")
            found[f"{kind}, {rate} a second"] = _webhooks(town, kind, rate, seconds)
        say(f"from commit to hand-off, two processes, {kind}")
        found[f"hand-off across processes, {kind}"] = _hand_off(town, kind, seconds, together=False)
    say("from commit to hand-off, one process")
    found["hand-off in one process, sqlite"] = _hand_off(town, "sqlite", seconds, together=True)
    return found


def _webhooks(town: Town, kind: str, rate: int, seconds: float) -> dict[str, Any]:
    with StandIn() as carrier:
        bot, numbers = _bot(town, kind, f"open_{kind}_{rate}", carrier, int(rate * seconds))
        web, worker = bot.web(), bot.worker()
        try:
            _due_timers(bot, int(10 * seconds))
            seen, _ = _texts(bot, web, carrier, numbers, rate)
            bot.db.close()
        finally:
            worker.kill()
            web.kill()
    latencies = seen.latencies
    return {
        "texts": len(latencies),
        "failed": seen.failed,
        "p50_ms": percentile(latencies, 0.5) * 1e3,
        "p99_ms": percentile(latencies, 0.99) * 1e3,
        "most_ms": max(latencies) * 1e3,
        "latencies_ms": [round(one * 1e3, 2) for one in sorted(latencies)][:: max(1, len(latencies) // 200)],
    }


def _hand_off(town: Town, kind: str, seconds: float, *, together: bool) -> dict[str, Any]:
    with StandIn() as carrier:
        name = f"way_{kind}_{int(together)}"
        bot, numbers = _bot(town, kind, name, carrier, int(_HAND_OFF_RATE * seconds) + 10)
        if together:
            running = [bot.start("run")]
            until(lambda: running[0].get("/readyz") == 200, 30, "the bot is up")
        else:
            running = [bot.web(), bot.worker()]
        try:
            _texts(bot, running[0], carrier, numbers[:10], _HAND_OFF_RATE)  # warm
            bot.settle()
            before = cpu_seconds(_all(running))
            _, answered = _texts(bot, running[0], carrier, numbers[10:], _HAND_OFF_RATE)
            bot.settle()
            taken, spent = carrier.accepted(), cpu_seconds(_all(running)) - before
        finally:
            for one in running:
                one.kill()
    waits = [taken[number] - at for number, at in answered.items() if number in taken]
    return {
        "texts": len(answered),
        "answered": len(waits),
        "p50_ms": percentile(waits, 0.5) * 1e3,
        "p99_ms": percentile(waits, 0.99) * 1e3,
        "cpu_ms_a_text": spent / len(answered) * 1e3,
        "latencies_ms": [round(one * 1e3, 2) for one in sorted(waits)],
    }


def _all(running: list[Running]) -> list[int]:
    return [pid for one in running for pid in family(one.pid)]


def _bot(town: Town, kind: str, name: str, carrier: StandIn, many: int) -> tuple[Bot, list[str]]:
    bot = town.bot(kind, name, carrier)  # type: ignore[arg-type]  # all a deployment needs is where it is and its token
    return bot, peopled(bot, many)


def _texts(bot: Bot, web: Running, carrier: StandIn, numbers: list[str], rate: float) -> tuple[Any, dict[str, float]]:
    """Each from a number of its own; when the answer to each was there, which is just after its commit."""
    posts = Posts(f"{PUBLIC_URL}/twilio/sms", carrier.account_sid, carrier.auth_token, US, batch=time.monotonic_ns())
    requests = posts.make(len(numbers), numbers, WORDS)
    of = {sid: number for (sid, _), number in zip(requests, numbers, strict=True)}
    answered: dict[str, float] = {}
    load = Load(web.port, 4)
    try:
        seen = load.open(requests, rate, lambda sid, _at: answered.__setitem__(of[sid], time.monotonic()))
    finally:
        load.close()
    return seen, answered


def _due_timers(bot: Bot, many: int) -> None:
    """Ten follow-ups a second fall due during the run, so that the clock has something to do."""
    moment = now()
    with bot.db.write(moment) as tx:
        people = [row.participant_id for row in tx.all(select(phone_link.c.participant_id).limit(many))]
        due = [moment + timedelta(seconds=n / 10) for n in range(len(people))]
        rows = [
            {"id": new_id(moment), "kind": "follow_up", "due_at": at, "participant_id": who, "day": f"{at:%Y-%m-%d}"}
            for who, at in zip(people, due, strict=True)
        ]
        tx.conn.execute(insert(timer), rows)


def undecided(bot: Bot) -> int:
    """How many texts wait."""
    return int(bot.rows(select(func.count()).select_from(inbox).where(inbox.c.decided_at.is_(None)))[0][0])
