"""The second stage: what it looks at, how it weighs, and how little it may do by itself."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbot.content.frame import shipped_lexicon
from smsbot.core.words import (
    Lexicon,
    LexiconError,
    Meaning,
    Model,
    OptOut,
    Reading,
    Situation,
    Urgency,
    Weighed,
    build_lexicon,
    read,
)
from smsbot.core.words.features import features
from smsbot.core.words.plain import plainly
from smsbot.core.words.said import said

SHIPPED = Path(__file__).parents[3] / "smsbot" / "content" / "data" / "words.yaml"
MEANINGS = {"body": {"en": "blue|gray, out cold", "es": "azul"}, "past_time": {"en": "last year", "es": "hace"}}
NAMES = (Meaning.CRISIS_OVERDOSE_NOW, Meaning.OPT_OUT, Meaning.OVERDOSE_PAST, Meaning.OTHER)


@pytest.fixture(scope="module")
def source() -> dict[str, object]:
    return dict(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def shipped() -> Lexicon:
    return shipped_lexicon()


@pytest.fixture(scope="module")
def tiny(source: dict[str, object]) -> Callable[[str], Reading]:
    """A reader whose model knows four words."""
    weights = {
        "zorb": ((0, 5.0),),  # danger
        "quux": ((1, 5.0),),  # no more texts
        "then": ((2, 9.0),),  # the past
        "fine": ((3, 5.0),),
        "g:body": ((0, 0.1),),
    }
    lexicon = build_lexicon(source, meanings=MEANINGS, model=Model(NAMES, (0.0, 0.0, 0.0, 1.0), weights))
    return lambda text: read(text, lexicon)


def test_the_features_of_a_text_are_words_pairs_pieces_and_what_the_rules_said(source: dict[str, object]) -> None:
    plain = plainly("He's BLUE! 🆘", build_lexicon(source).speller)
    found = dict(features(plain, ("red",), ("body", "body", "plea")))
    assert {
        "he",
        "blue",
        "< he",
        "blue >",
        "he _ blue",
        "#<bl",
        "r:red",
        "g:body",
        "h:body",
        "g:body+plea",
    } <= found.keys()
    assert "h:plea" not in found
    assert found["g:body"] > found["blue"] > found["#<bl"]


def test_danger_that_no_rule_sees_is_doubt_and_never_red(tiny: Callable[[str], Reading]) -> None:
    reading = tiny("zorb zorb it is here again")
    assert (reading.urgency, reading.doubt, reading.raised) == (None, Situation.OVERDOSE, Urgency.AMBER)
    assert "perhaps amber" in reading.evidence[0]


def test_an_opt_out_that_no_rule_hears_is_asked_about(tiny: Callable[[str], Reading]) -> None:
    reading = tiny("quux it all the way")
    assert (reading.opt_out, reading.perhaps_out, reading.leaving, reading.doubt) == (None, True, OptOut.UNSURE, None)


def test_what_is_more_danger_than_opt_out_is_both(tiny: Callable[[str], Reading]) -> None:
    reading = tiny("zorb zorbs quux it")
    assert reading.raised in (None, Urgency.AMBER)
    assert tiny("fine by me thanks then").doubt is None


def test_what_the_rules_find_stands(tiny: Callable[[str], Reading]) -> None:
    reading = tiny("he is not breathing fine quux")
    assert (reading.urgency, reading.raised, reading.doubt, reading.perhaps_out) == (
        Urgency.RED,
        Urgency.RED,
        None,
        False,
    )
    assert tiny("STOP").leaving is OptOut.SURE


def test_a_sign_that_is_surely_of_the_past_is_asked_about_first(tiny: Callable[[str], Reading]) -> None:
    assert tiny("then then he was not waking up then").urgency is Urgency.RED, "nothing says when"
    reading = tiny("then they found me not breathing last year then")
    assert reading.urgency is Urgency.AMBER
    assert "it is over" in reading.evidence[0]


def test_without_a_model_or_words_nothing_is_weighed(source: dict[str, object], tiny: Callable[[str], Reading]) -> None:
    assert read("blue", build_lexicon(source, meanings=MEANINGS)).weighed == Weighed((), ("body",))
    assert tiny("...").weighed == Weighed()
    assert tiny("xyz").weighed.share(Meaning.OTHER) > 0.4
    assert Weighed().situation is None
    assert Weighed().share(Meaning.FOOD) == 0


def test_staff_add_phrases_to_a_group_and_never_a_group(source: dict[str, object]) -> None:
    more = {"meanings": {"body": {"why": "said here", "en": ["tuckered"]}}}
    assert read("tuckered", build_lexicon(source, [more], meanings=MEANINGS)).weighed.found == ("body",)
    with pytest.raises(LexiconError, match=r"meanings.mood: not known here"):
        build_lexicon(source, [{"meanings": {"mood": {"en": ["x"]}}}], meanings=MEANINGS)


def test_what_the_rules_said_is_named_for_the_model() -> None:
    reading = Reading("", urgency=Urgency.AMBER, opt_out=OptOut.UNSURE, thanks=True)
    assert list(said(reading)) == ["amber", "amber unclear", "out unsure", "thanks"]
    assert list(said(replace(reading, urgency=None, opt_out=None, thanks=False))) == []


@settings(deadline=None)
@given(text=st.text(max_size=2000))
def test_any_text_is_read_and_its_shares_are_one_together(text: str) -> None:
    ranked = read(text, shipped_for_any()).weighed.ranked
    assert ranked == () or abs(sum(share for _, share in ranked) - 1) < 1e-6
    assert list(ranked) == sorted(ranked, key=lambda one: -one[1])


@settings(deadline=None)
@given(text=st.sampled_from(("He's going out on me", "can U lay off the texts", "necesito un albergue hoy")))
def test_case_accents_spacing_and_final_marks_change_nothing(text: str) -> None:
    lexicon = shipped_for_any()
    known = read(text, lexicon)
    for other in (text.upper(), text.lower(), f"  {text}  ", text.replace(" ", "   "), f"{text}!", f"{text}..."):
        again = read(other, lexicon)
        assert (again.raised, again.leaving, again.weighed) == (known.raised, known.leaving, known.weighed)


_kept: list[Lexicon] = []


def shipped_for_any() -> Lexicon:
    """The shipped words, read once."""
    if not _kept:
        _kept.append(shipped_lexicon())
    return _kept[0]


def test_only_the_beginning_of_a_very_long_text_is_weighed(shipped: Lexicon) -> None:
    long = "the garden is green and " * 300
    assert read(long, shipped).weighed.ranked == read(long + "x" * 5000, shipped).weighed.ranked
