"""Follow-ups: exactly the chosen cadence, inside the hours, across summer time and downtime; silence earns nothing."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from town import ANA, DEE, MONDAY, OVERDOSE, SAM, Town

from smsbot.core.delivery import Refused
from smsbot.core.effects import SetTimer, TimerKind, Turn
from smsbot.core.language import Language
from smsbot.core.person import Person
from smsbot.db import people, timers
from smsbot.db.database import Database
from smsbot.db.schema import conversation, ledger, outbox, participant
from smsbot.lab.carrier import Sent
from smsbot.usecases.apply import Cause, apply
from smsbot.usecases.fire_timers import fire_due

NEW_YORK = ZoneInfo("America/New_York")
AUTUMN = datetime(2026, 9, 28, 14, 0, tzinfo=UTC)
"""A Monday, five weeks before the clocks go back."""

SPRING = datetime(2027, 2, 1, 15, 0, tzinfo=UTC)
"""A Monday, six weeks before the clocks go forward."""


def local(sent: Sent) -> datetime:
    return sent.at.astimezone(NEW_YORK)


def follow_ups(town: Town, number: str = ANA) -> list[datetime]:
    """When, on the wall clock of New York, each follow-up to a number was handed over."""
    keys = town.keys(town.carrier.sent)
    sent = zip(town.carrier.sent, keys, strict=True)
    return [local(one) for one, key in sent if one.to == number and key == "check_in.today.ask"]


@pytest.mark.parametrize("start", [AUTUMN, SPRING])
def test_every_tuesday_after_3_for_90_days_across_the_change_of_clocks(db: Database, start: datetime) -> None:
    town = Town(db, start)
    town.joins(ANA, "every tuesday after 3")
    town.pass_time(timedelta(days=90))
    sent = follow_ups(town)
    tuesdays = [date.fromordinal(n) for n in range(start.date().toordinal(), start.date().toordinal() + 90)]
    assert [at.date() for at in sent] == [day for day in tuesdays if day.weekday() == 1]
    assert all(time(15) <= at.time() < time(20) for at in sent)
    assert len({at.utcoffset() for at in sent}) == 2, "on both sides of the change"


def test_a_tuesday_lost_to_downtime_is_skipped_and_never_caught_up(town: Town) -> None:
    town.joins(ANA, "every tuesday after 3")
    town.sleep(datetime(2026, 11, 12, 15, 0, tzinfo=UTC))
    assert town.passes(days=4) == [], "the Tuesdays of the 3rd and the 10th are gone"
    assert town.passes(days=7) == ["check_in.today.ask"]
    assert follow_ups(town)[0].date() == date(2026, 11, 17)


def test_a_tuesday_that_is_late_but_inside_its_hours_is_kept(town: Town) -> None:
    town.joins(ANA, "every tuesday after 3")
    town.sleep(datetime(2026, 11, 4, 0, 30, tzinfo=UTC))
    assert town.passes(minutes=1) == ["check_in.today.ask"]


def test_every_other_week_may_be_late_once_and_counts_on_from_there(town: Town) -> None:
    town.joins(ANA, "every two weeks")
    due = town.next_follow_up(ANA)
    assert due is not None
    town.sleep(due + timedelta(days=2))
    assert town.passes(days=1, to=ANA) == ["check_in.today.ask"], "late, and permitted by the same choice"
    first = follow_ups(town)[0].date()
    assert [row.act for row in town.rows(ledger)].count("cadence") == 1, "the calendar agrees to nothing"
    town.pass_time(timedelta(days=15))
    assert follow_ups(town)[1].date() - first == timedelta(days=14), "the next gap is whole"


def test_a_timer_that_comes_too_early_waits_for_its_day(town: Town) -> None:
    town.joins(ANA, "every tuesday after 3")
    with town.db.write(MONDAY) as tx:
        timers.cancel(tx, TimerKind.FOLLOW_UP, participant_id=town.person(ANA).id)
        timers.set_timer(
            tx, TimerKind.FOLLOW_UP, MONDAY, participant_id=town.person(ANA).id, day=date(2026, 11, 3).isoformat()
        )
    town.pass_time(timedelta(days=2))
    assert [at.date() for at in follow_ups(town)] == [date(2026, 11, 3)]


def test_weekly_is_never_more_than_weekly_and_ends_when_it_said(town: Town) -> None:
    town.joins(ANA)
    town.pass_time(timedelta(days=200))
    sent = follow_ups(town)
    gaps = [(after.date() - before.date()).days for before, after in pairwise(sent)]
    assert set(gaps) == {7}
    assert sent[-1].date() <= date(2027, 1, 31)
    assert town.next_follow_up(ANA) is None


def test_silence_earns_nothing(town: Town) -> None:
    town.joins(ANA)
    assert town.passes(days=29, to=ANA) == ["check_in.today.ask"] * 4
    assert [row.status for row in town.rows(conversation)][1:4] == ["expired"] * 3


def test_no_cadence_chosen_is_none(town: Town) -> None:
    town.text(ANA, "JOIN")
    town.text(ANA, "3")
    town.text(ANA, "narcan")
    town.text(ANA, "1")
    assert town.passes(days=40, to=ANA) == []


@pytest.mark.parametrize(
    ("words", "status"),
    [("pause", "cancelled"), ("pause til next friday", "cancelled"), ("less", "cancelled"), ("STOP", "cancelled")],
)
def test_pause_less_and_stop_act_at_once_also_on_a_text_that_waits_to_be_handed_over(
    town: Town, words: str, status: str
) -> None:
    town.joins(ANA)
    due = town.next_follow_up(ANA)
    assert due is not None
    town.sleep(due)
    town.carrier.answers[ANA] = [Refused(429, 120)]
    town.tick()
    town.text(ANA, words)
    town.pass_time(timedelta(hours=1))
    assert town.fate("check_in.today.ask") == [status]
    assert follow_ups(town) == []


def test_a_pause_ends_when_it_said_and_brings_nothing_that_was_missed(town: Town) -> None:
    town.joins(ANA, "every tuesday after 3")
    town.text(ANA, "pause til nov 20")
    town.pass_time(timedelta(days=30))
    assert [at.date() for at in follow_ups(town)] == [date(2026, 11, 24), date(2026, 12, 1)]


def test_a_pause_without_an_end_lasts_until_start(town: Town) -> None:
    town.joins(ANA)
    town.text(ANA, "pause")
    assert town.passes(days=20, to=ANA) == []
    assert town.says(ANA, "START") == ["start"]
    assert town.passes(days=8, to=ANA) == ["check_in.today.ask"]


def test_less_is_less_from_now_on(town: Town) -> None:
    town.joins(ANA)
    assert town.says(ANA, "less") == ["less.done"]
    town.pass_time(timedelta(days=29))
    assert len(follow_ups(town)) == 2


def test_more_waits_for_a_1(town: Town) -> None:
    town.joins(ANA)
    town.text(ANA, "more")
    before = town.person(ANA).cadence
    assert town.says(ANA, "thanks") == []
    assert town.person(ANA).cadence == before
    town.text(ANA, "more")
    assert town.says(ANA, "1") == ["more.done"]
    assert town.person(ANA).cadence != before


def test_a_conversation_of_their_own_is_not_interrupted_and_there_is_no_second_one_that_day(town: Town) -> None:
    town.joins(ANA)
    due = town.next_follow_up(ANA)
    assert due is not None
    town.sleep(due - timedelta(minutes=5))
    town.text(ANA, "narcan")
    assert town.passes(minutes=20, to=ANA) == []
    town.text(ANA, "1")
    town.pass_time(timedelta(days=1))
    assert len(follow_ups(town)) == 1


def test_a_call_instead_becomes_a_task_for_a_worker_at_the_right_time(town: Town) -> None:
    town.joins(ANA)
    town.text(ANA, "call me every tuesday after 3")
    town.text(ANA, "1")
    before = len(town.carrier.sent)
    town.pass_time(timedelta(days=2))
    new = town.carrier.sent[before:]
    assert town.keys(new, ANA) == []
    assert town.keys(new, SAM)[0] == town.keys(new, DEE)[0] == "worker.alert"
    assert [row.topic for row in town.tickets()][-1] == "call"


def test_quiet_words_are_kept_with_the_plan(town: Town) -> None:
    town.joins(ANA)
    assert town.person(ANA).quiet is False


def test_a_person_without_a_phone_gets_nothing(town: Town) -> None:
    from sqlalchemy import update

    from smsbot.db.schema import phone_link

    town.joins(ANA)
    with town.db.write(MONDAY) as tx:
        tx.run(update(phone_link).values(until=MONDAY))
    assert town.passes(days=10) == []


@pytest.mark.parametrize("db_url", ["postgresql"], indirect=True)  # on SQLite the gate is the lock
def test_a_timer_of_somebody_who_is_busy_waits_for_the_next_tick(town: Town) -> None:
    town.joins(ANA)
    due = town.next_follow_up(ANA)
    assert due is not None
    town.sleep(due)
    with town.db.write(due) as tx:
        people.lock(tx, town.person(ANA).id)
        assert fire_due(town.db, town.programs, town.carrier, town.clock) == 0
    assert fire_due(town.db, town.programs, town.carrier, town.clock) == 1


def test_a_timer_that_another_worker_fired_meanwhile_is_left_alone(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.joins(ANA)
    due = town.next_follow_up(ANA)
    assert due is not None
    town.sleep(due)
    with town.db.read(due) as tx:
        rows = timers.due(tx, due)
    town.tick()
    monkeypatch.setattr(timers, "due", lambda *_, **__: rows)
    assert fire_due(town.db, town.programs, town.carrier, town.clock) == 0
    town.settle()
    assert len(follow_ups(town)) == 1


# Timers of a conversation -----------------------------------------------------------------------------------------


def test_an_expired_conversation_ends_without_a_word(town: Town) -> None:
    town.text(ANA, "narcan")
    assert town.passes(days=3) == []
    assert town.row(conversation).status == "expired"


def test_no_answer_to_where_keeps_the_wish_for_a_kit_and_sends_nothing(town: Town) -> None:
    town.text(ANA, "narcan")
    town.text(ANA, "2")
    assert town.passes(days=3, to=ANA) == []
    assert town.open_tickets() == [("naloxone", "routine")]


def test_timers_of_a_step_that_was_answered_are_gone(town: Town) -> None:
    town.text(ANA, "narcan")
    town.text(ANA, "2")
    assert town.waiting_timers() == ["expiration", "reply_timeout"]
    town.text(ANA, "the library, after 3")
    assert town.waiting_timers() == ["ladder"]


@pytest.mark.parametrize("kind", [TimerKind.REPLY_TIMEOUT, TimerKind.EXPIRATION])
@pytest.mark.parametrize("visit", [0, 99])
def test_a_stale_timer_is_a_no_op(town: Town, kind: TimerKind, visit: int) -> None:
    town.text(ANA, "narcan")
    row = town.row(conversation)
    with town.db.write(MONDAY) as tx:
        about = {"participant_id": town.person(ANA).id, "conversation_id": row.id, "visit": visit}
        timers.set_timer(tx, kind, MONDAY, **about)
    town.tick()
    assert town.row(conversation) == row
    town.text(ANA, OVERDOSE)
    with town.db.write(MONDAY) as tx:
        timers.set_timer(tx, kind, MONDAY, **about)
    town.tick()
    assert town.row(conversation).status == "stopped"


def test_a_timer_of_a_conversation_that_has_ended_is_not_set(town: Town) -> None:
    town.text(ANA, "hi")
    with town.db.write(MONDAY) as tx:
        found = people.current_phone(tx, town.person(ANA).id)
        assert found is not None
        person = Person(found.participant_id, Language.EN, "America/New_York")
        cause = Cause(tx, town.programs.current(), person, found.phone_id, found.number_hash, 9)
        apply(cause, Turn((SetTimer(TimerKind.EXPIRATION, MONDAY),)))
    assert town.waiting_timers() == []


def test_a_follow_up_that_nobody_answered_gives_way_to_what_they_begin(town: Town) -> None:
    town.joins(ANA)
    town.pass_time(timedelta(days=7, hours=8))
    assert follow_ups(town)
    assert town.says(ANA, "narcan") == ["naloxone.how.ask"]
    assert sum(row.status == "waiting" for row in town.rows(conversation)) == 1


def test_a_number_nobody_uses_is_not_woken_by_the_calendar(town: Town) -> None:
    with town.db.write(MONDAY) as tx:
        timers.set_timer(tx, TimerKind.FOLLOW_UP, MONDAY, participant_id=tx.new_id(), day="2026-11-02")
        timers.set_timer(tx, TimerKind.EXPIRATION, MONDAY)
    assert fire_due(town.db, town.programs, town.carrier, town.clock) == 1
    assert town.rows(participant) == []
    assert town.rows(outbox) == []
