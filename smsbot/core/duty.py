"""Who is on duty, and when the next shift begins."""

from datetime import datetime, timedelta

from smsbot.core.hours import at, local
from smsbot.core.program import Settings, Shift

_DAYS_AHEAD = 8


def _covers(shift: Shift, moment: datetime) -> bool:
    minute = moment.hour * 60 + moment.minute
    return moment.weekday() in shift.weekdays and shift.window.start <= minute < shift.window.end


def on_shift(settings: Settings, now: datetime) -> tuple[str, ...]:
    """The handles on shift at `now` (in the programme's zone), in the order of the rota, each once."""
    moment = local(now, settings.zone)
    handles = (handle for shift in settings.shifts if _covers(shift, moment) for handle in shift.workers)
    return tuple(dict.fromkeys(handles))


def is_staffed(settings: Settings, now: datetime) -> bool:
    """Is somebody on shift?"""
    return bool(on_shift(settings, now))


def next_shift(settings: Settings, now: datetime) -> datetime | None:
    """The next moment (UTC) at which a shift begins; `now` itself while one runs; None without a rota."""
    if is_staffed(settings, now):
        return now
    today = local(now, settings.zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(_DAYS_AHEAD)]
    starts = (
        at(day, shift.window.start, settings.zone)
        for day in days
        for shift in settings.shifts
        if day.weekday() in shift.weekdays
    )
    return min((start for start in starts if start > now), default=None)
