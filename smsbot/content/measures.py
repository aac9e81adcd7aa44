"""Durations, hours, weekdays and dates as staff write them."""

import re
from datetime import date, timedelta

from smsbot.content.places import Place
from smsbot.content.problems import did_you_mean
from smsbot.core.hours import HoursError, Window

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30),  # long enough to say "three months" by
}
DURATION = re.compile(r"([1-9][0-9]{0,3}) (minute|hour|day|week|month)s?")
_WINDOW = re.compile(r"([0-2][0-9]):([0-5][0-9])-([0-2][0-9]):([0-5][0-9])")


def duration(place: Place, *, at_most: timedelta = timedelta(days=366)) -> timedelta:
    """ "30 minutes", "2 hours", "1 day", "2 weeks", "3 months" (of 30 days)."""
    text = place.typed()
    found = DURATION.fullmatch(text)
    if found:
        length = int(found[1]) * _UNITS[found[2]]
        if length <= at_most:
            return length
        place.note(f"{place.label} is longer than {at_most.days} days", "write a shorter duration")
    elif text:
        place.note(f"'{text}' is not a duration", 'write it like "30 minutes", "2 hours", "1 day" or "2 weeks"')
    return timedelta(days=1)


def window(place: Place) -> Window:
    """ "09:00-17:00", local time."""
    text = place.words()
    found = _WINDOW.fullmatch(text)
    if found:
        first, first_minute, last, last_minute = map(int, found.groups())
        try:
            return Window(first * 60 + first_minute, last * 60 + last_minute)
        except HoursError:
            found = None
    if text and not found:
        place.note(f"'{text}' is not a stretch of one day", 'write it like "09:00-17:00", the earlier time first')
    return Window(0, 1440)


def weekdays(place: Place) -> tuple[int, ...]:
    """[mon, wed] as numbers, 0 = Monday, in order."""
    numbers = {_weekday(item) for item in place.items()}
    return tuple(sorted(numbers))


def _weekday(item: Place) -> int:
    word = item.words()
    if word in WEEKDAYS:
        return WEEKDAYS.index(word)
    if word:
        fix = did_you_mean(word.lower()[:3], WEEKDAYS, f"one of: {', '.join(WEEKDAYS)}")
        item.note(f"'{word}' is not a weekday", fix)
    return 0


def day(place: Place) -> date:
    """2026-11-01."""
    text = place.words()
    try:
        return date.fromisoformat(text)
    except ValueError:
        if text:
            place.note(f"'{text}' is not a date", "write it like 2026-11-01")
        return date.min
