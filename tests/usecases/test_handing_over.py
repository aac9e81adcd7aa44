"""Handing a text over: never twice, in order, one at a time per phone, and through the gate each time."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from town import ANA, BEN, CAM, MONDAY, OVERDOSE, SAM, Town

from smsbot.core.delivery import MAX_TRIES, Accepted, Lost, NotSent, Refused, SendResult
from smsbot.core.effects import TextKind
from smsbot.core.pace import order
from smsbot.db import outbox as outbox_rows
from smsbot.db import people, workers
from smsbot.db.schema import inbox, outbox, participant, phone
from smsbot.usecases import deliver
from smsbot.usecases.after_send import record_result
from smsbot.usecases.deliver import GIVE_UP_AFTER, give_up_stuck, hand_over_next
from smsbot.usecases.fire_timers import fire_due
from smsbot.usecases.ports import OutgoingSms


class PowerCut(BaseException):
    """The process dies here."""


class SteppingClock:
    """Takes as long between two looks as it is told."""

    def __init__(self, start: datetime, step: timedelta) -> None:
        self._now, self._step = start, step

    def now(self) -> datetime:
        self._now += self._step
        return self._now


def test_a_text_is_committed_as_sending_before_the_carrier_is_called_and_no_transaction_is_open(town: Town) -> None:
    seen = []

    def look(sms: OutgoingSms) -> None:
        row = town.row(outbox, outbox.c.id == sms.id)
        seen.append((row.status, row.sender, row.tries, row.sending_at))
        with town.db.write(town.clock.now()):
            pass  # on SQLite this waits for ever if the sender still has the gate

    town.carrier.meanwhile = look
    town.text(ANA, "hi")
    assert seen == [("sending", "lab", 1, MONDAY)]
    assert town.fate("greeting") == ["sent"]


def test_a_sender_that_dies_with_the_carrier_leaves_an_unknown_outcome_and_no_second_text(town: Town) -> None:
    def die(sms: OutgoingSms) -> None:
        raise PowerCut

    town.carrier.meanwhile = die
    with pytest.raises(PowerCut):
        town.text(ANA, "hi")
    town.carrier.meanwhile = None
    assert town.fate("greeting") == ["sending"]
    assert give_up_stuck(town.db, town.programs, MONDAY + GIVE_UP_AFTER) == 0
    assert give_up_stuck(town.db, town.programs, MONDAY + GIVE_UP_AFTER + timedelta(seconds=1)) == 1
    assert town.fate("greeting") == ["unknown"]
    town.passes(days=2)
    assert town.heard(ANA) == []


def test_a_sender_that_dies_before_it_could_write_the_answer_down_is_told_by_the_list(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(deliver, "_record", die)
        with pytest.raises(PowerCut):
            town.text(ANA, "hi")
    town.sleep(MONDAY + timedelta(minutes=1))
    town.tick()
    town.passes(minutes=3)
    assert town.fate("greeting") == ["delivered"]
    assert town.heard(ANA) == ["greeting"]


def test_a_stuck_alert_is_repeated_and_its_worker_is_no_participant(town: Town) -> None:
    def die(sms: OutgoingSms) -> None:
        if sms.to == SAM:
            raise PowerCut

    town.carrier.meanwhile = die
    with pytest.raises(PowerCut):
        town.text(ANA, OVERDOSE)
    town.carrier.meanwhile = None
    town.sleep(MONDAY + timedelta(minutes=1))
    town.tick()
    assert town.heard(SAM) == ["worker.repeat"]


def test_good_news_from_a_sender_that_was_given_up_on_still_counts(town: Town) -> None:
    def slow(sms: OutgoingSms) -> None:
        give_up_stuck(town.db, town.programs, MONDAY + timedelta(minutes=5))

    town.carrier.meanwhile = slow
    town.text(ANA, OVERDOSE)
    town.carrier.meanwhile = None
    assert town.fate("crisis.overdose") == ["sent"]
    town.text(SAM, "1")
    assert town.passes(hours=1, to=ANA) == [], "nothing is sent a second time"


def test_a_receipt_may_be_faster_than_the_answer_to_the_request(town: Town) -> None:
    town.carrier.meanwhile = lambda sms: town.reports(sms.id, "delivered", sid="SM-early")
    town.text(ANA, "hi")
    row = town.row(outbox)
    assert (row.status, row.provider_sid) == ("delivered", "SM-early")


@pytest.mark.parametrize("result", [Refused(30008), Lost("late"), NotSent("late"), Refused(429)])
def test_whatever_the_request_says_after_the_receipt_changes_nothing(town: Town, result: SendResult) -> None:
    town.carrier.meanwhile = lambda sms: town.reports(sms.id, "delivered")
    town.carrier.answers[ANA] = [result]
    town.text(ANA, "hi")
    assert town.fate("greeting") == ["delivered"]
    assert town.waiting_timers() == []


def test_the_result_of_a_text_nobody_knows_is_ignored(town: Town) -> None:
    with town.db.write(MONDAY) as tx:
        record_result(tx, town.programs.current(), tx.new_id(), Accepted("SM1"))


def test_a_connection_refused_is_tried_again_later_and_later_and_then_given_up(town: Town) -> None:
    town.carrier.answers[ANA] = [NotSent("connection refused")] * MAX_TRIES
    town.text(ANA, "hi")
    waits = []
    while (row := town.row(outbox)).status == "queued":
        waits.append((row.not_before - town.clock.now()).total_seconds())
        town.move_to(row.not_before)
    assert waits == [2, 4, 8, 16, 32]
    assert (row.status, row.tries, row.why) == ("failed", MAX_TRIES, "not sent")


def test_a_receipt_during_the_last_try_stands(town: Town) -> None:
    def deliver_at_last(sms: OutgoingSms) -> None:
        if town.row(outbox, outbox.c.id == sms.id).tries == MAX_TRIES:
            town.reports(sms.id, "delivered")

    town.carrier.answers[ANA] = [NotSent("connection refused")] * MAX_TRIES
    town.carrier.meanwhile = deliver_at_last
    town.text(ANA, "hi")
    town.passes(minutes=5)
    assert town.fate("greeting") == ["delivered"]


def test_what_backs_off_keeps_its_place(town: Town) -> None:
    town.carrier.answers[ANA] = [NotSent("connection refused")]
    town.text(ANA, "help")
    assert town.says(ANA, "menu") == []
    assert town.says(BEN, "hi") == ["greeting"], "another phone does not wait"
    assert town.passes(minutes=1, to=ANA) == ["help", "menu.choose.ask"]


def test_a_broken_account_costs_no_text(town: Town) -> None:
    town.carrier.answers[ANA] = [Refused(20003)] * 20
    town.text(ANA, "hi")
    assert town.fate("greeting") == ["queued"]
    assert town.passes(minutes=15) == ["greeting"]


def test_a_broken_account_does_not_make_a_text_late(town: Town) -> None:
    town.carrier.refuses[ANA] = 20003
    town.text(ANA, "hi")
    town.sleep(MONDAY + timedelta(hours=5))
    town.settle()
    assert town.fate("greeting") == ["cancelled"]


def test_while_a_crisis_answer_waits_for_a_mended_account_somebody_calls_once(town: Town) -> None:
    town.carrier.answers[ANA] = [Refused(30034)] * 3
    town.text(ANA, OVERDOSE)
    town.text(SAM, "1")
    town.passes(minutes=3)
    assert town.heard(SAM).count("worker.did_not_reach") == 1
    assert town.heard(ANA) == ["crisis.overdose"]


def test_a_text_of_unknown_code_has_failed_and_nothing_else_follows(town: Town) -> None:
    town.carrier.answers[ANA] = [Refused(99999)]
    town.text(ANA, "hi")
    row = town.row(outbox)
    assert (row.status, row.error_code, row.why) == ("failed", 99999, "text")
    assert town.says(ANA, "menu") == ["menu.choose.ask"]


# Phones -----------------------------------------------------------------------------------------------------------


def test_30005_freezes_what_we_start_and_every_text_of_theirs_is_still_answered(town: Town) -> None:
    town.joins(ANA)
    town.reports(town.rows(outbox)[-1].id, "undelivered", 30005)
    assert town.row(phone).frozen_why == "number gone"
    assert town.passes(days=20, to=ANA) == []
    assert town.says(ANA, "plan") == ["plan"]


def test_30003_rests_until_the_next_due_date(town: Town) -> None:
    town.joins(ANA)
    due = town.next_follow_up(ANA)
    assert due is not None
    town.sleep(due - timedelta(hours=1))
    town.text(ANA, "plan")
    town.reports(town.rows(outbox)[-1].id, "undelivered", 30003)
    assert town.passes(hours=3, to=ANA) == [], "off or out of reach now"
    assert town.passes(days=7, to=ANA) == ["check_in.today.ask"]


def test_a_reason_that_says_nothing_about_the_phone_changes_nothing_about_it(town: Town) -> None:
    town.joins(ANA)
    town.reports(town.rows(outbox)[-1].id, "undelivered", 30007)
    row = town.row(phone)
    assert (row.frozen_at, row.resting_until) == (None, None)


def test_a_wrong_number_is_frozen_and_confirmed_once_without_a_word_about_anyone(town: Town) -> None:
    town.joins(ANA)
    assert town.says(ANA, "wrong number") == ["wrong_number"]
    assert town.row(phone).frozen_why == "wrong number"
    assert town.open_tickets() == [("number", "routine")]
    assert town.passes(days=20, to=ANA) == []


@pytest.mark.parametrize("db_url", ["postgresql"], indirect=True)  # on SQLite the one writer sees everything
def test_two_people_at_one_phone_never_have_two_texts_in_flight(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second sender does not see the first one's uncommitted row; the database itself says no."""
    town.text(ANA, "hi")
    town.text(BEN, "hi")
    ana, ben = town.person(ANA), town.person(BEN)
    with town.db.write(MONDAY) as tx:
        found = people.current_phone(tx, ana.id)
        assert found is not None
        for person in (ana, ben):
            row = tx.all(outbox.select().where(outbox.c.participant_id == person.id))[0]
            permit = outbox_rows.Permit(inbox_id=row.permit_inbox_id)
            new = outbox_rows.NewText(
                TextKind.REPLY, "shared", "hi", found.number_hash, participant_id=person.id, permit=permit
            )
            outbox_rows.queue(tx, new)
    first, second = town.rows(outbox, outbox.c.text_key == "shared")
    # It looked before the first one's row could be seen.
    monkeypatch.setattr(outbox_rows, "candidates", lambda *_, **__: [second])
    handed: list[bool] = []

    def other_sender() -> None:
        handed.append(hand_over_next(town.db, town.programs, town.carrier, town.clock, "two", urgent=False))

    with town.db.write(MONDAY) as tx:
        people.lock(tx, ana.id)
        tx.run(update(outbox).where(outbox.c.id == first.id).values(status="sending", sending_at=MONDAY))
        thread = threading.Thread(target=other_sender)
        thread.start()
        thread.join(0.3)
        assert thread.is_alive(), "it waits to see what becomes of the first"
    thread.join(10)
    assert handed == [False]
    assert town.row(outbox, outbox.c.id == second.id).status == "queued"


