"""Answers to the questions that we ask outside any flow: 1, 2, anything else, or nothing."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from builders import (
    MONDAY,
    NIGHT,
    a_cadence,
    a_person,
    a_program,
    a_scene,
    a_ticket,
    asked,
    hear,
    in_flow,
    of_kind,
    said,
)

from smsbot.core.answer_fit import saved_cadence
from smsbot.core.cadence import Unit
from smsbot.core.effects import (
    Asked,
    ChooseCadence,
    ConsentAct,
    Forget,
    HoldTexts,
    OpenTicket,
    Question,
    RecordConsent,
    Remember,
    SetFollowUp,
    Stop,
    TellHolder,
    TextKind,
    Turn,
)
from smsbot.core.flow import Level
from smsbot.core.language import Language
from smsbot.core.person import Consent, Person

PROGRAM = a_program()
UNCLEAR = a_person(asked=asked(Question.AMBER, situation="suicide"))


def decide(text: str, person: Person) -> Turn:
    return hear(text, a_scene(person, PROGRAM))


def kinds(turn: Turn) -> list[str]:
    return [type(effect).__name__ for effect in turn.effects]


@pytest.mark.parametrize("text", ["1", "yes", "YES!", "y", "1 please", "si", "👍", "hay peligro"])
def test_a_yes_to_is_anyone_in_danger_is_red_with_the_answer_to_what_was_feared(text: str) -> None:
    turn = decide(text, UNCLEAR)
    assert turn.rule == "crisis.red"
    assert said(turn) == ["crisis.suicide"]
    assert of_kind(turn, HoldTexts)
    assert of_kind(turn, OpenTicket)[0].level is Level.RED


@pytest.mark.parametrize("text", ["2", "no", "n", "nope", "no hay peligro", "👎"])
def test_a_no_is_believed_and_closes_no_ticket(text: str) -> None:
    turn = decide(text, UNCLEAR)
    assert kinds(turn) == ["Say", "Remember"]
    assert said(turn) == ["crisis.amber_no"]


@pytest.mark.parametrize("text", ["im ok", "ok", "right", "maybe", "idk", "1 or 2", "i think so", "...", "🙏", ""])
def test_anything_else_is_asked_once_more_and_the_holder_is_told(text: str) -> None:
    turn = decide(text, UNCLEAR)
    assert turn.rule == "asked.amber_again"
    assert kinds(turn) == ["TellHolder", "Say", "Remember"]
    assert said(turn) == ["crisis.amber"]
    again = replace(UNCLEAR, asked=of_kind(turn, Remember)[0].asked)
    assert decide("1", again).rule == "crisis.red"


def test_unclear_a_second_time_it_is_left_to_a_human_who_is_told() -> None:
    again = a_person(asked=asked(Question.AMBER, situation="overdose", again=True))
    turn = decide("maybe", again)
    assert turn.rule == "asked.amber_told"
    assert turn.effects[0] == TellHolder("crisis")
    assert said(turn) == ["long"]


def test_is_anyone_in_danger_left_open_for_a_day_is_no_longer_answered_by_a_number() -> None:
    old = a_person(asked=asked(Question.AMBER, ago=timedelta(hours=25), situation="overdose"))
    assert decide("1", old).rule == "menu"
    assert decide("maybe", old).rule == "menu"


def test_a_crisis_question_with_a_long_answer_goes_to_a_human() -> None:
    turn = decide("he is kind of awake but he keeps nodding off and his lips look strange to me", UNCLEAR)
    assert turn.rule in ("crisis.red", "crisis.amber", "asked.amber_again")


def unsure(was: Consent, **changes: object) -> Person:
    now = Consent.HELD if was is Consent.OPEN else was
    return a_person(consent=now, asked=asked(Question.STOP, was=was.value), **changes)


def test_is_anyone_in_danger_is_answered_by_a_number_for_a_whole_day() -> None:
    old = a_person(asked=asked(Question.AMBER, ago=timedelta(hours=24), situation="overdose"))
    assert decide("1", old).rule == "crisis.red"


def test_a_no_during_a_red_ticket_is_told_to_the_human_who_has_it() -> None:
    turn = decide("2", replace(UNCLEAR, tickets=(a_ticket(),)))
    assert of_kind(turn, TellHolder) == [TellHolder("crisis")]


@pytest.mark.parametrize("text", ["1", "yes", "ok", "stop them"])
def test_an_unsure_stop_that_is_meant_ends_everything_with_one_confirmation(text: str) -> None:
    turn = decide(text, unsure(Consent.OPEN))
    assert kinds(turn) == ["Remember", "Stop", "Say"]
    assert [say.kind for say in turn.effects if hasattr(say, "kind")] == [TextKind.STOPPED]


@pytest.mark.parametrize("text", ["2", "no", "keep them", "Keep", "sigan"])
def test_an_unsure_stop_that_is_taken_back_restores_what_there_was(text: str) -> None:
    turn = decide(text, unsure(Consent.OPEN, cadence=a_cadence()))
    assert of_kind(turn, RecordConsent) == [RecordConsent(ConsentAct.OPT_IN, "2")]
    assert [when.day is not None for when in of_kind(turn, SetFollowUp)] == [True]
    assert said(turn) == ["stop.kept"]


@pytest.mark.parametrize("was", [Consent.NONE, Consent.INVITED, Consent.HELD])
def test_keeping_the_texts_opens_no_consent_that_was_not_open(was: Consent) -> None:
    turn = decide("2", unsure(was))
    assert of_kind(turn, RecordConsent) == []
    assert said(turn) == ["stop.kept"]


def test_asked_twice_what_was_open_before_the_first_question_is_what_comes_back() -> None:
    turn = decide("bye", unsure(Consent.OPEN, cadence=a_cadence()))
    assert of_kind(turn, RecordConsent) == []  # held already
    again = unsure(Consent.OPEN, cadence=a_cadence())
    kept = decide("2", replace(again, asked=of_kind(turn, Remember)[0].asked))
    assert of_kind(kept, RecordConsent) == [RecordConsent(ConsentAct.OPT_IN, "2")]


def more(**changes: object) -> Person:
    wish = a_cadence(unit=Unit.DAY, interval=3)
    return a_person(
        consent=Consent.OPEN,
        cadence=a_cadence(),
        asked=asked(Question.MORE, cadence=saved_cadence(wish), words="more"),
        **changes,
    )


def test_more_is_done_on_a_confirming_one() -> None:
    turn = decide("1", more())
    assert of_kind(turn, ChooseCadence) == [ChooseCadence(a_cadence(unit=Unit.DAY, interval=3), "more")]
    assert "3 days" in turn.effects[-1].body  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["2", "no", "purple", "maybe later", "thanks"])
def test_more_is_not_done_on_anything_else(text: str) -> None:
    assert of_kind(decide(text, more()), ChooseCadence) == []


def test_delete_on_a_one_stops_confirms_and_forgets() -> None:
    turn = decide("1", a_person(asked=asked(Question.DELETE)))
    assert kinds(turn) == ["Remember", "Stop", "Say", "Forget"]
    assert said(turn) == ["delete.done"]


@pytest.mark.parametrize("text", ["yes", "ok", "si", "no", "2", "okay"])
def test_delete_takes_no_yes_for_a_one_and_says_that_nothing_was_erased(text: str) -> None:
    turn = decide(text, a_person(asked=asked(Question.DELETE)))
    assert said(turn) == ["delete.kept"]
    assert of_kind(turn, Forget) == []


@pytest.mark.parametrize("text", ["purple", "narcan", "hi", "menu", "1 or 2", "not 1", "11"])
def test_delete_is_not_done_on_anything_else(text: str) -> None:
    assert of_kind(decide(text, a_person(asked=asked(Question.DELETE))), Forget) == []


@pytest.mark.parametrize(("now", "key"), [(MONDAY, "person.asked"), (NIGHT, "person.asked_closed")])
def test_a_person_is_called_in_on_a_one_with_the_truth_about_when(now: datetime, key: str) -> None:
    person = a_person(asked=asked(Question.PERSON))
    turn = hear("1", a_scene(person, PROGRAM, now))
    assert [ticket.topic for ticket in of_kind(turn, OpenTicket)] == ["person"]
    assert said(turn) == [key]


def test_an_offer_that_is_declined_is_left_in_peace() -> None:
    assert decide("2", a_person(asked=asked(Question.PERSON))).effects == (Remember(None),)


def invited(*, ago: timedelta = timedelta(hours=1), flow: str = "join") -> Person:
    return a_person(consent=Consent.INVITED, asked=asked(Question.INVITE, ago=ago, flow=flow))


@pytest.mark.parametrize(("text", "ago"), [("1", 0), ("yes", 1), ("bien", 2), ("1", 6)])
def test_a_confirmed_invitation_opens_consent_and_begins_its_flow_days_later_too(text: str, ago: int) -> None:
    turn = decide(text, invited(ago=timedelta(days=ago)))
    assert of_kind(turn, RecordConsent) == [RecordConsent(ConsentAct.OPT_IN, "1")]
    assert said(turn) == ["join.choose"]


@pytest.mark.parametrize("text", ["ok", "right", "thanks", "who is this", "maybe"])
def test_an_invitation_is_not_confirmed_by_less_than_a_yes(text: str) -> None:
    assert of_kind(decide(text, invited()), RecordConsent) == []


def test_an_invitation_is_not_confirmed_after_a_week() -> None:
    assert of_kind(decide("1", invited(ago=timedelta(days=8))), RecordConsent) == []


def test_a_refused_invitation_is_a_stop() -> None:
    assert of_kind(decide("mejor no", invited()), Stop) == [Stop("2")]


def test_an_invitation_into_a_flow_that_is_gone_goes_to_a_human() -> None:
    turn = decide("1", invited(flow="long_gone"))
    assert of_kind(turn, RecordConsent)[0].act is ConsentAct.OPT_IN
    assert [ticket.topic for ticket in of_kind(turn, OpenTicket)] == ["stuck"]
    assert said(turn) == ["person.asked"]


QUESTIONS = [
    asked(Question.DELETE),
    asked(Question.STOP, was="open"),
    asked(Question.MORE, cadence=saved_cadence(a_cadence()), words="more"),
    asked(Question.PERSON),
    asked(Question.INVITE, flow="join"),
    asked(Question.AMBER, ago=timedelta(hours=2), situation="overdose"),
]


@pytest.mark.parametrize("older", QUESTIONS, ids=lambda older: older.question)
def test_the_newest_question_gets_the_number_and_an_older_one_gives_way(older: Asked) -> None:
    """A forgotten DELETE is not confirmed by "1 pick up"."""
    person = a_person(consent=Consent.OPEN, asked=older)
    turn = decide("narcan", person)
    assert said(turn) == ["kit.how"]
    assert of_kind(turn, Remember) == [Remember(None)]


def test_a_crisis_question_of_the_last_hour_keeps_the_number() -> None:
    person = a_person(asked=asked(Question.AMBER, situation="overdose"))
    turn = decide("narcan", person)
    assert of_kind(turn, Remember) == []
    assert turn.conversation is not None
    waiting = replace(in_flow(person, PROGRAM.flows["kit"]), conversation=turn.conversation)
    assert decide("1", waiting).rule == "crisis.red"


@pytest.mark.parametrize("language", list(Language))
def test_every_question_that_can_be_open_has_its_words_and_its_answer(language: Language) -> None:
    for older in QUESTIONS:
        person = a_person(asked=older, language=language)
        assert decide("1", person).rule in ("crisis.red", f"asked.{older.question}_1")
        assert decide("2", person).rule in ("asked.amber_no", f"asked.{older.question}_2")
