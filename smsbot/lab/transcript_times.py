"""Lengths and moments as transcripts write them: "3d", "90 minutes"; "tue 15:00", "nov 10 3pm", "2026-11-10 15:00"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from smsbot.core.hours import DAY_MINUTES, at, local

_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_LENGTH = re.compile(r"(\d{1,5}) ?(m|min|minutes?|h|hours?|d|days?|w|weeks?)")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = re.compile(r"(\d{1,2})(?::([0-5]\d))? ?(am|pm)?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_NAMED = re.compile(rf"({'|'.join(_MONTHS)})[a-z]* (\d{{1,2}})")
_FORM = 'write it like "tue 15:00", "nov 10 3pm" or "2026-11-10 15:00"'


class BadTime(ValueError):
    """Words that are no moment or length; the message says how to write one."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as written: a date, a weekday (0 = Monday), a month and day, or none of them: today or tomorrow."""

    exact: date | None = None
    weekday: int | None = None
    month_day: tuple[int, int] | None = None

    def fits(self, day: date) -> bool:
        """Is this the day that was meant?"""
        if self.exact is not None:
            return day == self.exact
        if self.weekday is not None:
            return day.weekday() == self.weekday
        return self.month_day is None or (day.month, day.day) == self.month_day


@dataclass(frozen=True, slots=True)
class Moment:
    """A local wall time on a day that is found when it is used."""

    day: Day
    minute: int

    def after(self, now: datetime, zone: str) -> datetime:
        """The next such moment after `now`, UTC. Raises BadTime if it is past or more than two years ahead."""
        for day in _days(local(now, zone).date()):
            moment = at(day, self.minute, zone)
            if self.day.fits(day) and moment > now:
                return moment
        raise BadTime("that moment is past, or more than two years ahead")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the wall clock, perhaps on one day: "tue 15:00-20:00", "13:00-17:00", "nov 10"."""

    day: Day
    start: int
    end: int

    def holds(self, moment: datetime, zone: str) -> bool:
        """Did it happen then? The end is not included."""
        wall = local(moment, zone)
        return self.day.fits(wall.date()) and self.start <= wall.hour * 60 + wall.minute < self.end


def length(text: str) -> timedelta:
    """ "3d", "2 hours", "90 minutes", "10m", "1 week". Raises BadTime."""
    found = _LENGTH.fullmatch(text.strip().lower())
    if found is None:
        raise BadTime(f"'{text}' is not a length of time; " + 'write it like "3d", "2 hours" or "90 minutes"')
    return int(found[1]) * _UNITS[found[2][0]]


def moment(text: str) -> Moment:
    """A day and a time of day; the time alone is the next one. Raises BadTime."""
    *named, last = text.strip().lower().split(" ") if text.strip() else [""]
    if last in ("am", "pm") and named:
        last = f"{named.pop()}{last}"
    return Moment(_day(" ".join(named), text), _minute(last, text))


def span(text: str) -> Span:
    """A day, a stretch of hours, or both. Raises BadTime."""
    *named, last = text.strip().lower().split(" ") if text.strip() else [""]
    if "-" not in last or _ISO.fullmatch(last):
        return Span(_day(text.strip().lower(), text), 0, DAY_MINUTES)
    start, _, end = last.partition("-")
    return Span(_day(" ".join(named), text), _minute(start, text), _minute(end, text))


def shown(when: datetime, zone: str) -> str:
    """A moment as transcripts print it: "Tue Nov 3 14:05"."""
    wall = local(when, zone)
    return f"{wall:%a %b} {wall.day} {wall:%H:%M}"


def _days(first: date) -> Iterator[date]:
    return (first + timedelta(days=ahead) for ahead in range(731))


def _day(words: str, whole: str) -> Day:
    if not words:
        return Day()
    named = _NAMED.fullmatch(words)
    if named:
        return Day(month_day=(_MONTHS.index(named[1]) + 1, int(named[2])))
    if words[:3] in _WEEKDAYS and words.isalpha():
        return Day(weekday=_WEEKDAYS.index(words[:3]))
    try:
        return Day(exact=date.fromisoformat(words)) if _ISO.fullmatch(words) else _refuse(whole)
    except ValueError:
        return _refuse(whole)


def _minute(words: str, whole: str) -> int:
    found = _CLOCK.fullmatch(words)
    if found is None or (found[2] is None and found[3] is None):
        raise BadTime(f"'{whole}' is not a day and a time; {_FORM}")
    hour = int(found[1])
    if found[3] is not None:
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    if hour > 24:
        raise BadTime(f"'{whole}' is not a day and a time; {_FORM}")
    return hour * 60 + int(found[2] or 0)


def _refuse(whole: str) -> Day:
    raise BadTime(f"'{whole}' is not a day and a time; {_FORM}")
