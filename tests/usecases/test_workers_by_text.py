"""Workers answer by text: who takes a ticket has it, and nobody is asked about what somebody has."""

from datetime import timedelta

import pytest
from town import ANA, BEN, CAM, DEE, OVERDOSE, SAM, Town

from smsbot.db import workers
from smsbot.db.schema import ticket_event


def code_of(town: Town, topic: str) -> str:
    return str(town.tickets(topic=topic)[-1].code)


def test_the_first_takes_and_the_others_are_told(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    assert town.says(SAM, "1") == ["worker.taken"]
    assert town.heard(DEE)[-1] == "worker.taken_by_other"
    row = town.tickets()[0]
    assert row.taken_by == town.sam.id
    assert town.passes(days=1) == []


def test_the_second_is_told_who_was_faster(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    code = code_of(town, "crisis")
    town.text(SAM, f"1 {code}")
    assert town.says(DEE, code.lower()) == ["worker.already"]
    assert "taken by sam" in town.carrier.sent[-1].body
    assert town.tickets()[0].taken_by == town.sam.id


def test_alerts_that_are_still_queued_are_not_sent_once_somebody_took_it(town: Town) -> None:
    from smsbot.core.delivery import NotSent

    town.carrier.answers[DEE] = [NotSent("no route")]
    town.text(ANA, OVERDOSE)
    town.text(SAM, "1")
    town.passes(minutes=2)
    assert town.heard(DEE) == ["worker.taken_by_other"]


@pytest.mark.parametrize("text", ["1", "take", "mine"])
def test_a_bare_word_takes_the_only_one_that_waits(town: Town, text: str) -> None:
    town.text(ANA, "narcan")
    town.text(ANA, "1")
    assert town.says(SAM, text) == ["worker.taken"]


def test_a_bare_1_while_a_red_waits_means_the_red(town: Town) -> None:
    town.text(ANA, "PERSON")
    town.text(BEN, OVERDOSE)
    town.text(SAM, "1")
    assert town.tickets(topic="crisis")[0].taken_by == town.sam.id
    assert town.tickets(topic="person")[0].taken_by is None


def test_of_several_alike_it_is_asked_which(town: Town) -> None:
    for number in (ANA, BEN, CAM):
        town.text(number, "PERSON")
    assert town.says(SAM, "1") == ["worker.which"]
    body = town.carrier.sent[-1].body
    assert all(f"{row.code} (ROUTINE)" in body for row in town.tickets())
    assert town.says(SAM, f"1 {town.tickets()[1].code}") == ["worker.taken"]
    assert town.tickets()[1].taken_by == town.sam.id


def test_a_code_nobody_has_is_answered_with_those_that_are_open(town: Town) -> None:
    town.text(ANA, "PERSON")
    assert town.says(SAM, "1 Z0Z0") == ["worker.unknown"]
    assert code_of(town, "person") in town.carrier.sent[-1].body


def test_with_nothing_open_there_is_nothing_to_take_or_to_close(town: Town) -> None:
    for text in ("1", "done", "1 A3C4", "done A3C4", "how are you"):
        assert town.says(SAM, text) == ["worker.nothing"]


def test_who_has_one_closes_it_without_its_code(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    town.text(SAM, "1")
    assert town.says(SAM, "done") == ["worker.done"]
    assert town.open_tickets() == []
    assert town.tickets()[0].closed_by == town.sam.id


def test_who_has_several_says_which(town: Town) -> None:
    for number in (ANA, BEN):
        town.text(number, "PERSON")
        town.text(SAM, f"1 {code_of(town, 'person')}")
    assert town.says(SAM, "done") == ["worker.which"]
    second = town.tickets()[1]
    assert town.says(SAM, f"done {second.code}") == ["worker.done"]
    assert [row.closed_at is None for row in town.tickets()] == [True, False]


def test_anybody_can_close_by_code_what_nobody_took(town: Town) -> None:
    town.text(ANA, "narcan")
    town.text(ANA, "1")
    assert town.says(DEE, f"done {code_of(town, 'naloxone')}") == ["worker.done"]
    assert "worker.alert" not in town.passes(days=2)


def test_a_ticket_of_somebody_who_left_can_be_taken_by_another(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    town.text(SAM, "1")
    with town.db.write(town.clock.now()) as tx:
        workers.remove(tx, "sam")
    assert town.says(DEE, code_of(town, "crisis")) == ["worker.taken"]
    assert town.tickets()[0].taken_by == town.dee.id


def test_a_worker_with_a_new_number_keeps_what_they_hold(town: Town) -> None:
    town.text(ANA, "CALL")
    town.text(SAM, "1")
    with town.db.write(town.clock.now()) as tx:
        workers.add(tx, "sam", CAM)
    town.text(ANA, "STOP")
    assert town.heard(CAM) == ["worker.do_not_go"]


def test_everything_that_happened_is_kept_with_the_ticket(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    town.pass_time(timedelta(minutes=11))
    town.text(ANA, "at the corner of 5th")
    town.text(SAM, "1")
    town.text(SAM, "done")
    happened = [row.what for row in town.rows(ticket_event)]
    assert happened[:3] == ["opened", "alerted", "alerted"]
    assert happened[-4:] == ["told_truth", "texted", "taken", "closed"]


def test_the_holder_is_told_when_they_text_again_and_before_that_everybody_who_was_asked(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    town.text(ANA, "at the corner of 5th")
    assert town.heard(SAM)[-1] == town.heard(DEE)[-1] == "worker.texted"
    town.text(SAM, "1")
    before = [len(town.heard(worker)) for worker in (SAM, DEE)]
    town.text(ANA, "by the library")
    assert [len(town.heard(worker)) for worker in (SAM, DEE)] == [before[0] + 1, before[1]]


def test_a_notice_goes_only_to_those_who_are_still_workers(town: Town) -> None:
    town.text(ANA, "PERSON")
    town.text(ANA, OVERDOSE)
    with town.db.write(town.clock.now()) as tx:
        workers.remove(tx, "dee")
    town.text(ANA, "at the corner of 5th")
    assert (town.heard(SAM)[-1], town.heard(DEE)[-1]) == ("worker.texted", "worker.alert")
    town.text(SAM, "1")
    assert "worker.taken_by_other" not in town.heard(DEE)


def test_no_text_to_a_worker_holds_a_number_or_what_was_said(town: Town) -> None:
    town.text(ANA, "narcan")
    town.text(ANA, "2")
    town.text(ANA, "behind the purple church")
    town.text(BEN, OVERDOSE)
    town.text(SAM, "1")
    town.text(SAM, "1")
    town.text(SAM, "done")
    for sent in town.carrier.sent:
        if sent.to in (SAM, DEE):
            assert not any(
                secret in sent.body.casefold() for secret in ("555", "purple", "narcan", "breath", "naloxone")
            )
