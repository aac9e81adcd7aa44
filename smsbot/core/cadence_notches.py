"""LESS and MORE: a notch on the ladder daily, every 3 days, weekly, every 2 weeks, monthly, only when I text.

Hours, end, means and words stay. The anchor stays too: count from the day of the last text (`anchored`), so
that the first gap is not shorter than what was chosen.
"""

from dataclasses import replace
from typing import assert_never

from smsbot.core.cadence_rule import Cadence, Unit


def less(cadence: Cadence) -> Cadence | None:
    """One notch rarer; None is "only when I text". Of several weekdays only the first stays."""
    match cadence.unit:
        case Unit.SERIES:
            return _rule(cadence, Unit.MONTH)
        case Unit.DAY:
            return _less_than_days(cadence)
        case Unit.WEEK:
            return _less_than_weeks(cadence)
        case Unit.MONTH:
            return None
        case _:
            assert_never(cadence.unit)


def more(cadence: Cadence) -> Cadence:
    """One notch more often, never beyond daily. A series becomes weekly."""
    match cadence.unit:
        case Unit.SERIES:
            return _rule(cadence, Unit.WEEK)
        case Unit.DAY:
            return _more_than_days(cadence)
        case Unit.WEEK:
            return _more_than_weeks(cadence)
        case Unit.MONTH if cadence.interval > 1:
            return replace(cadence, interval=1)
        case Unit.MONTH:
            return _rule(cadence, Unit.WEEK, 2)
        case _:
            assert_never(cadence.unit)


def _less_than_days(cadence: Cadence) -> Cadence | None:
    days = cadence.interval
    if days < 3:
        return _rule(cadence, Unit.DAY, 3)
    if days < 7:
        return _rule(cadence, Unit.WEEK)
    if days < 14:
        return _rule(cadence, Unit.WEEK, 2)
    return _rule(cadence, Unit.MONTH) if days < 28 else None


def _less_than_weeks(cadence: Cadence) -> Cadence | None:
    if len(cadence.weekdays) > 1:
        return replace(cadence, weekdays=cadence.weekdays[:1])
    if cadence.interval == 1:
        return replace(cadence, interval=2)
    return _rule(cadence, Unit.MONTH) if cadence.interval < 4 else None


def _more_than_days(cadence: Cadence) -> Cadence:
    days = cadence.interval
    if days <= 3:
        return _rule(cadence, Unit.DAY)
    if days <= 7:
        return _rule(cadence, Unit.DAY, 3)
    if days <= 14:
        return _rule(cadence, Unit.WEEK)
    return _rule(cadence, Unit.WEEK, 2) if days <= 31 else _rule(cadence, Unit.MONTH)


def _more_than_weeks(cadence: Cadence) -> Cadence:
    if cadence.interval > 1:
        return replace(cadence, interval=2 if cadence.interval > 2 else 1)
    # Every 3 days is more than two named days a week, but less than three.
    return _rule(cadence, Unit.DAY, 3 if len(cadence.weekdays) < 3 else 1)


def _rule(cadence: Cadence, unit: Unit, interval: int = 1) -> Cadence:
    return replace(cadence, unit=unit, interval=interval, weekdays=(), offsets=(), monthday=None, starts="")
