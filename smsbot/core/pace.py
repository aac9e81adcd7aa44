"""How fast texts go out, and whose turn it is: a line has a rate, and every kind of text its share of it.

A US long code carries one segment a second; more wait at the carrier, up to ten hours, where STOP cannot reach them any
more. So they wait here, and pass the gate when it is their turn.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from smsbot.core.delivery import CodeClass, back_off, classify
from smsbot.core.effects import TextKind


class Rank(IntEnum):
    """Who goes first when not everybody can go."""

    CRISIS = 0  # waits for nothing; what it takes of the rate is missing to the others
    URGENT = 1  # the same: alerts, and the truth about them
    ANSWER = 2  # somebody has just texted, or a human types
    FOLLOW_UP = 3  # the hour was chosen, not the second
    SERIES = 4  # the day was


_URGENT = frozenset({TextKind.TRUTH, TextKind.ALERT})
_FOLLOW_UPS = frozenset({TextKind.FOLLOW_UP, TextKind.INVITE})

SHARES = (Rank.ANSWER, Rank.ANSWER, Rank.FOLLOW_UP, Rank.ANSWER, Rank.ANSWER, Rank.FOLLOW_UP, Rank.ANSWER, Rank.SERIES)
"""Whose turn it is, over and over: a flood of answers never starves a hello that was chosen, or the other way round.
Where there is nothing of that kind the next in order goes."""

SLACK = timedelta(milliseconds=500)
"""What a line that was looked at late may catch up."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Segments a second; 0: no limit of ours."""

    people: float = 0
    workers: float = 0

    def of(self, worker_line: bool) -> float:
        """The rate of the programme's number, or of the one that is kept for workers."""
        return self.workers if worker_line else self.people


NO_LIMIT = Rates()


def rank(kind: TextKind, *, urgent: bool, series: bool = False) -> Rank:
    """A text's place."""
    if kind is TextKind.CRISIS:
        return Rank.CRISIS
    if urgent or kind in _URGENT:
        return Rank.URGENT
    if kind in _FOLLOW_UPS:
        return Rank.SERIES if series else Rank.FOLLOW_UP
    return Rank.ANSWER


def order(turn: int) -> tuple[Rank, ...]:
    """The ranks in the order in which they are looked through at this turn of a line."""
    first = SHARES[turn % len(SHARES)]
    rest = (one for one in (Rank.ANSWER, Rank.FOLLOW_UP, Rank.SERIES) if one is not first)
    return (first, *rest)


def free_after(free_at: datetime, now: datetime, segments: int, rate: float) -> datetime:
    """When the line is free again once these segments went out now."""
    return max(free_at, now - SLACK) + timedelta(seconds=segments / rate)


_REST = timedelta(minutes=1)
_DAILY_CAPS = (30023, 30027)
_REST_OF_DAY = timedelta(hours=1)


def rest(code: int, tries: int, retry_after: float | None) -> timedelta | None:
    """How long a whole line rests because the carrier said it was too fast; None: it did not say that.

    A refusal at once (429) rests as long as the text that was refused; a report from the network (30022) a minute, and
    a daily cap (30023, 30027) an hour. Crises do not wait for it.
    """
    if classify(code) is not CodeClass.BACK_OFF:
        return None
    if code in _DAILY_CAPS:
        return _REST_OF_DAY
    return back_off(tries, retry_after) if code in (429, 20429) else _REST
