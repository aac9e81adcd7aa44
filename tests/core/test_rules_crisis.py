"""Crisis: RED, AMBER, and what a hold does."""

import pytest
from builders import a_person, a_program, a_scene, a_ticket, hear, of_kind, said

from smsbot.core.effects import HoldTexts, OpenTicket, Question, Remember, Say, Stop, TextKind, Turn
from smsbot.core.flow import Level
from smsbot.core.person import Consent, Person
from smsbot.core.rules.crisis import raise_alarm, red
from smsbot.core.rules.heard import Heard
from smsbot.core.words import Reading, Situation, Urgency

PROGRAM = a_program()


def decide(text: str, person: Person) -> Turn:
    return hear(text, a_scene(person, PROGRAM))


@pytest.mark.parametrize("situation", list(Situation))
def test_every_situation_has_its_answer_before_its_ticket(situation: Situation) -> None:
    turn = raise_alarm(a_scene(program=PROGRAM), situation, Heard("words", Reading("words")))
    assert [type(effect) for effect in turn.effects] == [HoldTexts, Say, OpenTicket, Remember]
    assert said(turn) == [f"crisis.{situation}"]
    assert of_kind(turn, Say)[0].kind is TextKind.CRISIS


def test_amber_asks_one_plain_question_and_opens_a_ticket_without_a_hold() -> None:
    turn = decide("please help", a_person())
    assert said(turn) == ["crisis.amber"]
    assert of_kind(turn, OpenTicket) == [OpenTicket("crisis", Level.AMBER, note="please help")]
    assert of_kind(turn, HoldTexts) == []
    question = of_kind(turn, Remember)[0].asked
    assert question is not None
    assert question.question is Question.AMBER


def test_a_plea_without_a_situation_is_answered_as_an_overdose_once_it_is_confirmed() -> None:
    question = of_kind(decide("please help", a_person()), Remember)[0].asked
    assert said(decide("1", a_person(asked=question))) == ["crisis.overdose"]


def test_an_unclear_text_during_a_red_ticket_is_red() -> None:
    turn = decide("please help", a_person(tickets=(a_ticket(),)))
    assert turn.rule == "crisis.red"
    assert said(turn) == ["crisis.overdose"]


def test_a_crisis_told_again_is_answered_and_alerted_again() -> None:
    turn = decide("hes not breathing", a_person(tickets=(a_ticket(taken=True),)))
    assert said(turn) == ["crisis.overdose"]
    assert len(of_kind(turn, OpenTicket)) == 1


@pytest.mark.parametrize("state", list(Consent))
def test_a_crisis_alone_is_no_opt_out_and_no_opt_in(state: Consent) -> None:
    turn = decide("hes not breathing", a_person(consent=state))
    assert of_kind(turn, Stop) == []
    done = [type(effect).__name__ for effect in turn.effects]
    assert done == ["SetLanguage", "HoldTexts", "Say", "OpenTicket", "Remember"]


def test_a_red_text_without_a_situation_gets_the_overdose_answer() -> None:
    heard = Heard("words", Reading("words", urgency=Urgency.RED))
    turn = red(a_scene(program=PROGRAM), heard)
    assert turn is not None
    assert said(turn) == ["crisis.overdose"]
