"""What a web process holds, after how many webhooks."""

from collections.abc import Callable
from typing import Any

from processes import PUBLIC_URL, US
from standin.fake_twilio import FakeTwilio

from benchmarks.clocks import pss_megabytes
from benchmarks.load import Load
from benchmarks.sites import Town, peopled
from benchmarks.texts import Posts
from benchmarks.throughput import WORDS


def run(town: Town, fake: FakeTwilio, *, webhooks: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Megabytes (PSS) of the larger of two web workers, early and after so many webhooks."""
    found: dict[str, Any] = {}
    for kind in ("sqlite", "postgresql"):
        bot = town.bot(kind, f"memory_{kind}", fake)
        numbers = peopled(bot, 2000)
        site = town.smsbot(kind, bot)
        posts = Posts(f"{PUBLIC_URL}/twilio/sms", fake.account_sid, fake.auth_token, US, batch=7)
        marks = [webhooks // 10, webhooks // 2, webhooks]
        steps = {0: _largest(site.pid, site.processes)}
        done = 0
        for mark in marks:
            while done < mark:
                say(f"memory, {kind}: {done:,} of {webhooks:,} webhooks")
                requests = posts.make(min(2000, mark - done), numbers, WORDS)
                load = Load(site.port)
                seen = load.closed(requests, 60.0)
                load.close()
                assert not seen.failed
                done += len(seen.latencies)
            steps[mark] = _largest(site.pid, site.processes)
        for running in bot.running:
            running.kill()
        found[kind] = {"pss_mb": {str(mark): value for mark, value in steps.items()}}
        found[kind]["growth_mb"] = steps[marks[-1]] - steps[marks[0]]
    return found


def _largest(master: int, processes: list[int]) -> float:
    return max(pss_megabytes(pid) for pid in processes if pid != master)
