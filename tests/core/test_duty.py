"""Who is on duty, and when the next shift begins."""

from datetime import UTC, datetime, timedelta

import pytest
from builders import MONDAY, NIGHT, a_settings

from smsbot.core.duty import is_staffed, next_shift, on_shift
from smsbot.core.hours import Window
from smsbot.core.program import Shift

WEEKDAYS = a_settings()
SATURDAY = datetime(2026, 11, 7, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "staffed"),
    [
        (datetime(2026, 11, 2, 13, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 2, 14, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 2, 21, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 2, 22, 0, tzinfo=UTC), False),
        (SATURDAY, False),
        (datetime(2026, 7, 6, 13, 0, tzinfo=UTC), True),  # nine in summer
    ],
)
def test_a_shift_covers_its_local_hours_on_its_days(now: datetime, staffed: bool) -> None:
    assert is_staffed(WEEKDAYS, now) is staffed
    assert on_shift(WEEKDAYS, now) == (("sam", "dee") if staffed else ())


def test_somebody_in_two_shifts_is_named_once_in_the_order_of_the_rota() -> None:
    shifts = (Shift((0,), Window(0, 1440), ("dee", "sam")), Shift((0,), Window(600, 1200), ("sam", "pat")))
    assert on_shift(a_settings(shifts=shifts), MONDAY) == ("dee", "sam", "pat")


def test_the_next_shift_is_now_while_one_runs() -> None:
    assert next_shift(WEEKDAYS, MONDAY) == MONDAY


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        (NIGHT, datetime(2026, 11, 3, 14, 0, tzinfo=UTC)),
        (datetime(2026, 11, 2, 10, 0, tzinfo=UTC), datetime(2026, 11, 2, 14, 0, tzinfo=UTC)),
        (SATURDAY, datetime(2026, 11, 9, 14, 0, tzinfo=UTC)),
        (datetime(2027, 3, 13, 18, 0, tzinfo=UTC), datetime(2027, 3, 15, 13, 0, tzinfo=UTC)),  # clocks change
    ],
)
def test_the_next_shift_is_the_first_that_begins(now: datetime, begins: datetime) -> None:
    assert next_shift(WEEKDAYS, now) == begins


def test_a_weekly_shift_that_is_just_over_begins_again_in_a_week() -> None:
    mondays = a_settings(shifts=(Shift((0,), Window(540, 1020), ("sam",)),))
    over = datetime(2026, 11, 2, 22, 0, tzinfo=UTC)
    assert next_shift(mondays, over) == datetime(2026, 11, 9, 14, 0, tzinfo=UTC)


def test_the_earliest_of_several_shifts_is_next() -> None:
    shifts = (Shift((1,), Window(720, 1020), ("sam",)), Shift((1,), Window(540, 600), ("dee",)))
    assert next_shift(a_settings(shifts=shifts), NIGHT) == datetime(2026, 11, 3, 14, 0, tzinfo=UTC)


def test_a_shift_may_begin_and_end_at_any_minute() -> None:
    half = a_settings(shifts=(Shift((0,), Window(13 * 60 + 20, 13 * 60 + 40), ("sam",)),))
    staffed = [minute for minute in range(0, 60, 10) if is_staffed(half, MONDAY + timedelta(minutes=minute))]
    assert staffed == [20, 30]


def test_without_a_rota_there_is_no_next_shift() -> None:
    assert next_shift(a_settings(shifts=()), MONDAY) is None
    assert not is_staffed(a_settings(shifts=()), MONDAY)


def test_looked_for_at_any_minute_the_next_shift_is_staffed_when_it_begins() -> None:
    for hours in range(24 * 8):
        begins = next_shift(WEEKDAYS, MONDAY + timedelta(hours=hours))
        assert begins is not None
        assert is_staffed(WEEKDAYS, begins)
