"""CALL: the worker's phone rings, then the person's, and nobody sees a number but the programme's."""

import pytest
from town import ANA, BEN, OVERDOSE, SAM, Town

from smsbot.core.delivery import Lost, NotSent, Refused, SendResult
from smsbot.core.effects import TextKind
from smsbot.db import people, tickets
from smsbot.db.database import Database
from smsbot.db.schema import outbox, phone_link, ticket_event
from smsbot.lab.carrier import LabCarrier
from smsbot.usecases.call import CONNECTS_WITHIN, RINGS_WITHIN, connect
from smsbot.usecases.ports import OutgoingCall
from smsbot.usecases.receive import Inbound, record


@pytest.fixture
def town(db: Database) -> Town:
    """Ana asked for a person; Sam has the ticket. Once on each kind of database."""
    made = Town(db)
    made.text(ANA, "I'd like a person")
    made.text(SAM, made.tickets()[0].code)
    return made


def rings(town: Town) -> str:
    """The id of the call that rang last."""
    return town.carrier.rang[-1].id


def connected(town: Town, text_id: str) -> str | None:
    return connect(town.db, town.clock.now(), text_id)


def answer_calls(town: Town, result: SendResult, monkeypatch: pytest.MonkeyPatch) -> None:
    def call(_carrier: LabCarrier, _call: OutgoingCall) -> SendResult:
        return result

    monkeypatch.setattr(LabCarrier, "call", call)


@pytest.mark.parametrize("text", ["call", "CALL {code}", "call them please"])
def test_call_rings_the_worker_and_then_gives_the_persons_number_to_the_carrier_alone(town: Town, text: str) -> None:
    town.text(SAM, text.format(code=town.tickets()[0].code))
    assert [(one.to, town.heard(SAM)[-1]) for one in town.carrier.rang] == [(SAM, "worker.calling")]
    assert connected(town, rings(town)) == ANA
    assert [row.what for row in town.rows(ticket_event)][-2:] == ["call_asked", "called"]
    row = town.row(outbox, outbox.c.kind == TextKind.CALL)
    assert (row.status, row.text_key, row.worker_id) == ("sent", "worker.call", town.sam.id)
    assert row.participant_id is None


def test_after_stop_nobody_is_called(town: Town) -> None:
    town.text(ANA, "stop texting me")
    with town.db.write(town.clock.now()) as tx:  # the ticket that stays open after a stop
        tickets.change(tx, town.tickets()[0].id, topic="naloxone", closed_at=None, taken_by=town.sam.id)
    town.text(SAM, "call")
    assert town.heard(SAM)[-1] == "worker.call_stopped"
    assert town.carrier.rang == []


def test_unless_a_life_may_be_in_danger(town: Town) -> None:
    town.text(BEN, OVERDOSE)
    town.text(SAM, "1")
    town.text(BEN, "STOP")
    town.text(SAM, f"call {town.tickets(topic='crisis')[0].code}")
    assert connected(town, rings(town)) == BEN


def test_a_stop_before_the_worker_answers_ends_the_call(town: Town) -> None:
    town.text(SAM, "call")
    town.text(ANA, "stop texting me")
    assert connected(town, rings(town)) is None


def test_a_text_that_nobody_has_decided_yet_could_be_a_stop(town: Town) -> None:
    town.text(SAM, "call")
    town.arrive(ANA, "stop texting me")
    assert connected(town, rings(town)) is None


def test_a_call_waits_for_a_text_that_arrived_at_the_same_moment(town: Town) -> None:
    town.arrive(ANA, "please stop")
    record(town.db, Inbound("sms", "SM" + "9" * 32, SAM, "call"), town.clock.now())
    town.settle()
    town.passes(seconds=1)
    assert town.carrier.rang == []
    assert "worker.call_stopped" in town.heard(SAM)


def test_it_is_theirs_to_call_only_while_they_hold_the_ticket(town: Town) -> None:
    town.text(SAM, "call")
    town.text(SAM, "done")
    assert connected(town, rings(town)) is None
    town.text(SAM, "call")
    assert town.heard(SAM)[-1] == "worker.nothing"
    town.text(SAM, "call Z9Z9")
    assert town.heard(SAM)[-1] == "worker.nothing"


def test_a_call_can_be_put_through_for_a_quarter_of_an_hour(town: Town) -> None:
    town.text(SAM, "call")
    town.passes(minutes=CONNECTS_WITHIN.total_seconds() / 60)
    assert connected(town, rings(town)) == ANA
    town.passes(seconds=1)
    assert connected(town, rings(town)) is None


@pytest.mark.parametrize("text_id", ["", "nonsense", "01980000-0000-7000-8000-000000000000"])
def test_an_id_that_is_none_connects_nobody(town: Town, text_id: str) -> None:
    assert connected(town, text_id) is None


def test_the_id_of_a_text_connects_nobody(town: Town) -> None:
    assert connected(town, town.carrier.sent[-1].id) is None


def test_nobody_is_called_after_a_confirmed_death(town: Town) -> None:
    with town.db.write(town.clock.now()) as tx:
        people.change(tx, town.person(ANA).id, death_reported_at=tx.now, death_confirmed_at=tx.now)
    town.text(SAM, "call")
    assert town.heard(SAM)[-1] == "worker.nobody"


def test_a_number_that_is_gone_rings_nowhere(town: Town) -> None:
    with town.db.write(town.clock.now()) as tx:
        tx.run(phone_link.update().values(until=tx.now))
    town.text(SAM, "call")
    assert town.heard(SAM)[-1] == "worker.nobody"


@pytest.mark.parametrize(
    ("result", "told"), [(Refused(21211), "worker.call_failed"), (Lost("timeout"), "worker.call_unknown")]
)
def test_the_worker_hears_when_it_did_not_work(
    town: Town, result: SendResult, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_calls(town, result, monkeypatch)
    town.text(SAM, "call")
    assert town.heard(SAM)[-1] == told
    assert "settle" not in town.waiting_timers()


def test_a_call_that_can_not_be_placed_in_time_is_given_up_and_told(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_calls(town, NotSent("no route"), monkeypatch)
    town.text(SAM, "call")
    assert "worker.call_failed" not in town.heard(SAM)
    town.passes(minutes=RINGS_WITHIN.total_seconds() / 60 + 2)
    assert town.heard(SAM).count("worker.call_failed") == 1
    town.passes(minutes=30)
    assert town.queued() == []


def test_a_ticket_that_vanished_is_no_reason_to_stumble(town: Town) -> None:
    town.text(SAM, "call")
    with town.db.write(town.clock.now()) as tx:
        tickets.change(tx, town.tickets()[0].id, participant_id=None)
    assert connected(town, rings(town)) is None
