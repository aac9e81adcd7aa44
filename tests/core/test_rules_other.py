"""Thanks, wrong numbers, pictures, long texts, and everything nobody planned for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import MONDAY, a_person, a_program, a_scene, asked, hear, in_flow, of_kind, said

from smsbot.core.effects import Freeze, MarkMenu, OpenTicket, Question, Remember, Turn
from smsbot.core.person import Person

PROGRAM = a_program()


def decide(text: str, person: Person, media: int = 0) -> Turn:
    return hear(text, a_scene(person, PROGRAM), media=media)


@pytest.mark.parametrize("text", ["wrong number", "numero equivocado", "this is not my number"])
def test_a_wrong_number_freezes_what_we_start_and_a_human_looks(text: str) -> None:
    turn = decide(text, a_person())
    assert of_kind(turn, Freeze) == [Freeze("wrong number")]
    assert said(turn) == ["wrong_number"]
    assert of_kind(turn, OpenTicket)[0].topic == "number"


@pytest.mark.parametrize("text", ["who is this", "quien es"])
def test_who_is_this_is_answered_and_freezes_nothing(text: str) -> None:
    turn = decide(text, a_person())
    assert said(turn) == ["who"]
    assert of_kind(turn, Freeze) == []


@pytest.mark.parametrize("text", ["thanks", "ok god bless", "🙏", "gracias", "lol", "❤️"])
def test_thanks_are_met_with_silence(text: str) -> None:
    assert decide(text, a_person()).effects == ()


@pytest.mark.parametrize("text", ["🆘", "😭", "💊", "?"])
def test_an_emoji_that_says_more_is_not(text: str) -> None:
    assert said(decide(text, a_person())) != []


def test_a_first_text_is_never_met_with_silence() -> None:
    assert said(decide("thanks", a_person(new=True))) == ["greeting"]


def test_thanks_for_a_hello_are_met_with_silence_until_the_person_answers_it() -> None:
    check_in = PROGRAM.flows["check_in"]
    assert decide("thank you", in_flow(a_person(), check_in, unasked=True)).rule == "thanks"


def test_sounds_good_to_a_question_of_theirs_is_asked_once_more() -> None:
    turn = decide("sounds good", in_flow(a_person(), PROGRAM.flows["join"]))
    assert said(turn) == ["again"]


def test_a_picture_alone_is_answered_truthfully() -> None:
    assert said(decide("", a_person(), media=1)) == ["media"]
    assert said(decide("  ", a_person(new=True), media=2)) == ["media"]


def test_a_picture_with_words_is_answered_by_its_words() -> None:
    assert said(decide("narcan", a_person(), media=1)) == ["kit.how"]


def test_a_long_text_is_read_by_a_human_and_says_so() -> None:
    text = "i have been thinking about a lot of things lately you know"
    turn = decide(text, a_person())
    assert said(turn) == ["long"]
    assert of_kind(turn, OpenTicket)[0].note == text


def test_forty_characters_are_not_long() -> None:
    assert decide("y" * 40, a_person()).rule == "menu"
    assert decide("y" * 41, a_person()).rule == "long"


def test_the_menu_once_then_an_offer_of_a_person_then_silence() -> None:
    first = decide("purple", a_person())
    assert first.rule == "menu"
    assert of_kind(first, MarkMenu) == [MarkMenu()]
    shown = a_person(menu_shown_at=MONDAY - timedelta(minutes=1))
    second = decide("purple", shown)
    assert said(second) == ["person.offer"]
    third = replace(shown, asked=of_kind(second, Remember)[0].asked)
    assert decide("purple", third).effects == ()
    assert decide("1", third).rule == "asked.person_1"


def test_the_menu_comes_back_after_half_a_day() -> None:
    assert decide("purple", a_person(menu_shown_at=MONDAY - timedelta(hours=13))).rule == "menu"


def test_an_offer_of_yesterday_does_not_silence_today() -> None:
    person = a_person(menu_shown_at=MONDAY - timedelta(hours=1), asked=asked(Question.PERSON, ago=timedelta(hours=13)))
    assert said(decide("purple", person)) == ["person.offer"]


def test_another_open_question_does_not_silence_the_offer() -> None:
    person = a_person(menu_shown_at=MONDAY - timedelta(hours=1), asked=asked(Question.STOP, was="open"))
    assert said(decide("purple", person)) == ["person.offer"]


@pytest.mark.parametrize("text", ["hi", "hola", "good morning"])
def test_hello_is_greeted(text: str) -> None:
    assert said(decide(text, a_person())) == ["greeting"]


def test_an_empty_text_gets_the_menu() -> None:
    assert decide("", a_person()).rule == "menu"
