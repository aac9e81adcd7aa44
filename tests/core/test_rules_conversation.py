"""The open question, wishes in a person's own words, and the words that start a flow."""

from dataclasses import replace

import pytest
from builders import (
    a_cadence,
    a_flow,
    a_person,
    a_program,
    a_scene,
    a_step,
    an_ask,
    asked,
    hear,
    in_flow,
    of_kind,
    said,
)

from smsbot.core.answer_fit import saved_cadence
from smsbot.core.answers import Kind
from smsbot.core.effects import OpenTicket, Question, SaveAnswer, Turn
from smsbot.core.person import Consent, Person

PROGRAM = a_program()
KIT = PROGRAM.flows["kit"]
AT_KIT = in_flow(a_person(), KIT)
AT_PLACE = in_flow(a_person(), KIT, "where", answers={"how": "meet"})


def decide(text: str, person: Person) -> Turn:
    return hear(text, a_scene(person, PROGRAM))


def test_an_answer_that_fits_is_saved_and_the_conversation_goes_on() -> None:
    turn = decide("pick up please", AT_KIT)
    assert of_kind(turn, SaveAnswer) == [SaveAnswer("how", "pickup")]
    assert said(turn) == ["kit.where"]


def test_any_words_answer_a_question_for_words() -> None:
    turn = decide("behind the library, after 3", AT_PLACE)
    assert of_kind(turn, SaveAnswer) == [SaveAnswer("place", "behind the library, after 3")]
    assert of_kind(turn, OpenTicket)[0].answers == {"how": "meet", "place": "behind the library, after 3"}


@pytest.mark.parametrize("text", ["person", "call me", "why", "bye", "wrong number", "who is this", "menu", "less"])
def test_a_question_for_words_does_not_swallow_a_wish(text: str) -> None:
    assert of_kind(decide(text, AT_PLACE), SaveAnswer) == []


def test_a_question_for_words_does_not_swallow_the_answer_to_is_anyone_in_danger() -> None:
    person = replace(AT_PLACE, asked=asked(Question.AMBER, situation="overdose"))
    turn = decide("i dont know", person)
    assert turn.rule == "asked.amber_again"


def test_another_open_question_outside_the_flow_does_not_stop_words_from_fitting() -> None:
    person = replace(AT_PLACE, asked=asked(Question.PERSON))
    assert of_kind(decide("the library", person), SaveAnswer) == [SaveAnswer("place", "the library")]


def test_a_choice_may_be_called_like_a_reserved_word() -> None:
    menu = a_flow("menu", a_step("choose", ask=an_ask({"person": ["4", "person"]}, save="wanted")))
    turn = hear("person", a_scene(in_flow(a_person(), menu), a_program(menu)))
    assert of_kind(turn, SaveAnswer) == [SaveAnswer("wanted", "person")]


@pytest.mark.parametrize("text", ["every friday", "cada viernes", "just when i text", "every other tue after 3"])
def test_a_wish_in_own_words_begins_the_cadence_flow_with_the_wish_understood(text: str) -> None:
    turn = decide(text, a_person())
    assert turn.conversation is not None
    assert turn.conversation.flow == "cadence"
    assert turn.conversation.answers["wish"].startswith("{")


def test_only_when_i_text_is_a_wish_too() -> None:
    turn = decide("only when i text", a_person(consent=Consent.OPEN, cadence=a_cadence()))
    assert turn.conversation is not None
    assert turn.conversation.answers == {"wish": saved_cadence(None)}


def test_without_a_cadence_flow_a_wish_is_like_any_other_text() -> None:
    turn = hear("every friday", a_scene(program=a_program(without=["cadence"])))
    assert turn.rule == "menu"


@pytest.mark.parametrize(
    "text", ["narcan", "can i get narcan", "Naloxon", "nalxone please", "NALOXONA", "what's available"]
)
def test_a_keyword_starts_its_flow_typos_forgiven(text: str) -> None:
    assert said(decide(text, a_person())) == ["kit.how"]


def test_what_fits_nothing_is_asked_once_more_and_then_goes_on_without_it() -> None:
    first = decide("purple", AT_KIT)
    assert said(first) == ["again"]
    assert first.conversation is not None
    second = decide("purple", replace(AT_KIT, conversation=first.conversation))
    assert said(second) == []
    assert second.conversation is not None
    assert second.conversation.status == "finished"


def test_a_long_story_in_the_middle_of_a_question_is_read_by_a_human_as_well() -> None:
    story = "my cousin took the car and i cannot come today or tomorrow, sorry"
    turn = decide(story, AT_KIT)
    assert said(turn) == ["again"]
    assert of_kind(turn, OpenTicket)[0].note == story


def test_a_question_that_the_programme_no_longer_knows_leaves_nobody_stuck() -> None:
    for broken in (
        replace(AT_KIT, flow=None),
        in_flow(a_person(), KIT, "gone"),
        in_flow(a_person(), KIT, "asked"),
    ):
        assert decide("1", broken).rule == "menu"
        assert decide("narcan", broken).rule == "flow.kit"


def test_a_typed_answer_of_another_kind_is_not_a_question_for_any_words() -> None:
    flow = a_flow("count", a_step("many", ask=an_ask(answer=Kind.NUMBER, save="many")))
    turn = hear("person", a_scene(in_flow(a_person(), flow), a_program(flow)))
    assert turn.rule == "reserved.person"
