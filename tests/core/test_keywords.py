"""Which flow a text asks for."""

import pytest
from builders import a_flow, a_lexicon, a_program, a_step

from smsbot.core.keywords import LONGEST, flow_for, is_keyword, keywords_of
from smsbot.core.words import read

PROGRAM = a_program(
    a_flow("ride", a_step("a", say="a"), en=["ride", "a ride home", "🚗", "what's open"], es=["transporte"]),
    a_flow("charger", a_step("a", say="a"), en=["charger", "phone charger"], es=["cargador"]),
    a_flow("odd", a_step("a", say="a"), en=["...", ""]),
)


def asked(text: str) -> str | None:
    return flow_for(read(text, a_lexicon()).plain, PROGRAM)


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("ride", "ride"),
        ("RIDE!!", "ride"),
        ("can i get a ride", "ride"),
        ("transporte por favor", "ride"),
        ("🚗", "ride"),
        ("whats open", "ride"),
        ("what's open?", "ride"),
        ("chargr", "charger"),
        ("chrager", "charger"),
        ("cargadores", None),  # two letters away
        ("cargador", "charger"),
        ("senal", "kit"),
        ("señal", "kit"),
        ("phone charger", "charger"),
        ("bride", None),
        ("rid", None),  # short words are not forgiven
        ("rides", None),
        ("purple", None),
        ("", None),
        ("...", None),
    ],
)
def test_a_whole_word_asks_for_its_flow_typos_forgiven_in_long_ones(text: str, flow: str | None) -> None:
    assert asked(text) == flow


@pytest.mark.parametrize(
    ("text", "whole"),
    [("Ride!", True), ("whats open", True), ("can i get a ride", False), ("rid", False), ("", False), ("...", False)],
)
def test_a_text_may_be_a_keyword_and_nothing_else(text: str, whole: bool) -> None:
    assert is_keyword(read(text, a_lexicon()).plain, PROGRAM) is whole


def test_the_longest_keyword_wins() -> None:
    assert asked("a ride home to get my phone charger") == "charger"
    assert asked("a ride home with naloxone") == "ride"


def test_a_story_is_no_keyword() -> None:
    assert flow_for("ride " + "x" * (LONGEST - 5), PROGRAM) == "ride"
    assert flow_for("ride " + "x" * (LONGEST - 4), PROGRAM) is None


def test_keywords_are_spelt_as_texts_are_read() -> None:
    found = dict(keywords_of(PROGRAM))
    assert found["what is open"] == "ride"
    assert found["senal"] == "kit"
