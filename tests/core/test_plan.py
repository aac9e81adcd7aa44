"""What a person chose, and the next follow-up that follows from it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from builders import AFTERNOON, DAYTIME, MONDAY, ZONE, a_cadence, a_person, a_program, a_scene
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbot.core.cadence import Cadence, Means, Unit, due_at, next_day
from smsbot.core.effects import ChooseCadence, Pause, SetFollowUp
from smsbot.core.hours import is_open
from smsbot.core.plan import NOTHING_NEXT, UNTIL_THEY_SAY, choose, named, next_follow_up
from smsbot.core.program import NamedCadence

TODAY = date(2026, 11, 2)


def test_a_named_cadence_is_counted_from_the_persons_today_with_gentle_defaults() -> None:
    scene = a_scene(a_person(quiet=True), a_program())
    assert named(scene.program.settings.cadences["weekly"], scene) == a_cadence(
        anchor=TODAY, ends=TODAY + timedelta(days=90), quiet=True
    )


def test_a_named_cadence_may_say_everything_itself() -> None:
    choice = NamedCadence("x", Unit.WEEK, 2, (1, 3), window=DAYTIME, means=Means.CALL)
    made = named(choice, a_scene())
    assert (made.interval, made.weekdays, made.window, made.means, made.ends) == (2, (1, 3), DAYTIME, Means.CALL, None)


def test_the_next_follow_up_is_the_first_occurrence_after_a_day() -> None:
    found = next_follow_up(a_cadence(), a_person(), TODAY, MONDAY)
    assert found.day == date(2026, 11, 9)
    assert found.due == due_at(a_cadence(), date(2026, 11, 9), ZONE, "person-1")


def test_what_is_past_already_is_never_next() -> None:
    daily = a_cadence(unit=Unit.DAY)
    evening = datetime(2026, 11, 3, 23, 0, tzinfo=UTC)
    assert next_follow_up(daily, a_person(), TODAY, evening).day == date(2026, 11, 4)


@pytest.mark.parametrize("cadence", [None, a_cadence(ends=TODAY + timedelta(days=3))])
def test_without_a_cadence_or_past_its_end_there_is_nothing_next(cadence: Cadence | None) -> None:
    assert next_follow_up(cadence, a_person(), TODAY, MONDAY) == NOTHING_NEXT


def test_a_pause_moves_it_behind_the_pause() -> None:
    person = a_person(paused_until=MONDAY + timedelta(days=20))
    found = next_follow_up(a_cadence(), person, TODAY, MONDAY)
    assert found.day == date(2026, 11, 23)


def test_a_pause_without_an_end_is_no_work() -> None:
    """Seventy years of daily occurrences are not walked one by one."""
    person = a_person(paused_until=UNTIL_THEY_SAY)
    found = next_follow_up(a_cadence(unit=Unit.DAY), person, TODAY, MONDAY)
    assert found.due is not None
    assert found.due >= UNTIL_THEY_SAY


def test_choosing_replaces_plan_pause_and_next_at_once() -> None:
    scene = a_scene(a_person(cadence=a_cadence(), paused_until=UNTIL_THEY_SAY))
    effects = choose(scene, a_cadence(unit=Unit.DAY), "every day")
    assert effects[:2] == (ChooseCadence(a_cadence(unit=Unit.DAY), "every day"), Pause(None))
    assert isinstance(effects[2], SetFollowUp)
    assert effects[2].day == date(2026, 11, 3)
    assert choose(scene, None, "none")[2] == NOTHING_NEXT


def test_a_pause_may_be_kept() -> None:
    until = MONDAY + timedelta(days=20)
    effects = choose(a_scene(a_person(paused_until=until)), a_cadence(), "less", keep_pause=True)
    assert effects[1] == Pause(until)
    assert isinstance(effects[2], SetFollowUp)
    assert effects[2].day == date(2026, 11, 23)


UNITS = st.sampled_from([Unit.DAY, Unit.WEEK, Unit.MONTH])


@settings(deadline=None)
@given(
    unit=UNITS,
    interval=st.integers(1, 12),
    zone=st.sampled_from([ZONE, "America/Phoenix", "Asia/Kathmandu", "Pacific/Apia"]),
    minutes=st.integers(0, 400 * 1440),
    pause=st.none() | st.integers(0, 300),
)
def test_next_is_the_first_occurrence_that_is_neither_past_nor_paused(
    unit: Unit, interval: int, zone: str, minutes: int, pause: int | None
) -> None:
    now = MONDAY + timedelta(minutes=minutes)
    person = a_person(zone=zone, paused_until=None if pause is None else MONDAY + timedelta(days=pause))
    cadence = a_cadence(unit=unit, interval=interval, window=AFTERNOON)
    found = next_follow_up(cadence, person, TODAY, now)
    assert found.due is not None
    assert found.due >= max(now, person.paused_until or now)
    assert is_open(AFTERNOON, zone, found.due)
    # No earlier occurrence would have done.
    day = next_day(cadence, zone, TODAY)
    while day is not None and day != found.day:
        assert due_at(cadence, day, zone, person.id) < max(now, person.paused_until or now)
        day = next_day(cadence, zone, day)
    assert day == found.day


def test_the_person_in_another_zone_has_another_today() -> None:
    far = a_scene(a_person(zone="Pacific/Auckland"))
    assert named(replace(NamedCadence("x", Unit.DAY)), far).anchor == date(2026, 11, 3)
