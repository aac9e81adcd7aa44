"""Makes a failing plan short: what can be left out, and the same promise still breaks, is left out."""

from collections.abc import Callable

from smsbot.lab.sim.events import Event, Plan
from smsbot.lab.sim.run import Outcome


def shrink(outcome: Outcome, play: Callable[[Plan], Outcome], tries: int = 200) -> Outcome:
    """The shortest outcome that was found in so many tries; halves first, single events last."""
    promise = _promise(outcome)
    last, events = outcome, list(outcome.plan.events)
    size = max(1, len(events) // 2)
    while size >= 1 and tries > 0:
        first = 0
        while first < len(events) and tries > 0:
            fewer: list[Event] = events[:first] + events[first + size :]
            tries -= 1
            tried = play(last.plan.but(fewer))
            if tried.broken and _promise(tried) == promise:
                last, events = tried, fewer
            else:
                first += size
        size //= 2
    return last


def _promise(outcome: Outcome) -> str:
    return outcome.broken[0].split(":")[0]
