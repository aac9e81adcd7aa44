"""What a person says about what they asked for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import MONDAY, a_person, a_program, a_scene, a_ticket, asked, hear, in_flow, of_kind, said

from smsbot.core.conversation import Status
from smsbot.core.effects import Asked, ChangeRequest, CloseRequest, Question, Remember, ReopenRequest
from smsbot.core.flow import Level
from smsbot.core.person import Consent, OpenTicketFact, Person
from smsbot.core.requests import is_request
from smsbot.core.rules.human import STEPS_BACK_FOR

KIT = replace(a_ticket("kit", Level.ROUTINE), code="K1K1")
RIDE = replace(a_ticket("ride", Level.AMBER), code="R2R2")
WORDS = replace(a_ticket("words", Level.ROUTINE), code="W3W3")
WAITS = a_person(tickets=(KIT,))
WHAT = asked(Question.CHANGE, code="K1K1")


@pytest.mark.parametrize(
    ("topic", "level", "expected"),
    [
        ("naloxone", Level.ROUTINE, True),
        ("moud", Level.AMBER, True),
        ("naloxone", Level.RED, False),
        ("crisis", Level.AMBER, False),
        ("words", Level.ROUTINE, False),
        ("number", Level.ROUTINE, False),
    ],
)
def test_a_request_is_what_the_person_asked_for(topic: str, level: Level, expected: bool) -> None:
    assert is_request(topic, level) is expected


@pytest.mark.parametrize(
    ("tickets", "closes"),
    [((KIT,), "K1K1"), ((KIT, RIDE), "R2R2"), ((KIT, WORDS), "K1K1"), ((WORDS,), None), ((), None)],
)
@pytest.mark.parametrize("words", ["never mind", "no importa"])
def test_never_mind_closes_the_newest_request(
    tickets: tuple[OpenTicketFact, ...], closes: str | None, words: str
) -> None:
    turn = hear(words, a_scene(a_person(tickets=tickets)))
    assert of_kind(turn, CloseRequest) == ([CloseRequest(closes)] if closes else [])
    assert said(turn) == ["request.closed" if closes else "nevermind.none"]
    assert turn.rule == "reserved.nevermind"


@pytest.mark.parametrize("person", [WAITS, a_person()])
def test_an_open_conversation_ends_with_it(person: Person) -> None:
    kit = a_program().flows["kit"]
    turn = hear("never mind", a_scene(in_flow(person, kit)))
    assert turn.conversation is not None
    assert turn.conversation.status is Status.STOPPED


def test_an_answer_to_the_open_question_is_an_answer() -> None:
    from builders import a_flow, a_step, an_ask

    flow = a_flow("offer", a_step("ask", ask=an_ask({"no": ["3", "never mind"]}, otherwise="end")))
    turn = hear("never mind", a_scene(in_flow(WAITS, flow), a_program(flow)))
    assert turn.rule == "flow.offer"


def test_forget_it_is_about_the_request_where_there_is_one_and_else_perhaps_a_stop() -> None:
    assert said(hear("forget it", a_scene(WAITS))) == ["request.closed"]
    assert said(hear("forget it")) == ["stop.unsure"]


def test_after_stop_it_is_called_off_in_silence() -> None:
    stopped = a_person(consent=Consent.STOPPED)
    turn = hear("never mind", a_scene(replace(stopped, tickets=(KIT,))))
    assert turn.effects == (CloseRequest("K1K1"),)
    assert hear("never mind", a_scene(stopped)).effects == ()


@pytest.mark.parametrize(
    "words", ["change my address to 5 Elm St", "i moved to 12 oak st apt 4", "me mude a la calle 5 numero 3"]
)
def test_words_about_a_change_go_to_the_request(words: str) -> None:
    turn = hear(words, a_scene(WAITS))
    assert of_kind(turn, ChangeRequest) == [ChangeRequest("K1K1", words)]
    assert said(turn) == ["request.changed"]


@pytest.mark.parametrize("words", ["change", "CHANGE", "cambiar", "change my address"])
def test_a_change_without_words_is_asked_about(words: str) -> None:
    turn = hear(words, a_scene(WAITS))
    assert of_kind(turn, Remember) == [Remember(Asked(Question.CHANGE, MONDAY, {"code": "K1K1"}))]
    assert said(turn) == ["request.what"]


@pytest.mark.parametrize("words", ["change", "change my texts to monday", "change my check-ins please to less"])
def test_a_change_of_the_plan_or_without_a_request_is_another_matter(words: str) -> None:
    person = a_person() if words == "change" else WAITS
    assert of_kind(hear(words, a_scene(person)), ChangeRequest) == []


def test_the_text_after_what_changed_is_the_answer() -> None:
    turn = hear("narcan at 6 Elm", a_scene(replace(WAITS, asked=WHAT)))
    assert turn.effects[:2] == (Remember(None), ChangeRequest("K1K1", "narcan at 6 Elm"))
    assert turn.rule == "request.changed"


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (replace(WAITS, asked=replace(WHAT, at=MONDAY - STEPS_BACK_FOR - timedelta(seconds=1))), "6 Elm"),
        (replace(a_person(), asked=WHAT), "6 Elm"),
        (replace(WAITS, asked=asked(Question.PERSON)), "6 Elm"),
        (WAITS, "6 Elm"),
        (replace(WAITS, asked=WHAT), "menu"),
        (replace(WAITS, asked=WHAT), "i am done with this"),
        (replace(WAITS, asked=WHAT), ""),
    ],
)
def test_unless_it_is_late_about_nothing_or_a_wish_of_its_own(person: Person, words: str) -> None:
    assert of_kind(hear(words, a_scene(person)), ChangeRequest) == []


DONE = asked(Question.DONE, ticket="t-1")


@pytest.mark.parametrize("words", ["1", "not done", "falta"])
def test_a_1_says_that_it_is_not_done(words: str) -> None:
    turn = hear(words, a_scene(a_person(asked=DONE)))
    assert of_kind(turn, ReopenRequest) == [ReopenRequest("t-1")]
    assert said(turn) == ["done.reopened"]


@pytest.mark.parametrize("words", ["2", "yes", "ok", "thanks", "no"])
def test_anything_else_leaves_it_done(words: str) -> None:
    assert of_kind(hear(words, a_scene(a_person(asked=DONE))), ReopenRequest) == []


def test_it_can_be_said_for_a_week() -> None:
    late = a_person(asked=replace(DONE, at=MONDAY - timedelta(days=7)))
    assert of_kind(hear("1", a_scene(late)), ReopenRequest) != []
    too_late = a_person(asked=replace(DONE, at=MONDAY - timedelta(days=7, seconds=1)))
    assert of_kind(hear("1", a_scene(too_late)), ReopenRequest) == []


def test_never_mind_in_the_middle_of_something_new_leaves_what_was_asked_for_before() -> None:
    person = in_flow(WAITS, a_program().flows["kit"])
    turn = hear("never mind", a_scene(person))
    assert of_kind(turn, CloseRequest) == []
    assert said(turn) == ["nevermind.still"]


@pytest.mark.parametrize(("unasked", "rule"), [(False, "reserved.nevermind"), (True, "stop.unsure")])
def test_forget_it_is_about_what_they_began_and_perhaps_about_a_hello(unasked: bool, rule: str) -> None:
    person = in_flow(a_person(), a_program().flows["kit"], unasked=unasked)
    assert hear("forget it", a_scene(person)).rule == rule
