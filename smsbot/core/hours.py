"""When a person may be texted: a window of their local day, and what summer time does to it.

Local time is wall time in an IANA zone; what leaves this module is aware UTC. The programme's window (9 am to
8 pm is the customary one) is the widest, a person may narrow it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from smsbot.core.errors import SmsbotError

DAY_MINUTES = 1440
_DAYS_TO_LOOK = 4  # A night window can vanish in a spring gap, and one zone once skipped a whole day.


class HoursError(SmsbotError):
    """A window that is empty or not inside one day."""

    code = "bad_hours"


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of every local day: minutes after midnight, `end` not included. Raises HoursError."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse what is not a stretch of one day."""
        if not 0 <= self.start < self.end <= DAY_MINUTES:
            raise HoursError(f"hours {self.start}-{self.end}: give minutes, 0 <= start < end <= {DAY_MINUTES}")


def at(day: date, minute: int, zone: str) -> datetime:
    """The UTC moment of a local wall time, in minutes after midnight of `day` (1440 is the next midnight).

    A wall time that summer time skips is the first real moment after the gap; a double one is the first.
    """
    return _moment(day, minute, zone, fold=0)


def local(now: datetime, zone: str) -> datetime:
    """The same moment on the wall clock of `zone`."""
    return now.astimezone(ZoneInfo(zone))


def is_open(window: Window, zone: str, now: datetime) -> bool:
    """True when the wall clock of `zone` shows a time inside the window."""
    wall = local(now, zone)
    return window.start <= wall.hour * 60 + wall.minute < window.end


def next_open(window: Window, zone: str, now: datetime) -> datetime:
    """The first UTC moment from `now` on at which the window is open: `now` itself or the next opening."""
    if is_open(window, zone, now):
        return now.astimezone(UTC)
    opening = next(m for m in _passes(window.start, zone, now) if m > now and is_open(window, zone, m))
    change = _change(now, opening, zone)
    if change is not None and is_open(window, zone, change):
        return change  # The clock was turned into the window.
    return opening


def closes(window: Window, zone: str, now: datetime) -> datetime | None:
    """The UTC end of the stretch that is open now, at the latest local midnight; None when it is shut."""
    if not is_open(window, zone, now):
        return None
    closing = next(m for m in _passes(window.end, zone, now) if m > now)
    change = _change(now, closing, zone)
    if change is not None and not is_open(window, zone, change):
        return change  # The clock was turned out of the window.
    return closing


def opening(window: Window, day: date, zone: str) -> datetime | None:
    """The first UTC moment of the window on that local day; None when summer time swallowed all of it."""
    moment = at(day, window.start, zone)
    real = local(moment, zone).date() == day and is_open(window, zone, moment)
    return moment if real else None


def narrow(window: Window, within: Window) -> Window | None:
    """What both windows allow; None when that is nothing."""
    start, end = max(window.start, within.start), min(window.end, within.end)
    return Window(start, end) if start < end else None


def zone_or_none(name: str) -> str | None:
    """The name when it is an IANA time zone ("America/New_York"), else None; case matters."""
    stripped = name.strip()
    return stripped if stripped in _zones() else None


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - {"localtime"})  # That one depends on the machine.


def _passes(minute: int, zone: str, now: datetime) -> Iterator[datetime]:
    """Every moment from today on, in order, at which the wall clock passes this minute."""
    today = local(now, zone).date()
    days = (today + timedelta(days=n) for n in range(_DAYS_TO_LOOK))
    return (_moment(day, minute, zone, fold=fold) for day in days for fold in (0, 1))


def _moment(day: date, minute: int, zone: str, *, fold: int) -> datetime:
    wall = datetime.combine(day, time(), ZoneInfo(zone)) + timedelta(minutes=minute)
    moment = wall.replace(fold=fold).astimezone(UTC)
    if moment.astimezone(wall.tzinfo).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    before, after = sorted(wall.replace(fold=f).astimezone(UTC) for f in (0, 1))
    return _switch(before, after, zone)


def _change(now: datetime, later: datetime, zone: str) -> datetime | None:
    """The moment between the two at which the clock was turned, if it was."""
    if local(now, zone).utcoffset() == local(later, zone).utcoffset():
        return None
    return _switch(now.astimezone(UTC), later, zone)


def _switch(low: datetime, high: datetime, zone: str) -> datetime:
    """The first whole second of the new offset; the clock is turned once in (low, high]."""
    old = local(low, zone).utcoffset()
    low = low.replace(microsecond=0)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if local(middle, zone).utcoffset() == old else (low, middle)
    return high
