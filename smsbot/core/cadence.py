"""When the next follow-up is due, and what to do when its timer is looked at, on time or late.

Days are local days; recurrence is python-dateutil's, on dates only, so summer time cannot move a day. Promise
P5: never more than chosen, never outside the hours, never a catch-up burst.
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Literal

from dateutil.rrule import DAILY, MO, MONTHLY, WEEKLY, rrule

from smsbot.core.cadence_notches import less, more
from smsbot.core.cadence_rule import Cadence, CadenceError, Means, Unit, from_json, to_json
from smsbot.core.hours import Window, at, closes, is_open, local, next_open, opening

__all__ = [
    "Cadence",
    "CadenceError",
    "Later",
    "Means",
    "Send",
    "Skip",
    "Unit",
    "Verdict",
    "Window",
    "anchored",
    "due_at",
    "from_json",
    "judge",
    "less",
    "more",
    "next_day",
    "reanchored",
    "to_json",
]

LONGEST_JITTER = timedelta(minutes=90)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Send:
    """Hand the follow-up over now."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Let this one go; the next occurrence is on `next_day` (local), None when there is none."""

    next_day: date | None


@dataclass(frozen=True, slots=True)
class Later:
    """Look again at `at` (UTC)."""

    at: datetime


Verdict = Send | Skip | Later


def next_day(cadence: Cadence, zone: str, after: date) -> date | None:
    """The first occurrence strictly after both `after` and the anchor; None when there is no other.

    Without named days the first is a whole interval after the anchor, with them the first named day after it. A
    local day on which summer time swallows the whole window is no occurrence.
    """
    day = _occurrence(cadence, max(after, cadence.anchor))
    while day is not None and (cadence.ends is None or day <= cadence.ends):
        if opening(cadence.window, day, zone) is not None:
            return day
        day = _occurrence(cadence, day)
    return None


def due_at(cadence: Cadence, day: date, zone: str, seed: str) -> datetime:
    """The UTC moment of the occurrence `day`: always the same for a seed, and well inside the window.

    It lies within the first half of the window and at most 90 minutes after its opening: people are not all
    texted in the same second, and an answer still falls into the team's hours.
    """
    start = opening(cadence.window, day, zone) or next_open(cadence.window, zone, at(day, 0, zone))
    end = closes(cadence.window, zone, start) or start  # An open window always closes.
    room = min((end - start) / 2, LONGEST_JITTER)
    digest = sha256(f"{seed}|{day.isoformat()}".encode()).digest()
    return start + timedelta(seconds=int.from_bytes(digest[:8]) % max(1, int(room.total_seconds())))


def judge(cadence: Cadence, day: date, now: datetime, zone: str) -> Verdict:
    """What to do with the occurrence `day` when its timer is looked at, perhaps after days of downtime.

    On the day and inside the window: send. Before: later. After: a named day and a series skip; "every N" may
    be late once, inside the hours and before half its interval has passed. Past `ends` nothing is sent.
    """
    window, today = cadence.window, local(now, zone).date()
    if _over(cadence, max(day, today)):
        return Skip(None)
    if today == day and is_open(window, zone, now):
        return Send()
    if now < at(day, window.start, zone):
        return Later(at(day, window.start, zone))
    return _late(cadence, day, now, zone)


def reanchored(cadence: Cadence, sent_on: date) -> Cadence:
    """Count an "every N" that was sent late from the local day it was really sent, so the next gap is whole.

    Named days, series, and a follow-up sent on its own day keep their anchor.
    """
    on_its_day = _occurrence(cadence, sent_on - _DAY) == sent_on
    if cadence.named or cadence.unit is Unit.SERIES or on_its_day or sent_on <= cadence.anchor:
        return cadence
    return anchored(cadence, sent_on)


def anchored(cadence: Cadence, day: date) -> Cadence:
    """The same choice counted from another local day."""
    return replace(cadence, anchor=day)


def _late(cadence: Cadence, day: date, now: datetime, zone: str) -> Verdict:
    skip = Skip(next_day(cadence, zone, max(day, _spent(cadence, now, zone))))
    if cadence.named or cadence.unit is Unit.SERIES:
        return skip
    following = _occurrence(cadence, max(day, cadence.anchor))
    half = 0 if following is None else (following - day).days * 1440 // 2
    chance = next_open(cadence.window, zone, now)
    if chance >= at(day, half, zone) or _over(cadence, local(chance, zone).date()):
        return skip
    return Send() if chance == now else Later(chance)


def _spent(cadence: Cadence, now: datetime, zone: str) -> date:
    """The last local day on which nothing can be due any more."""
    today = local(now, zone).date()
    return today if now >= at(today, cadence.window.end, zone) else today - _DAY


def _over(cadence: Cadence, day: date) -> bool:
    return cadence.ends is not None and day > cadence.ends


def _occurrence(cadence: Cadence, after: date) -> date | None:
    """The first day of the rule strictly after `after`, whatever the end and the hours."""
    if cadence.unit is Unit.SERIES:
        days = (cadence.anchor + timedelta(days=offset) for offset in cadence.offsets)
        return next((day for day in days if day > after), None)
    moment = _rule(cadence).after(_midnight(max(after, cadence.anchor)))
    return None if moment is None else moment.date()


def _rule(cadence: Cadence) -> rrule:
    if cadence.unit is Unit.MONTH:
        return _monthly(cadence)
    start = cadence.anchor
    if cadence.weekdays:
        # Weeks are counted from the first named day, not from the anchor's week.
        start = next(d for n in range(1, 8) if (d := start + timedelta(days=n)).weekday() in cadence.weekdays)
    frequency: Literal[2, 3] = WEEKLY if cadence.unit is Unit.WEEK else DAILY
    days = cadence.weekdays or None
    return rrule(frequency, interval=cadence.interval, dtstart=_midnight(start), byweekday=days, wkst=MO)


def _monthly(cadence: Cadence) -> rrule:
    anchor = cadence.anchor
    monthday = cadence.monthday or anchor.day
    first = anchor.replace(day=1)
    if cadence.monthday is not None and min(monthday, monthrange(anchor.year, anchor.month)[1]) <= anchor.day:
        first = (first + timedelta(days=31)).replace(day=1)  # This month's named day is over.
    # The last of the days 28 to 31 that the month has: 31 is the 28th in February.
    days = (monthday,) if monthday < 29 else tuple(range(28, monthday + 1))
    start = _midnight(first)
    return rrule(MONTHLY, interval=cadence.interval, dtstart=start, bymonthday=days, bysetpos=-1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
