"""The carrier's receipts: early, late, repeated, swapped, or about nobody; merged by rank, and never a second text."""

import itertools

import pytest
from town import ANA, BEN, MONDAY, Town

from smsbot.core.delivery import Lost, TextStatus, after_receipt
from smsbot.db import receipts as receipt_rows
from smsbot.db.schema import outbox, receipt
from smsbot.usecases import receipts
from smsbot.usecases.receipts import apply_pending
from smsbot.usecases.receive import record_receipt


def greeted(town: Town) -> str:
    town.text(ANA, "hi")
    return str(town.row(outbox).id)


@pytest.mark.parametrize("order", list(itertools.permutations(["queued", "sent", "delivered"])))
def test_receipts_in_any_order_end_at_delivered(town: Town, order: tuple[str, ...]) -> None:
    text_id = greeted(town)
    for status in (*order, *order):
        town.reports(text_id, status)
    assert town.fate("greeting") == ["delivered"]


@pytest.mark.parametrize(
    ("told", "ends"),
    [
        (["undelivered", "delivered"], "undelivered"),
        (["delivered", "failed"], "delivered"),
        (["sent", "read"], "delivered"),
        (["canceled"], "failed"),
        (["receiving"], "sent"),
        ([""], "sent"),
    ],
)
def test_the_first_final_word_stands_and_an_unknown_one_changes_nothing(town: Town, told: list[str], ends: str) -> None:
    text_id = greeted(town)
    for status in told:
        town.reports(text_id, status)
    assert town.fate("greeting") == [ends]


@pytest.mark.parametrize(
    "text_id", ["", "nobody", "00000000-0000-7000-8000-000000000000", "-" * 36, "not-a-uuid-but-as-long-as-one-000000"]
)
def test_a_receipt_of_nobody_is_put_aside_and_stops_nothing(town: Town, text_id: str) -> None:
    known = greeted(town)
    record_receipt(town.db, text_id, "SM1", "delivered", None, town.clock.now())
    town.reports(known, "delivered")
    assert town.fate("greeting") == ["delivered"]
    assert all(row.applied_at == MONDAY for row in town.rows(receipt))


def test_a_receipt_that_cannot_be_applied_stops_no_other_and_is_tried_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = greeted(town)
    town.text(BEN, "hi")
    second = town.rows(outbox)[-1].id

    def fail_once(status: TextStatus, reported: str) -> TextStatus | None:
        if reported == "sent":
            raise RuntimeError
        return after_receipt(status, reported)

    with monkeypatch.context() as patched:
        patched.setattr(receipts, "after_receipt", fail_once)
        record_receipt(town.db, first, "SM1", "sent", None, MONDAY)
        record_receipt(town.db, second, "SM2", "delivered", None, MONDAY)
        assert apply_pending(town.db, town.programs, MONDAY) == 1
    assert [row.applied_at for row in town.rows(receipt)] == [None, MONDAY]
    assert apply_pending(town.db, town.programs, MONDAY) == 1


def test_a_receipt_that_never_can_be_applied_is_passed_over_after_three_tries(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(status: TextStatus, reported: str) -> TextStatus | None:
        raise RuntimeError

    text_id = greeted(town)
    monkeypatch.setattr(receipts, "after_receipt", fail)
    record_receipt(town.db, text_id, "SM1", "delivered", None, MONDAY)
    for _ in range(5):
        apply_pending(town.db, town.programs, MONDAY)

    assert [record.message for record in caplog.records].count("receipt.failed") == 3
    assert caplog.records[-1].message == "receipt.given_up"


def test_a_receipt_that_another_worker_applied_meanwhile_is_left_alone(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    text_id = greeted(town)
    record_receipt(town.db, text_id, "SM1", "delivered", None, MONDAY)
    with town.db.read(MONDAY) as tx:
        rows = receipt_rows.pending(tx)
    town.settle()
    monkeypatch.setattr(receipt_rows, "pending", lambda tx: rows)
    apply_pending(town.db, town.programs, MONDAY)
    assert town.fate("greeting") == ["delivered"]


def test_an_unknown_reply_is_settled_by_its_receipt_and_never_resent(town: Town) -> None:
    town.carrier.answers[ANA] = [Lost("read timeout")]
    text_id = greeted(town)
    assert town.fate("greeting") == ["unknown"]
    town.reports(text_id, "sent", sid="SM-late")
    row = town.row(outbox)
    assert (row.status, row.provider_sid) == ("sent", "SM-late")
    assert town.passes(hours=1) == []


def test_an_unknown_reply_is_settled_by_the_list_and_never_resent(town: Town) -> None:
    town.carrier.answers[ANA] = [Lost("read timeout")]
    town.carrier.swallows.add(ANA)
    greeted(town)
    assert town.passes(hours=1) == []
    row = town.row(outbox)
    assert (row.status, row.why, row.provider_sid) == ("delivered", "found", f"SM{1:032x}")


def test_an_unknown_reply_that_nobody_knows_of_stays_unknown_and_is_shown(town: Town) -> None:
    town.carrier.answers[ANA] = [Lost("read timeout")]
    greeted(town)
    assert town.passes(days=2) == []
    assert (town.fate("greeting"), town.carrier.looks) == (["unknown"], 2)


def test_the_same_words_in_the_list_are_not_taken_twice(town: Town) -> None:
    town.text(ANA, "help")
    town.carrier.answers[ANA] = [Lost("read timeout"), Lost("read timeout")]
    town.carrier.swallows.add(ANA)
    town.text(ANA, "help")
    town.carrier.swallows.clear()
    town.text(ANA, "help")
    town.passes(hours=1)
    assert town.fate("help") == ["sent", "delivered", "unknown"], "each copy at the carrier stands for one of ours"


def test_a_receipt_that_says_nothing_still_tells_the_list_which_one_is_ours(town: Town) -> None:
    town.carrier.answers[ANA] = [Lost("read timeout")]
    town.carrier.swallows.add(ANA)
    text_id = greeted(town)
    town.reports(text_id, "receiving", sid=f"SM{1:032x}")
    assert town.fate("greeting") == ["unknown"]
    town.passes(minutes=5)
    assert town.fate("greeting") == ["delivered"]


def test_a_blanked_or_vanished_text_is_looked_up_no_more(town: Town) -> None:
    town.carrier.answers[ANA] = [Lost("read timeout")]
    text_id = greeted(town)
    with town.db.write(MONDAY) as tx:
        from smsbot.db import outbox as outbox_rows

        outbox_rows.change(tx, text_id, sealed=None)
    town.passes(hours=1)
    assert (town.carrier.looks, town.waiting_timers()) == (0, [])
