"""Until when somebody says that they are away."""

from datetime import UTC, date, datetime

import pytest
from builders import MONDAY, ZONE
from hypothesis import given
from hypothesis import strategies as st

from smsbot.core.away_words import until_said
from smsbot.core.hours import local

SAID = [
    ("im going to jail til march", date(2027, 3, 1)),
    ("in rehab for 30 days", date(2026, 12, 2)),
    ("away til march 3", date(2027, 3, 3)),
    ("going to detox for a few days, back on friday", date(2026, 11, 6)),
    ("voy a la carcel hasta marzo", date(2027, 3, 1)),
    ("en rehabilitacion por 30 dias", date(2026, 12, 2)),
]


@pytest.mark.parametrize(("text", "day"), SAID)
def test_the_day_that_was_named(text: str, day: date) -> None:
    until = until_said(text, now=MONDAY, zone=ZONE)
    assert until is not None
    assert local(until, ZONE).replace(tzinfo=None) == datetime(day.year, day.month, day.day)  # noqa: DTZ001


@pytest.mark.parametrize("text", ["", "away", "in jail", "in jail until i get out", "for 2 years", "since friday"])
def test_no_day_is_no_guess(text: str) -> None:
    assert until_said(text, now=MONDAY, zone=ZONE) is None


@given(st.text(max_size=300))
def test_any_text_is_read_and_a_day_is_to_come(text: str) -> None:
    until = until_said(f"til {text}", now=MONDAY, zone=ZONE)
    assert until is None or until > MONDAY.astimezone(UTC)
