"""Crisis first: one useful answer and an alert, at once; and if the answer cannot reach them, somebody calls."""

from datetime import timedelta

import pytest
from town import ANA, BEN, DEE, MONDAY, OVERDOSE, SAM, SUNDAY, Town

from smsbot.core.delivery import Lost, NotSent, Refused
from smsbot.db import outbox as outbox_rows
from smsbot.db import workers
from smsbot.db.database import Database
from smsbot.db.schema import outbox, ticket, ticket_event
from smsbot.usecases import settle
from smsbot.usecases.fire_timers import fire_due
from smsbot.usecases.send_stop import held_since, hold, release


def test_the_answer_and_the_alerts_leave_in_the_same_moment(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    assert [(sent.to, sent.at) for sent in town.carrier.sent] == [(ANA, MONDAY), (SAM, MONDAY), (DEE, MONDAY)]
    assert [sent.validity_seconds for sent in town.carrier.sent] == [3600, 600, 600]
    assert town.row(outbox, outbox.c.text_key == "crisis.overdose").urgent


def test_alerts_tell_nothing_about_the_person(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    code = town.row(ticket).code
    assert town.carrier.sent[-1].body == f"PORT RED {code} 10:00a. Reply 1 to take."


def test_a_crisis_overtakes_whatever_is_in_flight_or_backing_off(town: Town) -> None:
    town.carrier.answers[ANA] = [NotSent("no such host")]
    town.text(ANA, "hi")
    assert town.says(ANA, OVERDOSE) == ["crisis.overdose"]
    town.carrier.meanwhile = lambda sms: town.arrive(BEN, OVERDOSE) if not town.heard(BEN) else None
    assert town.says(BEN, "hi") == ["greeting", "crisis.overdose"]


def test_it_ends_the_open_conversation_and_holds_what_waits(town: Town) -> None:
    town.joins(ANA)
    town.text(ANA, "narcan")
    town.carrier.answers[ANA] = [Refused(429, 60)]
    town.text(ANA, "plan")
    town.text(ANA, OVERDOSE)
    assert town.fate("plan") == ["cancelled"]
    assert town.says(ANA, "1") == [], "the kit's question is over"
    assert town.heard(SAM)[-1] == "worker.texted"


def test_follow_ups_rest_while_it_is_open_and_only_a_human_ends_that(town: Town) -> None:
    town.joins(ANA)
    town.text(ANA, OVERDOSE)
    town.text(SAM, "1")
    assert town.passes(days=10, to=ANA) == []
    town.text(SAM, "done")
    assert town.open_tickets() == []
    assert town.passes(days=8, to=ANA) == ["check_in.today.ask"]


def test_a_follow_up_queued_when_the_crisis_came_is_not_sent_after_it(town: Town) -> None:
    town.joins(ANA)
    due = town.next_follow_up(ANA)
    assert due is not None
    town.sleep(due)
    fire_due(town.db, town.programs, town.carrier, town.clock)
    town.arrive(ANA, OVERDOSE)
    town.settle()
    assert town.fate("check_in.today.ask") == ["cancelled"]


def test_told_again_it_is_answered_and_alerted_again_and_joins_the_ticket(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    town.pass_time(timedelta(minutes=1))
    assert town.says(ANA, OVERDOSE) == ["crisis.overdose"]
    assert town.heard(SAM) == ["worker.alert"] * 2
    assert len(town.tickets()) == 1


def test_whoever_texts_again_and_again_is_told_the_truth_no_later_for_it(town: Town) -> None:
    for _ in range(5):
        town.text(ANA, OVERDOSE)
        town.pass_time(timedelta(minutes=2))
    assert town.clock.now() == MONDAY + timedelta(minutes=10)
    assert "crisis.truth" in town.heard(ANA)


def test_a_truth_that_waits_for_their_newest_text_survives_it(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    town.pass_time(timedelta(minutes=10) - timedelta(seconds=1))
    town.sleep(MONDAY + timedelta(minutes=10))
    fire_due(town.db, town.programs, town.carrier, town.clock)
    assert "crisis.truth" in town.queued()
    town.arrive(ANA, OVERDOSE)
    assert town.passes(seconds=2, to=ANA) == ["crisis.overdose", "crisis.truth"]


def test_whoever_has_it_is_alerted_alone_when_it_is_told_again(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    town.text(SAM, "1")
    before = len(town.heard(DEE))
    town.text(ANA, OVERDOSE)
    assert town.heard(SAM)[-1] == "worker.again"
    assert len(town.heard(DEE)) == before


def test_a_doubt_is_asked_about_and_a_yes_makes_it_a_crisis_with_a_ladder_of_its_own(town: Town) -> None:
    assert town.says(ANA, "please hurry") == ["crisis.amber"]
    assert town.open_tickets() == [("crisis", "amber")]
    town.pass_time(timedelta(minutes=20))
    assert town.says(ANA, "1") == ["crisis.overdose"]
    assert town.open_tickets() == [("crisis", "red")]
    row = town.row(ticket)
    assert row.climbing_since == town.clock.now() != row.opened_at
    assert town.passes(minutes=3).count("worker.alert") == 2


def test_a_no_is_believed_and_the_team_still_sees_it(town: Town) -> None:
    town.text(ANA, "please hurry")
    assert town.says(ANA, "2") == ["crisis.amber_no"]
    assert town.open_tickets() == [("crisis", "amber")]


def test_a_doubt_told_twice_alerts_nobody_twice(town: Town) -> None:
    town.text(ANA, "please hurry")
    town.text(ANA, "2")
    before = len(town.heard(SAM))
    town.text(ANA, "please hurry")
    assert len(town.heard(SAM)) == before
    assert [row.what for row in town.rows(ticket_event)][-1] == "again"


@pytest.mark.parametrize("code", [21610, 30007, 21612, 30034])
def test_an_answer_that_is_refused_makes_workers_call(town: Town, code: int) -> None:
    town.carrier.refuses[ANA] = code
    town.text(ANA, OVERDOSE)
    assert town.heard(SAM) == town.heard(DEE) == ["worker.alert", "worker.did_not_reach"]
    assert town.carrier.sent[-1].body.endswith("Call now.")


def test_a_doubt_whose_answer_is_refused_does_not_wait_for_the_next_shift(town: Town) -> None:
    town.sleep(SUNDAY + timedelta(days=7))
    town.carrier.refuses[ANA] = 30007
    town.text(ANA, "please hurry")
    assert town.open_tickets() == [("crisis", "red")]
    assert town.heard(SAM) == ["worker.alert", "worker.did_not_reach"]


def test_a_refusal_that_comes_later_does_too_and_once(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    text_id = town.row(outbox, outbox.c.text_key == "crisis.overdose").id
    for _ in range(2):
        town.reports(text_id, "undelivered", 30003)
    assert town.heard(SAM) == ["worker.alert", "worker.did_not_reach"]


def test_once_somebody_has_it_only_they_are_told_to_call(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    town.text(SAM, "1")
    text_id = town.row(outbox, outbox.c.text_key == "crisis.overdose").id
    town.reports(text_id, "failed", 30008)
    assert town.heard(SAM)[-1] == "worker.did_not_reach"
    assert "worker.did_not_reach" not in town.heard(DEE)


def test_nobody_is_told_to_call_about_another_ticket_or_by_somebody_who_left(town: Town) -> None:
    town.text(ANA, "narcan")
    town.text(ANA, "1")
    town.text(ANA, OVERDOSE)
    with town.db.write(town.clock.now()) as tx:
        workers.remove(tx, "dee")
    before = len(town.heard(SAM))
    town.reports(town.row(outbox, outbox.c.text_key == "crisis.overdose").id, "failed", 30008)
    assert town.heard(SAM)[before:] == ["worker.did_not_reach"]
    assert "worker.did_not_reach" not in town.heard(DEE)


def test_an_unknown_outcome_makes_workers_call_at_once_and_is_resent_once_after_two_empty_looks(town: Town) -> None:
    town.carrier.answers[ANA] = [Lost("read timeout"), Lost("read timeout")]
    town.text(ANA, OVERDOSE)
    assert town.heard(SAM) == ["worker.alert", "worker.did_not_reach"]
    town.text(SAM, "1")
    assert town.passes(minutes=9, to=ANA) == []
    assert town.carrier.looks == 1
    town.passes(minutes=2)
    assert town.carrier.looks == 2
    assert town.row(outbox, outbox.c.text_key == "crisis.overdose").tries == 2, "lost once more"
    assert town.passes(hours=3, to=ANA) == []
    assert town.fate("crisis.overdose") == ["unknown"], "staff see it; it is not sent a third time"


def test_the_resent_answer_arrives(town: Town) -> None:
    town.carrier.answers[ANA] = [Lost("read timeout")]
    town.text(ANA, OVERDOSE)
    assert "crisis.overdose" in town.passes(minutes=11, to=ANA)


def test_an_answer_that_could_not_be_sent_at_first_is_still_resent_when_it_is_lost_later(town: Town) -> None:
    town.carrier.answers[ANA] = [*[NotSent("refused")] * 3, Lost("reset")]
    town.text(ANA, OVERDOSE)
    assert "crisis.overdose" in town.passes(minutes=15, to=ANA)


def test_an_unknown_answer_that_the_list_has_is_not_sent_again(town: Town) -> None:
    town.carrier.answers[ANA] = [Lost("read timeout")]
    town.carrier.swallows.add(ANA)
    town.text(ANA, OVERDOSE)
    town.passes(minutes=60)
    assert town.heard(ANA).count("crisis.overdose") == 1
    assert town.fate("crisis.overdose") == ["delivered"]


def test_while_the_list_cannot_be_read_we_go_on_asking(town: Town) -> None:
    town.carrier.answers[ANA] = [Lost("read timeout")]
    town.carrier.blind = True
    town.text(ANA, OVERDOSE)
    town.passes(minutes=30)
    assert town.carrier.looks == 4
    assert town.fate("crisis.overdose") == ["unknown"]
    town.carrier.blind = False
    town.passes(minutes=20)
    assert town.fate("crisis.overdose") == ["sent"]


def test_a_worker_that_dies_during_a_look_leaves_the_look_to_the_next(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(BaseException):
        pass

    def die(*_: object) -> None:
        raise PowerCut

    town.carrier.answers[ANA] = [Lost("read timeout")]
    town.text(ANA, OVERDOSE)
    for _ in range(2):
        town.sleep(town.clock.now() + timedelta(minutes=8))
        with monkeypatch.context() as patched:
            patched.setattr(settle, "_judge", die)
            with pytest.raises(PowerCut):
                fire_due(town.db, town.programs, town.carrier, town.clock)
    assert "crisis.overdose" in town.passes(minutes=11, to=ANA)


def test_a_look_at_what_was_settled_meanwhile_changes_nothing(town: Town) -> None:
    town.carrier.answers[ANA] = [Lost("read timeout")]
    town.text(ANA, OVERDOSE)
    row = town.row(outbox, outbox.c.text_key == "crisis.overdose")
    town.reports(row.id, "delivered")
    assert town.passes(minutes=30, to=ANA) == ["crisis.truth"]
    assert town.carrier.looks == 0
    assert town.fate("crisis.overdose") == ["delivered"]


def test_a_receipt_that_comes_while_we_look_wins(town: Town) -> None:
    town.carrier.answers[ANA] = [Lost("read timeout")]
    town.text(ANA, OVERDOSE)
    row = town.row(outbox, outbox.c.text_key == "crisis.overdose")
    town.carrier.looking = lambda: town.reports(row.id, "delivered")
    town.sleep(MONDAY + timedelta(minutes=2))
    fire_due(town.db, town.programs, town.carrier, town.clock)
    assert town.carrier.looks == 1
    assert town.fate("crisis.overdose") == ["delivered"]


def test_two_workers_that_look_at_once_settle_it_once(town: Town) -> None:
    town.carrier.answers[ANA] = [Lost("read timeout")]
    town.text(ANA, OVERDOSE)
    town.sleep(MONDAY + timedelta(minutes=2))

    def other_worker() -> None:
        town.carrier.looking = None
        assert fire_due(town.db, town.programs, town.carrier, town.clock) == 1

    town.carrier.looking = other_worker
    settled = fire_due(town.db, town.programs, town.carrier, town.clock)
    assert settled == 0, "the other one was faster"


@pytest.mark.parametrize("lost", [SAM, DEE])
def test_an_alert_of_unknown_outcome_is_repeated_at_once(town: Town, lost: str) -> None:
    town.carrier.answers[lost] = [Lost("read timeout")]
    town.text(ANA, OVERDOSE)
    assert town.heard(lost) == ["worker.repeat"]
    town.text(SAM, "1")
    assert "worker.alert" not in town.passes(hours=1)


def test_an_alert_lost_after_somebody_took_it_is_not_repeated(town: Town) -> None:
    town.carrier.answers[DEE] = [Lost("read timeout")]
    town.carrier.meanwhile = lambda sms: _take(town) if sms.to == DEE else None
    town.text(ANA, OVERDOSE)
    assert "worker.repeat" not in town.heard(DEE)


def _take(town: Town) -> None:
    from smsbot.db import tickets

    with town.db.write(town.clock.now()) as tx:
        for row in tickets.all_open(tx):
            tickets.change(tx, row.id, taken_at=tx.now, taken_by=town.sam.id)


def test_the_order_to_call_now_is_at_least_once_too(town: Town) -> None:
    town.carrier.refuses[ANA] = 21610
    town.text(ANA, OVERDOSE)
    text_id = town.rows(outbox, outbox.c.text_key == "worker.did_not_reach")[0].id
    with town.db.write(town.clock.now()) as tx:
        outbox_rows.change(tx, text_id, status="sending", sending_at=tx.now)
    town.text(SAM, "1")
    town.sleep(MONDAY + timedelta(minutes=1))
    town.carrier.sent.clear()
    town.tick()
    assert town.passes(minutes=15) == ["worker.did_not_reach"]


def test_an_alert_to_a_worker_who_left_is_looked_up_no_more(town: Town) -> None:
    town.carrier.answers[SAM] = [Lost("a"), Lost("b")]
    town.text(ANA, OVERDOSE)
    with town.db.write(town.clock.now()) as tx:
        workers.remove(tx, "sam")
    town.text(DEE, "1")
    assert town.passes(minutes=30, to=SAM) == []
    assert town.carrier.looks == 0


def test_an_alert_that_failed_is_kept_with_its_ticket(town: Town) -> None:
    town.carrier.refuses[SAM] = 30005
    town.text(ANA, OVERDOSE)
    assert "alert_failed" in [row.what for row in town.rows(ticket_event)]
    town.text(ANA, "at the corner of 5th")
    assert town.heard(DEE)[-1] == "worker.texted"


def test_a_crisis_answer_and_its_alerts_are_tried_for_ever(town: Town) -> None:
    town.carrier.answers = {number: [NotSent("no route")] * 9 for number in (ANA, SAM, DEE)}
    town.text(ANA, OVERDOSE)
    heard = town.passes(hours=1)
    assert "crisis.overdose" in heard
    assert "worker.alert" in heard


def test_the_send_stop_lets_crisis_answers_and_alerts_through_and_nothing_else(town: Town) -> None:
    hold(town.db, town.clock.now())
    assert held_since(town.db, town.clock.now()) == MONDAY.isoformat()
    assert town.says(ANA, "hi") == []
    assert town.says(BEN, OVERDOSE) == ["crisis.overdose"]
    assert town.heard(SAM) == ["worker.alert"]
    town.passes(minutes=5)
    assert town.heard(ANA) == []
    release(town.db, town.clock.now())
    assert held_since(town.db, town.clock.now()) is None
    assert town.passes(minutes=1, to=ANA) == ["greeting"]


def test_what_is_too_late_when_the_send_stop_ends_is_not_sent(town: Town) -> None:
    hold(town.db, town.clock.now())
    town.text(ANA, "hi")
    town.sleep(MONDAY + timedelta(hours=5))
    release(town.db, town.clock.now())
    assert town.passes(minutes=5) == []
    assert town.fate("greeting") == ["cancelled"]


def test_outside_the_shifts_the_one_on_call_is_asked(db: Database) -> None:
    town = Town(db, SUNDAY)
    town.text(ANA, OVERDOSE)
    assert (town.heard(SAM), town.heard(DEE)) == (["worker.alert"], [])
    assert town.passes(minutes=6, to=DEE) == ["worker.alert"], "then the backup"


def test_a_worker_beside_somebody_in_danger_is_answered_and_the_others_alerted(town: Town) -> None:
    assert town.says(SAM, "he's not breathing") == ["crisis.overdose", "worker.alert"]
    assert town.heard(DEE) == ["worker.alert"]
    row = town.row(ticket)
    assert (row.topic, row.level, row.participant_id) == ("crisis", "red", None)
    assert town.passes(minutes=12).count("crisis.truth") == 0, "there is nobody to tell it to"
    town.text(DEE, "1")
    assert town.heard(DEE)[-1] == "worker.taken"
    town.text(DEE, "done")
    assert town.open_tickets() == []


def test_a_workers_own_crisis_answer_that_is_lost_is_sent_again(town: Town) -> None:
    town.carrier.answers[SAM] = [Lost("read timeout")]
    town.text(SAM, "he's not breathing")
    town.text(DEE, "1")
    assert "crisis.overdose" in town.passes(minutes=11, to=SAM)


def test_with_nobody_on_the_rota_everybody_we_know_is_asked(db: Database) -> None:
    town = Town(db, shifts=(), on_call=("kim",), backup=())
    town.text(ANA, OVERDOSE)
    assert town.heard(SAM) == town.heard(DEE) == ["worker.alert"]


def test_with_nobody_at_all_the_ladder_waits_for_somebody_and_tells_the_truth(town: Town) -> None:
    with town.db.write(town.clock.now()) as tx:
        for handle in ("sam", "dee"):
            workers.remove(tx, handle)
    town.text(ANA, OVERDOSE)
    assert town.passes(minutes=15, to=ANA) == ["crisis.truth"]
    with town.db.write(town.clock.now()) as tx:
        workers.add(tx, "sam", SAM)
    assert "worker.alert" in town.passes(minutes=15, to=SAM)


def test_no_hello_goes_out_while_an_unclear_crisis_is_with_the_team(town: Town) -> None:
    town.joins(ANA)
    assert town.says(ANA, "please hurry") == ["crisis.amber"]
    assert town.passes(days=10, to=ANA) == []
    town.text(SAM, "1")
    town.text(SAM, "done")
    assert town.passes(days=8, to=ANA) == ["check_in.today.ask"]
