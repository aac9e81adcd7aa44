"""What workers read and write by SMS."""

from datetime import UTC, datetime
from string import Formatter

import pytest
from builders import ZONE
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbot.core.segments import count, is_gsm7
from smsbot.core.worker_words import (
    DRILL,
    WORKER_TEXTS,
    Done,
    Take,
    Unclear,
    WorkerWish,
    clock_time,
    read_worker,
    worker_text,
)

VALUES = {"name": "PORT", "level": "ROUTINE", "code": "A7K2", "time": "10:42p", "who": "sam", "codes": "A7K2 (RED)"}


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("1", Take(None)),
        (" 1. ", Take(None)),
        ("Take", Take(None)),
        ("mine!", Take(None)),
        ("tomar", Take(None)),
        ("A7K2", Take("A7K2")),
        ("a7k2", Take("A7K2")),
        ("1 a7k2", Take("A7K2")),
        ("a7k2 1", Take("A7K2")),
        ("take A7K2 please", Take("A7K2")),
        ("A7K2 B1C2", Take("A7K2")),
        ("done", Done(None)),
        ("DONE a7k2", Done("A7K2")),
        ("done A7K2 delivered, all well", Done("A7K2", "delivered all well")),
        ("listo a7k2", Done("A7K2")),
        ("", Unclear()),
        ("?", Unclear()),
        ("take it", Unclear()),
        ("not done A7K2", Unclear()),
        ("is A7K2 taken", Unclear()),
        ("11", Unclear()),
        ("2", Unclear()),
    ],
)
def test_a_worker_means_one_thing_or_nothing(text: str, wish: WorkerWish) -> None:
    assert read_worker(text) == wish


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_of_a_worker_is_read(text: str) -> None:
    wish = read_worker(text)
    assert not isinstance(wish, Done) or len(wish.outcome) <= 32


@pytest.mark.parametrize("topic", [None, "crisis", DRILL])
@pytest.mark.parametrize("key", list(WORKER_TEXTS))
def test_every_text_to_a_worker_is_one_plain_segment_with_known_values(key: str, topic: str | None) -> None:
    wording = worker_text(key, topic)
    assert {name for _, name, _, _ in Formatter().parse(wording) if name} <= set(VALUES)
    text = wording.format(**VALUES)
    assert is_gsm7(text)
    assert count(text).segments == 1


@pytest.mark.parametrize("key", ["alert", "repeat", "taken", "taken_by_other", "already", "again"])
def test_a_drill_says_that_it_is_one(key: str) -> None:
    assert "drill" in worker_text(key, DRILL).casefold()
    assert "drill" not in worker_text(key, "crisis").casefold()


@pytest.mark.parametrize(
    ("hour", "shown"), [(5, "12:07a"), (6, "1:07a"), (16, "11:07a"), (17, "12:07p"), (3, "10:07p")]
)
def test_the_time_of_an_alert_is_local_and_short(hour: int, shown: str) -> None:
    assert clock_time(datetime(2026, 11, 3, hour, 7, tzinfo=UTC), ZONE) == shown
