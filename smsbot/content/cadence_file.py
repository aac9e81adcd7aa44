"""The cadences that program.yaml offers by name."""

import re
from collections.abc import Mapping

from smsbot.content.measures import duration, weekdays, window
from smsbot.content.places import Place
from smsbot.core.cadence import Means, Unit
from smsbot.core.hours import Window
from smsbot.core.program import NamedCadence

_EVERY = re.compile(r"(?:([1-9][0-9]{0,2}) )?(day|week|month)s?")
_KEYS = ("every", "offsets", "days", "hours", "lasts", "by", "flow")
_LONGEST_INTERVAL = 366
_LAST_OFFSET = 3660  # days


def read_cadences(place: Place, widest: Window) -> dict[str, NamedCadence]:
    """Every cadence by its name; their hours lie inside `widest`."""
    found = {}
    for name, entry in place.entries().items():
        entry.check_name(name)
        if name == "none":
            entry.note("a cadence cannot be called 'none'", "flows write that for 'only when I text'")
        found[name] = _cadence(name, entry, widest)
    return found


def _cadence(name: str, place: Place, widest: Window) -> NamedCadence:
    fields = place.fields(_KEYS)
    if isinstance(place.value, dict) and place.value and ("every" in fields) == ("offsets" in fields):
        place.note(f"cadence '{name}' needs one rhythm", "write either every: ... or offsets: [...]")
    unit, interval = _every(fields["every"]) if "every" in fields else (Unit.SERIES, 1)
    if "days" in fields and unit is not Unit.WEEK:
        fields["days"].note("'days' belongs beside every: week", "remove it")
    return NamedCadence(
        name=name,
        unit=unit,
        interval=interval,
        weekdays=weekdays(fields["days"]) if "days" in fields else (),
        offsets=_offsets(fields["offsets"]) if "offsets" in fields else (),
        window=_hours(fields["hours"], widest) if "hours" in fields else None,
        lasts=duration(fields["lasts"]) if "lasts" in fields else None,
        means=_means(fields),
        flow=fields["flow"].name() if "flow" in fields else "",
    )


def _every(place: Place) -> tuple[Unit, int]:
    text = place.typed()
    found = _EVERY.fullmatch(text)
    if found and int(found[1] or 1) <= _LONGEST_INTERVAL:
        return Unit(found[2]), int(found[1] or 1)
    if text:
        place.note(f"'{text}' is not a rhythm", "write it like day, week, month, 2 weeks or 3 days")
    return Unit.WEEK, 1


def _offsets(place: Place) -> tuple[int, ...]:
    days = [item.number(1, _LAST_OFFSET) for item in place.items()]
    if days != sorted(set(days)):
        place.note("'offsets' do not increase", "write each day once, the earliest first")
    return tuple(days)


def _hours(place: Place, widest: Window) -> Window:
    hours = window(place)
    if hours != Window(0, 1440) and not (widest.start <= hours.start and hours.end <= widest.end):
        place.note("these hours are not all inside hours: unprompted", "narrow them")
    return hours


def _means(fields: Mapping[str, Place]) -> Means:
    word = fields["by"].one_of(tuple(map(str, Means)), "means") if "by" in fields else Means.TEXT
    return Means(word) if word in tuple(Means) else Means.TEXT
