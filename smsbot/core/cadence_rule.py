"""A cadence as a value: how often, at which hours, how long, by what means, in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import cast

from smsbot.core.errors import SmsbotError
from smsbot.core.hours import Window

LONGEST_INTERVAL = 366


class CadenceError(SmsbotError):
    """A cadence that contradicts itself or cannot be read back."""

    code = "bad_cadence"


class Unit(StrEnum):
    """What the interval counts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SERIES = "series"  # fixed days after the anchor, then over


class Means(StrEnum):
    """What happens on the day: a text of ours, or a ticket for a worker."""

    TEXT = "text"
    CALL = "call"
    VISIT = "visit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """What one person chose, resolved. Days are local days of the person's zone. Raises CadenceError.

    `weekdays` (0 = Monday) belong to WEEK, () is the anchor's own weekday and not a named day; `offsets` (days
    after the anchor, increasing) to SERIES; `monthday` to MONTH, None is the anchor's day, and in a month too
    short for it the last day counts. `ends` is the last day on which anything may be sent. `quiet`: words
    without any health term. `starts` names a flow of the staff's.
    """

    unit: Unit
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    offsets: tuple[int, ...] = ()
    monthday: int | None = None
    window: Window
    anchor: date
    ends: date | None = None
    means: Means = Means.TEXT
    quiet: bool = False
    starts: str = ""  # the flow that a follow-up starts; "": the programme's check-in

    def __post_init__(self) -> None:
        """Refuse contradictions, so that no later rule has to think of them."""
        problem = _problem(self)
        if problem is not None:
            raise CadenceError(f"cadence: {problem}")

    @property
    def named(self) -> bool:
        """True when the person named days; a missed one is skipped, never sent late."""
        return bool(self.weekdays) or self.monthday is not None


def to_json(cadence: Cadence) -> dict[str, object]:
    """The cadence as JSON values, for the ledger and for saved answers."""
    return {
        "unit": cadence.unit.value,
        "interval": cadence.interval,
        "weekdays": list(cadence.weekdays),
        "offsets": list(cadence.offsets),
        "monthday": cadence.monthday,
        "window": [cadence.window.start, cadence.window.end],
        "anchor": cadence.anchor.isoformat(),
        "ends": cadence.ends.isoformat() if cadence.ends else None,
        "means": cadence.means.value,
        "quiet": cadence.quiet,
        **({"starts": cadence.starts} if cadence.starts else {}),
    }


def from_json(values: Mapping[str, object]) -> Cadence:
    """What `to_json` wrote. Raises CadenceError when it is anything else."""
    try:
        start, end = cast("list[int]", values["window"])
        ends = cast("str | None", values["ends"])
        return Cadence(
            unit=Unit(cast("str", values["unit"])),
            interval=cast("int", values["interval"]),
            weekdays=tuple(cast("list[int]", values["weekdays"])),
            offsets=tuple(cast("list[int]", values["offsets"])),
            monthday=cast("int | None", values["monthday"]),
            window=Window(start, end),
            anchor=date.fromisoformat(cast("str", values["anchor"])),
            ends=None if ends is None else date.fromisoformat(ends),
            means=Means(cast("str", values["means"])),
            quiet=bool(values["quiet"]),
            starts=str(values.get("starts", "")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CadenceError(f"cadence: not what was stored ({type(error).__name__})") from error


def _problem(cadence: Cadence) -> str | None:
    belongs = {"weekdays": Unit.WEEK, "offsets": Unit.SERIES, "monthday": Unit.MONTH}
    for name, unit in belongs.items():
        if getattr(cadence, name) not in ((), None) and cadence.unit is not unit:
            return f"{name} belong to the unit {unit}, not to {cadence.unit}"
    if not 1 <= cadence.interval <= LONGEST_INTERVAL:
        return f"the interval is 1 to {LONGEST_INTERVAL}"
    if not _increasing(cadence.weekdays, 0, 6):
        return "weekdays are 0 (Monday) to 6, each once, in order"
    if cadence.monthday is not None and not 1 <= cadence.monthday <= 31:
        return "the day of the month is 1 to 31"
    if cadence.unit is Unit.SERIES and not cadence.offsets:
        return "a series has at least one day"
    if not _increasing(cadence.offsets, 1, 3660):
        return "the days of a series are counted from 1, each once, in order"
    return None


def _increasing(numbers: tuple[int, ...], low: int, high: int) -> bool:
    return all(low <= n <= high for n in numbers) and list(numbers) == sorted(set(numbers))
