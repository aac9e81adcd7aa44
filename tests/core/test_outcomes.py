"""How a worker says that a ticket ended."""

import pytest

from smsbot.core.outcomes import OTHER_OUTCOME, OUTCOMES, outcome_of


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("delivered", "delivered"),
        ("Dropped off at the desk!", "delivered"),
        ("no answer, left a voicemail", "no answer"),
        ("could not reach her", "no answer"),
        ("talked to him", "reached"),
        ("referred to the clinic", "referred"),
        ("said no thanks", "declined"),
        ("duplicate", "not needed"),
        ("moved to another town", OTHER_OUTCOME),
        ("", None),
        ("...", None),
    ],
)
def test_plain_words_become_a_plain_outcome(words: str, outcome: str | None) -> None:
    assert outcome_of(words) == outcome


def test_every_outcome_is_its_own_word_and_fits_its_column() -> None:
    for name in OUTCOMES:
        assert outcome_of(name) == name
        assert len(name) <= 32
