"""Rates, ranks, and whose turn it is."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbot.core.effects import TextKind
from smsbot.core.pace import NO_LIMIT, SHARES, SLACK, Rank, Rates, free_after, order, rank, rest

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)

PLACES = [
    (TextKind.CRISIS, True, False, Rank.CRISIS),
    (TextKind.TRUTH, True, False, Rank.URGENT),
    (TextKind.ALERT, True, False, Rank.URGENT),
    (TextKind.NOTICE, True, False, Rank.URGENT),
    (TextKind.NOTICE, False, False, Rank.ANSWER),
    (TextKind.REPLY, False, True, Rank.ANSWER),
    (TextKind.RELAY, False, False, Rank.ANSWER),
    (TextKind.STOPPED, False, False, Rank.ANSWER),
    (TextKind.FOLLOW_UP, False, False, Rank.FOLLOW_UP),
    (TextKind.INVITE, False, False, Rank.FOLLOW_UP),
    (TextKind.FOLLOW_UP, False, True, Rank.SERIES),
]


@pytest.mark.parametrize(("kind", "urgent", "series", "place"), PLACES)
def test_each_kind_has_its_place(kind: TextKind, urgent: bool, series: bool, place: Rank) -> None:
    assert rank(kind, urgent=urgent, series=series) is place


def test_every_kind_has_one() -> None:
    assert {rank(kind, urgent=False) for kind in TextKind} == set(Rank) - {Rank.SERIES}


def test_answers_have_most_turns_and_nothing_is_left_out() -> None:
    turns = Counter(order(turn)[0] for turn in range(8 * 100))
    assert turns == {Rank.ANSWER: 500, Rank.FOLLOW_UP: 200, Rank.SERIES: 100}


def test_where_there_is_nothing_of_a_kind_the_next_one_goes() -> None:
    assert {order(turn) for turn in range(len(SHARES))} == {
        (Rank.ANSWER, Rank.FOLLOW_UP, Rank.SERIES),
        (Rank.FOLLOW_UP, Rank.ANSWER, Rank.SERIES),
        (Rank.SERIES, Rank.ANSWER, Rank.FOLLOW_UP),
    }


@given(
    sent=st.lists(st.tuples(st.integers(1, 10), st.integers(0, 5000)), min_size=1, max_size=50),
    rate=st.sampled_from((0.5, 1.0, 3.0, 100.0)),
)
def test_no_more_than_the_rate_goes_out_whatever_comes_when(sent: list[tuple[int, int]], rate: float) -> None:
    free, now, gone = NOW, NOW, 0
    for segments, waited in sent:
        now = max(now + timedelta(milliseconds=waited), free)
        free = free_after(free, now, segments, rate)
        gone += segments
    passed = (free - NOW + SLACK).total_seconds()
    assert gone <= passed * rate + 0.001


def test_a_crisis_takes_what_it_needs_and_the_others_wait_for_it() -> None:
    busy_until = NOW + timedelta(seconds=9)
    assert free_after(busy_until, NOW, 3, 1.0) == NOW + timedelta(seconds=12)


RESTS = [
    (21610, 1, None, None),
    (30003, 1, None, None),
    (429, 1, None, timedelta(seconds=2)),
    (20429, 2, 30.0, timedelta(seconds=30)),
    (30022, 1, None, timedelta(minutes=1)),
    (30001, 1, None, timedelta(minutes=1)),
    (30023, 1, None, timedelta(hours=1)),
    (30027, 1, None, timedelta(hours=1)),
]


@pytest.mark.parametrize(("code", "tries", "retry_after", "lasts"), RESTS)
def test_how_long_a_line_rests(code: int, tries: int, retry_after: float | None, lasts: timedelta | None) -> None:
    assert rest(code, tries, retry_after) == lasts


def test_each_line_has_its_own_rate() -> None:
    rates = Rates(people=4, workers=1)
    assert (rates.of(False), rates.of(True), NO_LIMIT.of(False)) == (4, 1, 0)
