"""What became of a text: receipts in any order, and what each refusal means."""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbot.core.delivery import FINAL, CodeClass, TextStatus, after_receipt, back_off, classify

WORDS = ["accepted", "scheduled", "queued", "sending", "sent", "delivered", "read", "undelivered", "failed", "canceled"]
ENDS = {
    "delivered": TextStatus.DELIVERED,
    "read": TextStatus.DELIVERED,
    "undelivered": TextStatus.UNDELIVERED,
    "failed": TextStatus.FAILED,
    "canceled": TextStatus.FAILED,
}
OPEN = [status for status in TextStatus if status not in FINAL]
RANK = {TextStatus.QUEUED: 0, TextStatus.SENDING: 1, TextStatus.UNKNOWN: 1, TextStatus.SENT: 2}


def merged(start: TextStatus, reported: list[str]) -> TextStatus:
    status = start
    for word in reported:
        status = after_receipt(status, word) or status
    return status


@pytest.mark.parametrize("order", list(permutations(["queued", "sending", "sent", "delivered"])))
def test_callbacks_in_any_order_end_delivered(order: tuple[str, ...]) -> None:
    assert merged(TextStatus.SENDING, list(order)) is TextStatus.DELIVERED


@settings(deadline=None)
@given(
    start=st.sampled_from(list(TextStatus)), reported=st.lists(st.sampled_from([*WORDS, "", "partying"]), max_size=8)
)
def test_the_first_final_status_stands_whatever_follows(start: TextStatus, reported: list[str]) -> None:
    ends = [ENDS[word] for word in reported if word in ENDS]
    after = merged(start, reported)
    if start in FINAL:
        assert after is start
    elif ends:
        assert after is ends[0]
    else:
        assert after in (start, TextStatus.SENT)


@settings(deadline=None)
@given(start=st.sampled_from(OPEN), reported=st.lists(st.sampled_from(WORDS), max_size=8))
def test_a_status_never_goes_back(start: TextStatus, reported: list[str]) -> None:
    status, rank = start, RANK[start]
    for word in reported:
        status = after_receipt(status, word) or status
        assert RANK.get(status, 3) >= rank
        rank = RANK.get(status, 3)


@settings(deadline=None)
@given(start=st.sampled_from(list(TextStatus)), reported=st.lists(st.sampled_from(WORDS), max_size=6))
def test_a_callback_told_twice_changes_nothing_more(start: TextStatus, reported: list[str]) -> None:
    twice = [word for word in reported for _ in range(2)]
    assert merged(start, twice) is merged(start, reported)


@settings(deadline=None)
@given(st.permutations(["queued", "sent", "undelivered"]), st.sampled_from(OPEN))
def test_one_ending_among_callbacks_is_the_same_in_every_order(order: list[str], start: TextStatus) -> None:
    assert merged(start, order) is TextStatus.UNDELIVERED


@pytest.mark.parametrize("word", ["", "partying", "DELIVERED", "receiving"])
@pytest.mark.parametrize("status", list(TextStatus))
def test_an_unknown_word_changes_nothing(status: TextStatus, word: str) -> None:
    assert after_receipt(status, word) is None


def test_a_receipt_moves_an_unknown_outcome_on() -> None:
    assert after_receipt(TextStatus.UNKNOWN, "queued") is TextStatus.SENT
    assert after_receipt(TextStatus.UNKNOWN, "failed") is TextStatus.FAILED
    assert after_receipt(TextStatus.SENT, "queued") is None


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (21610, CodeClass.OPTED_OUT),
        (429, CodeClass.BACK_OFF),
        (20429, CodeClass.BACK_OFF),
        (30001, CodeClass.BACK_OFF),
        (401, CodeClass.CONFIG),
        (30034, CodeClass.CONFIG),
        (30005, CodeClass.GONE),
        (30006, CodeClass.GONE),
        (21211, CodeClass.GONE),
        (30003, CodeClass.UNREACHABLE),
        (30007, CodeClass.FILTERED),
        (30036, CodeClass.EXPIRED),
        (30008, CodeClass.TEXT),
        (0, CodeClass.TEXT),
        (99999, CodeClass.TEXT),
    ],
)
def test_each_code_asks_for_one_thing(code: int, kind: CodeClass) -> None:
    assert classify(code) is kind


def test_back_off_grows_and_is_never_longer_than_five_minutes_of_our_own() -> None:
    waits = [back_off(tries, None) for tries in range(1, 12)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=2)
    assert waits[-1] == timedelta(seconds=300)


def test_back_off_waits_as_long_as_the_carrier_asks() -> None:
    assert back_off(1, 60.0) == timedelta(seconds=60)
    assert back_off(6, 1.0) == timedelta(seconds=64)


def test_a_text_that_is_tried_for_ever_can_be() -> None:
    assert back_off(100_000, None) == timedelta(seconds=300)
