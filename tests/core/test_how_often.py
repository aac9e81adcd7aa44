"""How often, texted at any moment and in answer to the question: echoed, or asked about; nothing is guessed."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from json import loads
from pathlib import Path

import pytest
from builders import ZONE, a_person, a_program, a_scene, hear, in_flow, of_kind
from test_cadence_words import CURRENT, PHRASES, code

from smsbot.content.catalog import Catalog
from smsbot.core.cadence import from_json
from smsbot.core.effects import ChooseCadence, Pause, RecordConsent, Say, SetWords, Turn
from smsbot.core.hours import local
from smsbot.core.language import Language
from smsbot.core.person import Consent, Person
from smsbot.core.plan import UNTIL_THEY_SAY
from smsbot.core.program import Program

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
"""The Wednesday of the phrases."""


@lru_cache(maxsize=1)
def shipped() -> Program:
    program = Catalog(ROOT / "flows", ROOT / "templates", lambda _kept: None).check()
    return replace(program, publication="p1")


def meaning(turn: Turn) -> str:
    paused = [pause.until for pause in of_kind(turn, Pause) if pause.until is not None]
    if paused:
        return f"pause: {'until they say' if paused[0] == UNTIL_THEY_SAY else local(paused[0], ZONE).date()}"
    if of_kind(turn, ChooseCadence):
        return f"{turn.rule.removeprefix('reserved.')}: {code(of_kind(turn, ChooseCadence)[0].cadence)}"
    if of_kind(turn, SetWords):
        return code(replace(CURRENT, quiet=of_kind(turn, SetWords)[0].quiet))
    talk = turn.conversation
    if talk is None or (talk.flow, talk.step) != ("cadence", "confirm"):
        return turn.rule
    wish = loads(talk.answers["wish"])
    return code(from_json(wish) if wish else None)


def person(plan: str, language: Language = Language.EN) -> Person:
    cadence = {"": None, "weekly": CURRENT}[plan]
    return a_person(language=language, consent=Consent.OPEN if cadence else Consent.NONE, cadence=cadence)


@pytest.mark.parametrize(("text", "plan", "means"), [row for row in PHRASES if row[2] != "?"])
def test_whoever_texts_it_out_of_the_blue_gets_it_echoed(text: str, plan: str, means: str) -> None:
    assert meaning(hear(text, a_scene(person(plan), shipped(), NOON))) == means


ELSEWHERE = {
    "call me": "reserved.call",
    "llameme": "reserved.call",
    "never mind": "reserved.nevermind",
    "dont text me weekly": "stop.own",
}
"""No wish about how often, but one that is understood all the same."""


@pytest.mark.parametrize("text", [text for text, _, means in PHRASES if means == "?"])
def test_in_answer_to_how_often_what_is_in_doubt_is_asked_about(text: str) -> None:
    turn = hear(text, a_scene(in_flow(person(""), shipped().flows["cadence"]), shipped(), NOON))
    assert turn.rule == ELSEWHERE.get(text, "flow.cadence")
    if text not in ELSEWHERE:
        assert [said.key for said in of_kind(turn, Say)] == ["cadence.choose.retry"]
        assert not of_kind(turn, RecordConsent)
        assert not of_kind(turn, ChooseCadence)


@pytest.mark.parametrize("text", ["every third friday", "bimonthly", "cada tercer dia", "the 1st and the 15th"])
def test_out_of_the_blue_it_is_asked_about_with_the_choices(text: str) -> None:
    turn = hear(text, a_scene(person("weekly"), shipped(), NOON))
    assert turn.rule == "conversation.how_often"
    assert [said.key for said in of_kind(turn, Say)] == ["cadence.choose.ask"]


@pytest.mark.parametrize("text", ["i use every day", "my meetings are every tuesday", "uso todos los dias", "?"])
def test_what_is_about_something_else_is_not_taken_for_it(text: str) -> None:
    assert hear(text, a_scene(person("weekly"), shipped(), NOON)).rule == "menu"


def test_a_stranger_is_greeted_first() -> None:
    assert hear("bimonthly", a_scene(a_person(new=True), shipped(), NOON)).rule == "greeting"


def test_without_the_flow_there_is_nothing_to_offer() -> None:
    assert hear("bimonthly", a_scene(a_person(), a_program(without=["cadence"]), NOON)).rule == "menu"
