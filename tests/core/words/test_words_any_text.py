"""Properties of reading: total, and blind to case, outer spaces and final punctuation."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from smsbot.core.words import Lexicon, OptOut, Reading, read

PHRASES = [
    "he is not breathing",
    "stop",
    "STOP texting me",
    "help",
    "menu",
    "pause til monday",
    "hola",
    "no respira",
    "gracias",
    "i od'd last week",
    "wont wake up",
    "me quiero matar",
    "wrong number",
    "ok",
    "😂",
    "lol",
    "¿quién es?",
    "i want to",
    "last year",
    "breathing fine",
    "don't",
    "n",
    "u",
    "..",
    "1",
    "goodbye",
    "he has a gun",
    "español",
]
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PHRASES), max_size=12).map(" ".join),
    st.text("aehlopstzñáé '’.!?;,😂🙏", max_size=60),
)
LETTERS = st.text("abcdefghijklmnopqrstuvwxyzñáéíóú' ", max_size=60)


@given(st.text(st.characters(exclude_categories=()), max_size=2000))
@example("\ud800")
@example("\x00")
@example("'" * 1600)
@example("a'" * 800)
@settings(deadline=None)
def test_any_text_at_all_can_be_read(lexicon: Lexicon, text: str) -> None:
    assert isinstance(read(text, lexicon), Reading)


@given(TEXTS)
@settings(deadline=None)
def test_what_is_read_hangs_together(lexicon: Lexicon, text: str) -> None:
    found = read(text, lexicon)
    assert not (found.carrier_stop and found.opt_out is not OptOut.SURE)
    assert not (found.thanks and (found.urgency or found.opt_out or found.reserved))
    assert not (found.rest and found.reserved is None)
    assert not (found.situation and found.urgency is None)
    assert read(text, lexicon) == found


@given(
    st.one_of(st.lists(st.sampled_from(PHRASES), max_size=6).map(" ".join), LETTERS),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase, str]),
    st.sampled_from(["", " ", "\n", "  \t"]),
    st.sampled_from(["", "!", "...", "?!", ".", " !!"]),
)
@settings(deadline=None)
def test_case_outer_spaces_and_final_punctuation_change_nothing(
    lexicon: Lexicon, text: str, case: object, space: str, end: str
) -> None:
    assert callable(case)
    found, other = read(text, lexicon), read(f"{space}{case(text)}{end}{space}", lexicon)
    assert without_carrier(found) == without_carrier(other)
    if not end:
        assert found == other


@pytest.mark.parametrize(
    "text",
    [
        "not breathing " * 120,
        "no " * 530,
        "stop " * 320,
        "a " * 800,
        "thank you so much " * 90,
        "breathing fine " * 110,
    ],
)
def test_repetition_does_not_confuse_the_reader(lexicon: Lexicon, text: str) -> None:
    assert read(text, lexicon).plain.startswith(text.split()[0])


def without_carrier(found: Reading) -> Reading:
    return replace(found, carrier_stop=False, carrier_help=False, carrier_start=False)
