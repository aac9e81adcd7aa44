"""Quiet or plain words, said alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbot.core.effects import SetWords
from smsbot.core.quiet_words import read_words

SAID = [
    ("just hello", SetWords(quiet=True, hello_only=True)),
    ("Just hello, no treatment talk", SetWords(quiet=True, hello_only=True)),
    ("no treatment talk", SetWords(quiet=True, hello_only=True)),
    ("quiet words please", SetWords(quiet=True)),
    ("keep it private", SetWords(quiet=True)),
    ("solo saludos", SetWords(quiet=True, hello_only=True)),
    ("palabras discretas por favor", SetWords(quiet=True)),
    ("plain words ok", SetWords(quiet=False)),
    ("palabras claras", SetWords(quiet=False)),
]


@pytest.mark.parametrize(("text", "wish"), SAID)
def test_words_that_are_asked_for_alone(text: str, wish: SetWords) -> None:
    assert read_words(text) == wish


@pytest.mark.parametrize(
    "text", ["", "hello", "hola", "just hello every tuesday", "plain words not quiet words", "quiet", "i like words"]
)
def test_anything_else_is_left_to_others(text: str) -> None:
    assert read_words(text) is None


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    read_words(text)
