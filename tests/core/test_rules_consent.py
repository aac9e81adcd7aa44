"""STOP, HELP, START and JOIN: what opens and closes consent, and what is said."""

from datetime import UTC, datetime, timedelta

import pytest
from builders import MONDAY, a_cadence, a_person, a_program, a_scene, a_ticket, asked, hear, of_kind, said

from smsbot.core.effects import (
    ConsentAct,
    OpenTicket,
    Pause,
    Question,
    RecordConsent,
    Remember,
    Say,
    SetFollowUp,
    SetTimer,
    Stop,
    TextKind,
    TimerKind,
    Turn,
)
from smsbot.core.person import Consent, Person
from smsbot.core.rules.reserved import UNTIL_THEY_SAY

PROGRAM = a_program()


def decide(text: str, person: Person) -> Turn:
    return hear(text, a_scene(person, PROGRAM))


def only_say(turn: Turn) -> Say:
    (say,) = of_kind(turn, Say)
    return say


CARRIER = ["stop", "STOP", "Stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", " stop "]
OWN = ["stop!", "stop texting me", "no more texts", "leave me alone", "remove me", "ya no me escriban", "opt out"]


@pytest.mark.parametrize("text", CARRIER)
def test_what_the_carrier_answers_is_recorded_and_not_answered_again(text: str) -> None:
    turn = decide(text, a_person(consent=Consent.OPEN))
    assert turn.rule == "stop.carrier"
    assert len(of_kind(turn, Stop)) == 1
    assert said(turn) == []


@pytest.mark.parametrize("text", OWN)
def test_what_only_we_understand_as_stop_is_confirmed_once(text: str) -> None:
    turn = decide(text, a_person(consent=Consent.OPEN))
    assert of_kind(turn, Stop) == [Stop(text)]
    assert only_say(turn).kind is TextKind.STOPPED
    assert only_say(turn).key == "stop.confirm"


@pytest.mark.parametrize("text", [*CARRIER, *OWN])
def test_a_second_stop_is_met_with_silence(text: str) -> None:
    assert decide(text, a_person(consent=Consent.STOPPED)).effects == ()


@pytest.mark.parametrize("state", list(Consent))
def test_stop_counts_whatever_consent_there_was(state: Consent) -> None:
    stops = of_kind(decide("stop", a_person(consent=state)), Stop)
    assert len(stops) == (0 if state is Consent.STOPPED else 1)


def test_wanting_to_stop_using_is_not_an_opt_out() -> None:
    assert of_kind(decide("i want to stop using", a_person(consent=Consent.OPEN)), Stop) == []


@pytest.mark.parametrize("state", list(Consent))
def test_help_is_answered_in_every_state(state: Consent) -> None:
    assert only_say(decide("help", a_person(consent=state))).kind is TextKind.ANSWER


@pytest.mark.parametrize("state", [Consent.STOPPED, Consent.HELD])
def test_start_reopens_consent_and_earns_no_follow_up_without_a_cadence(state: Consent) -> None:
    turn = decide("start", a_person(consent=state))
    assert of_kind(turn, RecordConsent) == [RecordConsent(ConsentAct.START, "start")]
    assert of_kind(turn, SetFollowUp) == []
    assert only_say(turn) == Say(TextKind.ANSWER, "<start|en>", "start")


@pytest.mark.parametrize("until", [MONDAY + timedelta(days=3), UNTIL_THEY_SAY])
def test_start_ends_a_pause_and_the_next_follow_up_is_the_next_one_due(until: datetime) -> None:
    person = a_person(consent=Consent.OPEN, paused_until=until, cadence=a_cadence())
    turn = decide("start", person)
    assert of_kind(turn, RecordConsent) == [RecordConsent(ConsentAct.START, "start")]
    assert of_kind(turn, Pause) == [Pause(None)]
    (onward,) = of_kind(turn, SetFollowUp)
    assert onward.due is not None
    assert onward.due < datetime(2026, 11, 10, tzinfo=UTC)


def test_start_with_nothing_to_reopen_is_a_greeting() -> None:
    turn = decide("start", a_person())
    assert turn.rule == "start.greeting"
    assert of_kind(turn, RecordConsent) == []


@pytest.mark.parametrize("text", ["join", "sign me up", "unirme"])
def test_join_after_stop_is_as_explicit_as_start_and_asks_how_often(text: str) -> None:
    turn = decide(text, a_person(consent=Consent.STOPPED))
    assert of_kind(turn, RecordConsent) == [RecordConsent(ConsentAct.START, text)]
    assert of_kind(turn, Remember) == [Remember(None)]
    assert said(turn) == ["join.choose"]
    assert turn.conversation is not None


def test_join_during_a_red_ticket_reopens_consent_and_begins_nothing() -> None:
    turn = decide("join", a_person(consent=Consent.STOPPED, tickets=(a_ticket(),)))
    assert [type(effect).__name__ for effect in turn.effects] == ["RecordConsent", "Remember", "TellHolder"]
    assert turn.conversation is None


@pytest.mark.parametrize("state", [Consent.NONE, Consent.OPEN, Consent.INVITED])
def test_join_with_open_consent_agrees_to_nothing_before_a_choice(state: Consent) -> None:
    turn = decide("join", a_person(consent=state))
    assert of_kind(turn, RecordConsent) == []
    assert said(turn) == ["join.choose"]


SILENT = ["who is this", "ok", "yes", "1", "fuck off", "", "?", "hi", "wrong number", "every friday"]
WISHES = ["person", "call me", "delete", "narcan", "i need naloxone", "x" * 41]


@pytest.mark.parametrize("text", SILENT)
def test_after_stop_small_talk_is_met_with_silence(text: str) -> None:
    assert decide(text, a_person(consent=Consent.STOPPED)).effects == ()


@pytest.mark.parametrize("text", WISHES)
def test_after_stop_what_looks_like_a_wish_is_read_by_a_human_and_not_answered(text: str) -> None:
    turn = decide(text, a_person(consent=Consent.STOPPED))
    assert of_kind(turn, OpenTicket)[0].topic == "after_stop"
    assert of_kind(turn, OpenTicket)[0].note == text
    assert said(turn) == []
    assert turn.conversation is None


@pytest.mark.parametrize("state", [Consent.OPEN, Consent.INVITED])
def test_perhaps_a_stop_rests_automatic_texts_and_asks_once(state: Consent) -> None:
    turn = decide("bye", a_person(consent=state))
    assert of_kind(turn, RecordConsent) == [RecordConsent(ConsentAct.HOLD, "bye")]
    assert of_kind(turn, SetTimer) == [SetTimer(TimerKind.STOP_SILENCE, MONDAY + timedelta(days=1))]
    assert said(turn) == ["stop.unsure"]
    question = of_kind(turn, Remember)[0].asked
    assert question is not None
    assert question.about == {"was": state.value}


@pytest.mark.parametrize("state", [Consent.NONE, Consent.HELD])
def test_perhaps_a_stop_with_nothing_to_rest_is_asked_without_an_entry(state: Consent) -> None:
    turn = decide("bye", a_person(consent=state))
    assert of_kind(turn, RecordConsent) == []
    assert said(turn) == ["stop.unsure"]


def test_perhaps_a_stop_replaces_another_open_question() -> None:
    turn = decide("bye", a_person(consent=Consent.OPEN, asked=asked(Question.PERSON)))
    question = of_kind(turn, Remember)[0].asked
    assert question is not None
    assert question.about == {"was": "open"}
