"""Who is alerted about a ticket nobody took, and when again: it never gives up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from builders import MONDAY, NIGHT, a_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbot.core.flow import Level
from smsbot.core.hours import Window
from smsbot.core.ladder import LAST_GAP, Rung, by_wish, climb, truth_due
from smsbot.core.program import Ladder, Shift

SETTINGS = a_settings()
MINUTE = timedelta(minutes=1)


def red_rungs(opened: datetime, count: int) -> list[tuple[float, tuple[str, ...]]]:
    """Minutes after the opening and whom to ask, when every timer fires on time."""
    now, rungs = opened, []
    for rung in range(count):
        step = climb(Level.RED, rung, opened, SETTINGS, now)
        rungs.append(((now - opened) / MINUTE, step.handles))
        assert step.next_at is not None
        now = step.next_at
    return rungs


def test_red_is_repeated_at_three_six_and_ten_minutes_then_every_fifteen_for_ever() -> None:
    minutes = [at for at, _ in red_rungs(MONDAY, 12)]
    assert minutes[:6] == [0, 3, 6, 10, 25, 40]
    assert all(later - earlier <= 15 for earlier, later in pairwise(minutes))


def test_red_asks_more_people_the_longer_nobody_answers() -> None:
    assert [handles for _, handles in red_rungs(MONDAY, 4)] == [
        ("sam", "dee"),
        ("sam", "dee"),
        ("sam", "dee", "pat"),
        ("sam", "dee", "pat"),
    ]


def test_red_at_night_asks_who_is_on_call_at_once() -> None:
    assert [handles for _, handles in red_rungs(NIGHT, 3)] == [("sam",), ("sam",), ("sam", "pat")]


def test_red_asks_who_is_on_call_besides_the_shift_from_the_first_repeat_on() -> None:
    settings = a_settings(on_call=("kim",))
    asked = [climb(Level.RED, rung, MONDAY, settings, MONDAY).handles for rung in range(3)]
    assert asked == [("sam", "dee"), ("sam", "dee", "kim"), ("sam", "dee", "kim", "pat")]


@pytest.mark.parametrize(
    ("on_call", "backup", "asked"), [((), ("pat",), ("pat",)), (("sam",), (), ("sam",)), ((), (), ())]
)
def test_red_without_a_rota_asks_whoever_there_is(
    on_call: tuple[str, ...], backup: tuple[str, ...], asked: tuple[str, ...]
) -> None:
    nobody = a_settings(shifts=(), on_call=on_call, backup=backup)
    step = climb(Level.RED, 0, MONDAY, nobody, MONDAY)
    assert step == Rung(asked, MONDAY + 3 * MINUTE)


@pytest.mark.parametrize("level", [Level.AMBER, Level.ROUTINE])
def test_other_levels_wait_for_a_shift(level: Level) -> None:
    assert climb(level, 0, NIGHT, SETTINGS, NIGHT) == Rung((), datetime(2026, 11, 3, 14, 0, tzinfo=UTC))


@pytest.mark.parametrize(("level", "gaps"), [(Level.AMBER, [30, 60, 60]), (Level.ROUTINE, [240, 1440, 1440])])
def test_other_levels_ask_the_shift_and_then_those_behind_it(level: Level, gaps: list[int]) -> None:
    steps = [climb(level, rung, MONDAY, SETTINGS, MONDAY) for rung in range(3)]
    assert [step.handles for step in steps] == [("sam", "dee"), ("sam", "dee", "pat"), ("sam", "dee", "pat")]
    assert [step.next_at for step in steps] == [MONDAY + gap * MINUTE for gap in gaps]


@pytest.mark.parametrize(
    ("on_call", "backup", "asked"),
    [(("sam",), ("pat",), ("sam",)), ((), ("pat",), ("pat",)), ((), (), ())],
)
def test_without_any_rota_other_levels_ask_who_is_on_call_or_behind(
    on_call: tuple[str, ...], backup: tuple[str, ...], asked: tuple[str, ...]
) -> None:
    nobody = a_settings(shifts=(), on_call=on_call, backup=backup)
    assert climb(Level.AMBER, 0, MONDAY, nobody, MONDAY) == Rung(asked, MONDAY + 60 * MINUTE)


def test_a_rung_that_is_climbed_late_is_followed_soon_and_not_at_once() -> None:
    late = MONDAY + timedelta(hours=2)
    assert climb(Level.RED, 1, MONDAY, SETTINGS, late).next_at == late + timedelta(seconds=30)


@settings(deadline=None)
@given(
    level=st.sampled_from(list(Level)),
    rung=st.integers(0, 10_000),
    waited=st.integers(0, 60 * 24 * 60),
    later=st.integers(0, 7 * 24 * 60),
    shifts=st.booleans(),
)
def test_there_is_always_a_next_rung_in_the_future_and_for_red_soon(
    level: Level, rung: int, waited: int, later: int, shifts: bool
) -> None:
    now = MONDAY + later * MINUTE
    settings = SETTINGS if shifts else a_settings(shifts=())
    step = climb(level, rung, now - waited * MINUTE, settings, now)
    assert step.next_at is not None
    assert step.next_at > now
    assert len(step.handles) == len(set(step.handles))
    if level is Level.RED:
        assert step.handles
        assert step.next_at <= now + LAST_GAP


def test_the_truth_is_due_after_ten_minutes_and_where_it_was_set() -> None:
    assert not truth_due(MONDAY, SETTINGS, MONDAY + 9 * MINUTE)
    assert truth_due(MONDAY, SETTINGS, MONDAY + 10 * MINUTE)
    silent = replace(SETTINGS, ladders={**SETTINGS.ladders, Level.RED: Ladder((MINUTE,))})
    assert not truth_due(MONDAY, silent, MONDAY + timedelta(days=1))


def test_a_shift_that_begins_while_an_amber_waits_is_asked() -> None:
    begins = climb(Level.AMBER, 0, NIGHT, SETTINGS, NIGHT).next_at
    assert begins is not None
    assert climb(Level.AMBER, 0, NIGHT, SETTINGS, begins).handles == ("sam", "dee")


def test_a_short_shift_is_no_reason_to_be_forgotten() -> None:
    hour = a_settings(shifts=(Shift((0,), Window(13 * 60, 14 * 60), ("sam",)),))
    step = climb(Level.ROUTINE, 5, MONDAY, hour, MONDAY)
    assert step.next_at is not None
    again = climb(Level.ROUTINE, 6, MONDAY, hour, step.next_at)
    assert again == Rung((), MONDAY + timedelta(days=7))


@pytest.mark.parametrize(
    ("level", "rung", "prefer", "avoid", "asked"),
    [
        (Level.RED, 0, None, (), ("sam", "dee", "pat")),
        (Level.RED, 0, "dee", (), ("dee", "sam", "pat")),
        (Level.RED, 0, "zoe", ("sam",), ("dee", "pat")),
        (Level.RED, 2, None, ("sam", "pat"), ("dee",)),
        (Level.RED, 3, None, ("sam",), ("sam", "dee", "pat")),
        (Level.RED, 3, "dee", ("sam",), ("dee", "sam", "pat")),
        (Level.RED, 0, None, ("sam", "dee", "pat"), ("sam", "dee", "pat")),
        (Level.ROUTINE, 1, None, ("sam",), ("dee", "pat")),
        (Level.ROUTINE, 2, None, ("sam",), ("sam", "dee", "pat")),
    ],
)
def test_whom_a_person_would_like_is_asked_first_and_whom_they_avoid_last(
    level: Level, rung: int, prefer: str | None, avoid: tuple[str, ...], asked: tuple[str, ...]
) -> None:
    assert by_wish(("sam", "dee", "pat"), prefer, avoid, level, rung, SETTINGS) == asked


def test_nobody_is_nobody() -> None:
    assert by_wish((), "sam", (), Level.RED, 0, SETTINGS) == ()
