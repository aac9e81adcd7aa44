"""Who is alerted about a ticket nobody took, and when the next ones are. It never gives up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from smsbot.core.duty import next_shift, on_shift
from smsbot.core.flow import Level
from smsbot.core.program import Settings

LAST_GAP = timedelta(minutes=15)
"""How often an alert is repeated at least, for RED, once every rung has been climbed."""


@dataclass(frozen=True, slots=True)
class Rung:
    """What happens at one step of the ladder."""

    handles: tuple[str, ...]  # whom to alert now
    next_at: datetime | None  # when the next rung is, UTC


def climb(level: Level, rung: int, opened_at: datetime, settings: Settings, now: datetime) -> Rung:
    """Rung 0 is the opening of the ticket. RED asks whoever can be reached; other levels wait for a shift."""
    repeats = settings.ladders[level].repeats
    if level is Level.RED:
        next_at = opened_at + repeats[rung] if rung < len(repeats) else now + LAST_GAP
        return Rung(_red(rung, settings, now), max(next_at, now + timedelta(seconds=30)))
    staffed = next_shift(settings, now)
    if staffed is None:
        return Rung(settings.on_call or settings.backup, now + repeats[-1])
    if staffed > now:
        return Rung((), staffed)
    handles = on_shift(settings, now)
    if rung > 0:
        handles = tuple(dict.fromkeys((*handles, *settings.backup)))
    return Rung(handles, now + repeats[min(rung, len(repeats) - 1)])


def _red(rung: int, settings: Settings, now: datetime) -> tuple[str, ...]:
    handles = on_shift(settings, now)
    if rung >= 1 or not handles:
        handles = (*handles, *settings.on_call)
    if rung >= 2 or not handles:
        handles = (*handles, *settings.backup)
    return tuple(dict.fromkeys(handles))


def by_wish(
    asked: Sequence[str], prefer: str | None, avoid: Collection[str], level: Level, rung: int, settings: Settings
) -> tuple[str, ...]:
    """The same workers as a person would like them: the preferred one first, those they avoid left out.

    Who is avoided is asked all the same once every rung has been climbed, and where nobody else can be.
    """
    last = rung >= len(settings.ladders[level].repeats)
    others = [one for one in asked if last or one not in avoid] or asked
    return tuple(sorted(others, key=lambda one: one != prefer))


def truth_due(opened_at: datetime, settings: Settings, now: datetime) -> bool:
    """Has a RED ticket waited so long that the person is told the truth?"""
    after = settings.ladders[Level.RED].truth_after
    return after is not None and now >= opened_at + after