def test_a_text_that_another_sender_took_or_put_off_meanwhile_is_passed_over(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.text(ANA, "hi")
    for column, value in (("status", "sent"), ("not_before", MONDAY + timedelta(hours=1)), ("number_hash", "x")):
        with town.db.write(MONDAY) as tx:
            [old] = tx.all(outbox.select())
            outbox_rows.change(tx, old.id, status="queued", not_before=MONDAY, tries=0)
            rows = outbox_rows.candidates(tx, MONDAY, order(0))
            outbox_rows.change(tx, old.id, **{column: value})
        with monkeypatch.context() as patched:
            patched.setattr(outbox_rows, "candidates", lambda *_, rows=rows, **__: rows)
            handed = hand_over_next(town.db, town.programs, town.carrier, town.clock, "two", urgent=False)
        assert not handed
    assert town.fate("greeting") == ["cancelled"], "a phone that nobody knows is nobody's"


def test_a_phone_that_got_a_text_in_flight_meanwhile_is_left_for_later(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.text(ANA, "hi")
    town.carrier.answers[ANA] = [Refused(429, 1)]
    town.text(ANA, "menu")
    town.sleep(MONDAY + timedelta(seconds=5))
    with town.db.write(town.clock.now()) as tx:
        rows = outbox_rows.candidates(tx, tx.now, order(0))
        greeting = tx.all(outbox.select().where(outbox.c.text_key == "greeting"))[0]
        outbox_rows.change(tx, greeting.id, status="sending", sending_at=tx.now)
    monkeypatch.setattr(outbox_rows, "candidates", lambda *_, **__: rows)
    assert not hand_over_next(town.db, town.programs, town.carrier, town.clock, "two", urgent=False)


@pytest.mark.parametrize("db_url", ["postgresql"], indirect=True)  # on SQLite the gate is the lock
def test_a_person_who_is_busy_is_passed_over_and_the_next_is_served(town: Town) -> None:
    for number in (ANA, BEN):
        town.arrive(number, "hi")
    from smsbot.usecases.decide_inbox import decide_pending

    decide_pending(town.db, town.programs, town.clock)
    with town.db.write(MONDAY) as tx:
        people.lock(tx, town.person(ANA).id)
        assert hand_over_next(town.db, town.programs, town.carrier, town.clock, "two", urgent=False)
        assert not hand_over_next(town.db, town.programs, town.carrier, town.clock, "two", urgent=False)
    assert (town.heard(ANA), town.heard(BEN)) == ([], ["greeting"])


def test_a_gate_pass_that_took_too_long_is_taken_again(town: Town) -> None:
    town.carrier.answers[ANA] = [Refused(429, 0)]
    town.text(ANA, "hi")
    slow = SteppingClock(MONDAY + timedelta(seconds=10), timedelta(seconds=3))
    seen = town.db.bell.rings
    assert not hand_over_next(town.db, town.programs, town.carrier, slow, "slow", urgent=False)
    row = town.row(outbox)
    assert (row.status, row.sending_seq) == ("queued", None)
    assert town.db.bell.rings > seen
    assert town.heard(ANA) == [], "the carrier was not called"


# The gate ---------------------------------------------------------------------------------------------------------


def test_a_text_to_somebody_who_is_no_longer_a_worker_is_not_sent(town: Town) -> None:
    town.carrier.answers[SAM] = [Refused(429, 10)]
    town.text(SAM, "hello")
    with town.db.write(MONDAY) as tx:
        workers.remove(tx, "sam")
    assert town.passes(minutes=1) == []
    assert town.fate("worker.nothing") == ["cancelled"]


def test_an_answer_is_permitted_by_the_text_it_answers_for_a_day(town: Town) -> None:
    town.text(ANA, "hi")
    with town.db.write(MONDAY) as tx:
        person = people.current_phone(tx, town.person(ANA).id)
        assert person is not None
        [asked] = tx.all(inbox.select())
        for key, permit in (("old", outbox_rows.Permit(inbox_id=asked.id)), ("none", outbox_rows.Permit())):
            new = outbox_rows.NewText(
                TextKind.REPLY, key, "hi", person.number_hash, participant_id=person.participant_id, permit=permit
            )
            outbox_rows.change(tx, outbox_rows.queue(tx, new), not_before=MONDAY + timedelta(hours=25))
        gone = outbox_rows.NewText(
            TextKind.REPLY,
            "gone",
            "hi",
            person.number_hash,
            participant_id=person.participant_id,
            permit=outbox_rows.Permit(inbox_id=tx.new_id()),
        )
        outbox_rows.queue(tx, gone)
    town.passes(hours=26)
    assert [town.fate(key) for key in ("old", "none", "gone")] == [["cancelled"]] * 3


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("death_reported_at", MONDAY, "death reported"),
        ("away_since", MONDAY, "this phone gets no automatic texts"),
        ("cadence_entry_id", None, "no consent"),
        ("cadence", None, "no cadence chosen"),
        ("paused_until", MONDAY + timedelta(days=99), "paused"),
    ],
)
def test_a_follow_up_passes_the_gate_again_at_hand_off(town: Town, column: str, value: object, why: str) -> None:
    town.joins(ANA)
    due = town.next_follow_up(ANA)
    assert due is not None
    town.sleep(due)
    fire_due(town.db, town.programs, town.carrier, town.clock)
    with town.db.write(due) as tx:
        tx.run(update(participant).values(**{column: value}))
    town.settle()
    row = town.row(outbox, outbox.c.text_key == "check_in.today.ask")
    assert (row.status, row.why) == ("cancelled", why)


def test_a_follow_up_is_not_sent_after_its_window_and_not_kept_by_the_carrier_either(town: Town) -> None:
    town.joins(ANA)
    due = town.next_follow_up(ANA)
    assert due is not None
    assert town.passes(days=8, to=ANA) == ["check_in.today.ask"]
    sent = town.carrier.sent[-1]
    ends = datetime(2026, 11, 9, 22, tzinfo=MONDAY.tzinfo)
    assert sent.validity_seconds == int((ends - sent.at).total_seconds()), "17:00 in New York"
    town.carrier.answers[ANA] = [Refused(429, 6 * 3600)]
    town.passes(days=7)
    assert town.fate("check_in.today.ask") == ["sent", "cancelled"]


def test_texts_of_several_people_wait_for_nobody_but_themselves(town: Town) -> None:
    town.carrier.answers = {ANA: [NotSent("no such host")], BEN: [Lost("x")]}
    for number in (ANA, BEN, CAM):
        town.text(number, "hi")
    assert [town.heard(number) for number in (ANA, BEN, CAM)] == [[], [], ["greeting"]]
