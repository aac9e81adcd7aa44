"""A due follow-up: only the chosen cadence, never a catch-up, never an interruption."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from builders import (
    AFTERNOON,
    MONDAY,
    NIGHT,
    ZONE,
    a_cadence,
    a_flow,
    a_person,
    a_program,
    a_scene,
    a_step,
    a_text,
    a_ticket,
    bodies,
    in_flow,
    of_kind,
    said,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbot.core import followup
from smsbot.core.cadence import Cadence, Means, Unit
from smsbot.core.conversation import Conversation, Status
from smsbot.core.effects import ChooseCadence, Effect, OpenTicket, RecordConsent, Say, SetFollowUp, TextKind, Turn
from smsbot.core.flow import Flow, Level
from smsbot.core.hours import is_open
from smsbot.core.person import Consent, Person
from smsbot.core.plan import next_follow_up

PROGRAM = a_program()
TODAY = date(2026, 11, 2)
WEEK_AGO = a_cadence(anchor=TODAY - timedelta(days=7))
NOTHING = SetFollowUp(None, None)


def someone(cadence: Cadence | None = WEEK_AGO, **changes: object) -> Person:
    return a_person(**{"consent": Consent.OPEN, "cadence": cadence, **changes})


def fire(person: Person, day: date = TODAY, now: datetime = MONDAY) -> Turn:
    return followup.fire(a_scene(person, PROGRAM, now), day)


def onward(turn: Turn) -> SetFollowUp:
    (found,) = of_kind(turn, SetFollowUp)
    return found


def test_on_its_day_and_in_its_hours_it_is_sent_and_the_next_one_set() -> None:
    turn = fire(someone())
    assert turn.rule == "follow_up.sent"
    assert [say.kind for say in of_kind(turn, Say)] == [TextKind.FOLLOW_UP]
    assert said(turn) == ["check_in.today"]
    assert onward(turn).day == TODAY + timedelta(days=7)
    assert of_kind(turn, ChooseCadence) == []
    assert turn.conversation is not None
    assert turn.conversation.unasked


@pytest.mark.parametrize("state", [state for state in Consent if state is not Consent.OPEN])
def test_without_open_consent_nothing_is_sent_and_nothing_is_next(state: Consent) -> None:
    assert fire(someone(consent=state)).effects == (NOTHING,)


def test_without_a_cadence_nothing_is_sent_and_nothing_is_next() -> None:
    assert fire(someone(None)).effects == (NOTHING,)


@pytest.mark.parametrize(
    "rests", [{"tickets": (a_ticket(),)}, {"paused_until": MONDAY + timedelta(minutes=1)}], ids=["held", "paused"]
)
def test_held_or_paused_this_one_is_let_go(rests: dict[str, Any]) -> None:
    turn = fire(someone(**rests))
    assert turn.rule == "follow_up.rests"
    assert turn.effects == (onward(turn),)
    assert onward(turn).day == TODAY + timedelta(days=7)


def test_a_ticket_that_is_not_red_and_a_pause_that_is_over_hold_nothing() -> None:
    person = someone(tickets=(a_ticket("kit", Level.ROUTINE),), paused_until=MONDAY)
    assert fire(person).rule == "follow_up.sent"


def test_a_named_day_that_was_missed_is_skipped() -> None:
    mondays = a_cadence(anchor=TODAY - timedelta(days=7), weekdays=(0,))
    turn = fire(someone(mondays), now=MONDAY + timedelta(days=1))
    assert turn.rule == "follow_up.skipped"
    assert turn.effects == (SetFollowUp(onward(turn).day, onward(turn).due),)
    assert onward(turn).day == TODAY + timedelta(days=7)


def test_before_its_hours_it_waits_for_them() -> None:
    turn = fire(someone(), now=datetime(2026, 11, 2, 14, 0, tzinfo=UTC))
    assert turn.effects == (SetFollowUp(TODAY, datetime(2026, 11, 2, 18, 0, tzinfo=UTC)),)


def test_after_its_hours_every_n_days_waits_for_the_next_window() -> None:
    turn = fire(someone(), now=NIGHT)
    assert turn.rule == "follow_up.later"
    assert turn.effects == (SetFollowUp(TODAY, datetime(2026, 11, 3, 18, 0, tzinfo=UTC)),)


def test_sent_late_it_is_counted_from_the_day_it_was_really_sent() -> None:
    turn = fire(someone(), now=MONDAY + timedelta(days=2))
    assert turn.rule == "follow_up.sent"
    assert of_kind(turn, ChooseCadence) == [ChooseCadence(a_cadence(anchor=TODAY + timedelta(days=2)))]
    assert onward(turn).day == TODAY + timedelta(days=9)


def test_what_moved_comes_before_the_text_that_it_permits() -> None:
    kinds = [type(effect) for effect in fire(someone(), now=MONDAY + timedelta(days=2)).effects]
    assert kinds.index(ChooseCadence) < kinds.index(Say)


def test_too_late_it_is_skipped() -> None:
    turn = fire(someone(), now=MONDAY + timedelta(days=4))
    assert turn.rule == "follow_up.skipped"
    assert said(turn) == []


def test_weeks_of_downtime_are_no_burst() -> None:
    daily = a_cadence(unit=Unit.DAY, anchor=TODAY - timedelta(days=60))
    turn = fire(someone(daily), day=TODAY - timedelta(days=40))
    assert said(turn) == []
    assert onward(turn).day is not None
    assert onward(turn).due is not None
    assert onward(turn).due > MONDAY  # type: ignore[operator]


def test_past_its_end_nothing_is_sent_and_nothing_is_next() -> None:
    over = a_cadence(anchor=TODAY - timedelta(days=7), ends=TODAY - timedelta(days=1))
    assert fire(someone(over)).effects == (NOTHING,)


def test_the_last_one_has_no_next() -> None:
    last = a_cadence(anchor=TODAY - timedelta(days=7), ends=TODAY)
    turn = fire(someone(last))
    assert turn.rule == "follow_up.sent"
    assert onward(turn) == NOTHING


def test_somebody_in_the_middle_of_something_is_not_interrupted() -> None:
    turn = fire(in_flow(someone(), PROGRAM.flows["kit"]))
    assert turn.rule == "follow_up.busy"
    assert turn.effects == (SetFollowUp(TODAY, MONDAY + timedelta(minutes=30)),)


def test_an_unanswered_hello_gives_way_to_the_next_one() -> None:
    assert fire(in_flow(someone(), PROGRAM.flows["check_in"], unasked=True)).rule == "follow_up.sent"


@pytest.mark.parametrize("means", [Means.CALL, Means.VISIT])
def test_by_call_or_visit_it_is_a_workers_task_and_no_text(means: Means) -> None:
    turn = fire(someone(a_cadence(anchor=TODAY - timedelta(days=7), means=means)))
    assert turn.rule == "follow_up.by_worker"
    assert of_kind(turn, OpenTicket) == [OpenTicket(means.value, Level.ROUTINE)]
    assert said(turn) == []
    assert onward(turn).day == TODAY + timedelta(days=7)


def test_a_late_call_is_counted_from_its_day_too() -> None:
    turn = fire(someone(a_cadence(anchor=TODAY - timedelta(days=7), means=Means.CALL)), now=MONDAY + timedelta(days=2))
    assert [type(effect) for effect in turn.effects] == [OpenTicket, ChooseCadence, SetFollowUp]


MOMENTS = st.integers(0, 40 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
CADENCES = st.builds(
    lambda unit, interval, days, back, ends: a_cadence(
        unit=unit,
        interval=interval,
        weekdays=tuple(sorted(days)) if unit is Unit.WEEK else (),
        offsets=(1, 3, 7, 30) if unit is Unit.SERIES else (),
        anchor=TODAY - timedelta(days=back),
        ends=None if ends is None else TODAY + timedelta(days=ends),
    ),
    unit=st.sampled_from(list(Unit)),
    interval=st.integers(1, 5),
    days=st.sets(st.integers(0, 6), max_size=3),
    back=st.integers(0, 40),
    ends=st.none() | st.integers(0, 60),
)


def texts(effects: tuple[Effect, ...]) -> int:
    return sum(isinstance(effect, Say) for effect in effects)


@settings(deadline=None)
@given(
    cadence=CADENCES, now=MOMENTS, behind=st.integers(0, 30), state=st.sampled_from(list(Consent)), held=st.booleans()
)
def test_whatever_is_due_and_however_late_at_most_one_text_inside_the_hours_and_nothing_earned(
    cadence: Cadence, now: datetime, behind: int, state: Consent, held: bool
) -> None:
    person = someone(cadence, consent=state, tickets=(a_ticket(),) if held else ())
    turn = fire(person, now.date() - timedelta(days=behind), now)
    assert texts(turn.effects) <= 1
    assert of_kind(turn, RecordConsent) == []
    if texts(turn.effects):
        assert state is Consent.OPEN
        assert not held
        assert is_open(AFTERNOON, ZONE, now)
        assert cadence.ends is None or now.date() <= cadence.ends
    when = onward(turn)
    assert when.due is None or when.due >= now
    # After a text the next one is on a later day.
    if texts(turn.effects) and when.day is not None:
        assert when.day > a_scene(now=now).today


@settings(deadline=None)
@given(cadence=CADENCES, start=MOMENTS, gaps=st.lists(st.integers(0, 3 * 1440), min_size=1, max_size=30))
def test_never_two_texts_on_one_day_however_the_worker_sleeps(
    cadence: Cadence, start: datetime, gaps: list[int]
) -> None:
    person, now = someone(cadence), start
    due = next_follow_up(cadence, person, a_scene(now=now).today, now)
    sent: list[date] = []
    for gap in gaps:
        if due.day is None or due.due is None:
            break
        now = max(now, due.due) + timedelta(minutes=gap)
        turn = fire(person, due.day, now)
        if texts(turn.effects):
            sent.append(a_scene(now=now).today)
        for moved in of_kind(turn, ChooseCadence):
            person = someone(moved.cadence)
        due = onward(turn)
    assert len(sent) == len(set(sent))
    if cadence.unit is Unit.DAY:
        assert all((b - a).days >= cadence.interval for a, b in pairwise(sent))


# --- flows of a cadence's own, and what waits for its turn

HELLOS = a_flow("hellos", a_step("s", series=(a_text("one"), a_text("two"))), unasked=True)
CARING = a_cadence(unit=Unit.SERIES, offsets=(1, 7), starts="hellos", anchor=TODAY - timedelta(days=1))
WAITED = a_flow("waited", a_step("late", say="late"))
ASLEEP = Conversation("old", "waited", "p1", "late", MONDAY - timedelta(days=3), status=Status.SLEEPING)


def fire_with(person: Person, *flows: Flow) -> Turn:
    return followup.fire(a_scene(person, a_program(*flows)), TODAY)


def test_a_cadence_starts_its_own_flow_at_its_place_in_the_series() -> None:
    assert said(fire_with(someone(CARING), HELLOS)) == ["one"]


def test_the_last_of_a_series_says_so() -> None:
    last = replace(CARING, anchor=TODAY - timedelta(days=7))
    turn = fire_with(someone(last), HELLOS)
    assert bodies(turn) == ["<two|en> <series.last|en>"]
    assert onward(turn) == NOTHING


def test_any_cadence_may_start_a_flow() -> None:
    plain = a_flow("hellos", a_step("s", say="hello"), unasked=True)
    assert said(fire_with(someone(replace(WEEK_AGO, starts="hellos")), plain)) == ["hello"]


def test_what_a_wait_still_has_to_say_goes_out_instead_of_the_check_in() -> None:
    turn = fire_with(someone(asleep=ASLEEP), WAITED)
    assert said(turn) == ["late"]
    assert [say.kind for say in of_kind(turn, Say)] == [TextKind.FOLLOW_UP]


def test_a_wait_never_takes_the_place_of_a_series() -> None:
    assert said(fire_with(someone(CARING, asleep=ASLEEP), WAITED, HELLOS)) == ["one"]
