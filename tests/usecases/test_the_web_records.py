"""What the web does by itself: it records; and while the worker is dead it answers, once an hour, always the same."""

from datetime import timedelta

import pytest
from town import ANA, BEN, MONDAY, Town

from smsbot.db.schema import inbox, receipt, static_answer
from smsbot.usecases import upkeep
from smsbot.usecases.receive import Inbound, Recorded, is_worker_alive, record, record_receipt


def arrive(town: Town, body: str = "hi", *, number: str = ANA, kind: str = "sms") -> Recorded:
    n = len(town.rows(inbox))
    return record(town.db, Inbound(kind, f"SM{n}", number, body), town.clock.now())


def test_while_the_worker_lives_nothing_is_answered_here(town: Town) -> None:
    upkeep.beat(town.db, "worker", MONDAY)
    town.sleep(MONDAY + timedelta(seconds=15))
    assert is_worker_alive(town.db, town.clock.now())
    assert arrive(town) == Recorded(new=True)
    assert town.rows(static_answer) == []


def test_a_dead_worker_is_noticed_after_15_seconds(town: Town) -> None:
    assert not is_worker_alive(town.db, MONDAY), "none ever lived"
    upkeep.beat(town.db, "worker", MONDAY)
    town.sleep(MONDAY + timedelta(seconds=15, microseconds=1))
    assert not is_worker_alive(town.db, town.clock.now())
    assert arrive(town).answer_statically


def test_once_per_phone_and_hour(town: Town) -> None:
    assert [arrive(town).answer_statically for _ in range(3)] == [True, False, False]
    assert arrive(town, number=BEN).answer_statically
    town.sleep(MONDAY + timedelta(minutes=59))
    assert not arrive(town).answer_statically
    town.sleep(MONDAY + timedelta(minutes=60))
    assert arrive(town).answer_statically


@pytest.mark.parametrize("word", ["STOP", " stop. ", "Unsubscribe", "HELP", "START", "alto", "REVOKE!"])
def test_words_that_the_carrier_answers_and_plain_stops_get_nothing_static(town: Town, word: str) -> None:
    assert arrive(town, word) == Recorded(new=True)


def test_calls_and_people_who_said_stop_get_nothing_static(town: Town) -> None:
    assert arrive(town, kind="call") == Recorded(new=True)
    town.text(BEN, "STOP")
    assert arrive(town, number=BEN) == Recorded(new=True)


def test_what_was_answered_statically_is_still_decided(town: Town) -> None:
    arrive(town)
    town.settle()
    assert town.heard(ANA) == ["greeting"]


def test_receipts_are_only_kept(town: Town) -> None:
    record_receipt(town.db, "anything at all", "SM1", "delivered", 30003, MONDAY)
    row = town.row(receipt)
    assert (row.text_id, row.error_code, row.applied_at) == ("anything at all", 30003, None)
