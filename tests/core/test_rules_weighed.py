"""What the second stage of the reader may do: one plain question, and only where nothing else fits."""

from dataclasses import replace

import pytest
from builders import a_lexicon, a_scene

from smsbot.core.effects import OpenTicket, Turn
from smsbot.core.flow import Level
from smsbot.core.rules import consent, crisis
from smsbot.core.rules.heard import Heard
from smsbot.core.words import Meaning, OptOut, Reserved, Situation, Weighed, read


def heard(words: str, danger: float = 0.2, **more: object) -> Heard:
    """A text with this much belief in an overdose."""
    known = Heard(words, read(words, a_lexicon()))
    weighed = Weighed(((Meaning.CRISIS_OVERDOSE_NOW, danger), (Meaning.OTHER, 1 - danger)))
    doubt = Situation.OVERDOSE if danger else None
    return replace(known, reading=replace(known.reading, doubt=doubt, weighed=weighed, **more))  # type: ignore[arg-type]


def levels(turn: Turn | None) -> list[Level]:
    return [] if turn is None else [one.level for one in turn.effects if isinstance(one, OpenTicket)]


def test_doubt_is_one_plain_question_and_an_amber_ticket() -> None:
    assert levels(crisis.perhaps(a_scene(), heard("he drank it all"))) == [Level.AMBER]


@pytest.mark.parametrize(
    "what",
    [
        heard("all is well", danger=0.0),
        heard("person", reserved=Reserved.PERSON),
        heard("hello", greeting=True),
        heard("i need narcan"),
        heard("narcan", danger=0.9),
    ],
    ids=["none", "reserved", "greeting", "keyword", "nothing but a keyword"],
)
def test_it_yields_to_what_a_text_is(what: Heard) -> None:
    assert crisis.perhaps(a_scene(), what) is None


def test_a_keyword_in_much_doubt_yields() -> None:
    assert levels(crisis.perhaps(a_scene(), heard("the narcan did nothing he is worse", danger=0.6))) == [Level.AMBER]


def test_an_opt_out_that_is_only_weighed_is_asked_about_unless_a_keyword_is_in_it() -> None:
    scene = a_scene()
    known = heard("scratch me off", danger=0.0)
    weighed = replace(known, reading=replace(known.reading, perhaps_out=True))
    turn = consent.perhaps_meant_stop(scene, weighed)
    assert turn is not None
    assert turn.rule == "stop.unsure"
    assert weighed.reading.leaving is OptOut.UNSURE
    assert consent.perhaps_meant_stop(scene, known) is None
    kit = heard("scratch the narcan", danger=0.0)
    assert consent.perhaps_meant_stop(scene, replace(kit, reading=replace(kit.reading, perhaps_out=True))) is None
    whole = heard("narcan", danger=0.0, perhaps_out=True)
    sure = Weighed(((Meaning.OPT_OUT, 0.9),))
    assert consent.perhaps_meant_stop(scene, replace(whole, reading=replace(whole.reading, weighed=sure))) is None
