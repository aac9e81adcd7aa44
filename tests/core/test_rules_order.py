"""The order of the rules for one inbound text: each beats those after it, in both languages."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import (
    MONDAY,
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

from smsbot.core.effects import (
    ConsentAct,
    HoldTexts,
    OpenTicket,
    Question,
    RecordConsent,
    Remember,
    SetLanguage,
    Stop,
    TellHolder,
    Turn,
)
from smsbot.core.flow import Level
from smsbot.core.inbound import RULES
from smsbot.core.language import Language
from smsbot.core.person import Consent, Person
from smsbot.core.rules import asked as asked_rules
from smsbot.core.rules import (
    away,
    consent,
    conversation,
    crisis,
    death,
    human,
    other,
    phones,
    requests,
    reserved,
    wishes,
)

PROGRAM = a_program()
KIT = PROGRAM.flows["kit"]
CHECK_IN = PROGRAM.flows["check_in"]


def decide(text: str, person: Person, media: int = 0) -> Turn:
    return hear(text, a_scene(person, PROGRAM), media=media)


def test_the_rules_stand_in_the_order_that_the_design_names() -> None:
    expected = (
        crisis.red,
        crisis.amber,
        asked_rules.amber,
        consent.stop,
        consent.ask_for_help,
        consent.start,
        crisis.held,
        asked_rules.amber_after_stop,
        consent.stopped_stays_silent,
        asked_rules.answered,
        conversation.answer,
        consent.perhaps_stop,
        reserved.act,
        conversation.wish,
        other.wrong_number,
        crisis.perhaps,
        conversation.keyword,
        consent.perhaps_meant_stop,
        asked_rules.amber_unclear,
        other.thanks,
        conversation.try_again,
        conversation.how_often,
        other.anything,
    )
    # Rules about a human who is on, open requests, and people and their phones stand between these; their own tests
    # say where.
    elsewhere = {module.__name__ for module in (human, requests, away, death, phones, wishes)}
    assert tuple(rule for rule in RULES if rule.__module__ not in elsewhere) == expected


HELD = a_person(consent=Consent.OPEN, tickets=(a_ticket(),))
STOPPED = a_person(consent=Consent.STOPPED)
ASKED = a_person(asked=asked(Question.PERSON))
AT_KIT = in_flow(a_person(consent=Consent.OPEN), KIT)
AT_PLACE = in_flow(a_person(consent=Consent.OPEN), KIT, "where")
UNSURE = a_person(asked=asked(Question.AMBER, situation="suicide"))

# What is said in English, what in Spanish, to whom, and the rule that decides although later ones could.
BEATS = [
    # crisis beats everything
    ("hes not breathing", "no respira", a_person(), "crisis.red"),
    ("hes not breathing", "no respira", STOPPED, "crisis.red"),
    ("hes not breathing", "no respira", HELD, "crisis.red"),
    ("hes not breathing", "no respira", AT_PLACE, "crisis.red"),
    ("hes not breathing", "no respira", UNSURE, "crisis.red"),
    ("stop texting me hes not breathing", "dejen de escribirme, no respira", AT_KIT, "crisis.red"),
    ("please help", "por favor ayudenme", AT_PLACE, "crisis.amber"),
    ("please help", "por favor ayudenme", STOPPED, "crisis.amber"),
    # the answer to "is anyone in danger?" beats STOP, the open question and silence after STOP
    ("1", "si", replace(AT_KIT, asked=UNSURE.asked), "crisis.red"),
    ("2", "no hay", replace(AT_KIT, asked=UNSURE.asked), "asked.amber_no"),
    ("1", "hay peligro", replace(STOPPED, asked=UNSURE.asked), "crisis.red"),
    ("2", "no", replace(STOPPED, asked=UNSURE.asked), "asked.amber_no"),
    # STOP beats a held person, a question and a conversation
    ("STOP", "stop", AT_PLACE, "stop.carrier"),
    ("please stop texting me", "ya no me escriban", AT_PLACE, "stop.own"),
    ("no more texts", "no quiero mas mensajes", ASKED, "stop.own"),
    ("stop", "Stop", HELD, "stop.carrier"),
    ("stop texting me", "ya no me escriban", UNSURE, "stop.own"),
    ("unsubscribe", "ya no me escriban", STOPPED, "stop.again"),
    # HELP and START beat silence, holds and questions
    ("help", "ayuda", STOPPED, "help"),
    ("HELP", "AYUDA", HELD, "help"),
    ("info", "informacion", AT_PLACE, "help"),
    ("start", "empezar", STOPPED, "start"),
    ("unstop", "volver", replace(STOPPED, tickets=HELD.tickets), "start"),
    ("join", "unirme", STOPPED, "start.join"),
    ("start", "empezar", AT_PLACE, "start.greeting"),
    # a held person is left to their human
    ("1", "1", replace(HELD, asked=ASKED.asked), "crisis.held"),
    ("person", "persona", HELD, "crisis.held"),
    ("narcan", "naloxona", replace(AT_KIT, tickets=HELD.tickets), "crisis.held"),
    ("wrong number", "numero equivocado", HELD, "crisis.held"),
    ("thanks", "gracias", HELD, "crisis.held"),
    ("we are at 5th street", "estamos en la calle 5", replace(STOPPED, tickets=HELD.tickets), "crisis.held"),
    # after STOP nothing else is answered
    ("who is this", "quien es", STOPPED, "stopped.silent"),
    ("wrong number", "numero equivocado", STOPPED, "stopped.silent"),
    ("1", "1", replace(STOPPED, asked=ASKED.asked), "stopped.silent"),
    ("thanks", "gracias", STOPPED, "stopped.silent"),
    ("person", "persona", STOPPED, "stopped.to_a_person"),
    ("narcan", "naloxona", STOPPED, "stopped.to_a_person"),
    # a question outside a flow beats the open one; both beat what follows
    ("1", "si", replace(AT_KIT, asked=ASKED.asked), "asked.person_1"),
    ("2", "no", replace(AT_KIT, asked=ASKED.asked), "asked.person_2"),
    ("1", "1", AT_KIT, "flow.kit"),
    ("the library", "la biblioteca", AT_PLACE, "flow.kit"),
    # ... but a question that takes any words does not swallow a wish
    ("person", "persona", AT_PLACE, "reserved.person"),
    ("bye", "ya no quiero", AT_PLACE, "stop.unsure"),
    ("wrong number", "numero equivocado", AT_PLACE, "wrong_number"),
    ("who is this", "quien es", AT_PLACE, "who"),
    # perhaps an opt-out beats reserved words, keywords and retries
    ("bye", "ya no quiero", AT_KIT, "stop.unsure"),
    # ... but what says how much is to stop is done
    ("stop texting me every day", "no me escriban tanto", AT_KIT, "reserved.less"),
    # reserved words beat wishes, keywords and retries
    ("menu", "opciones", AT_KIT, "reserved.menu"),
    ("pause til monday", "pausa hasta el lunes", AT_KIT, "reserved.pause"),
    # a wish in own words beats keywords and retries
    ("every other tuesday", "cada dos semanas", AT_KIT, "flow.cadence"),
    # a wrong number beats keywords
    ("wrong number no narcan here", "numero equivocado", AT_KIT, "wrong_number"),
    ("who is this narcan thing", "quien es, naloxona", a_person(), "who"),
    # a keyword beats the retry and the small talk
    ("naloxone", "naloxona", in_flow(a_person(), CHECK_IN), "flow.kit"),
    # an unanswered "is anyone in danger?" beats thanks and retries
    ("ok thanks", "ok gracias", UNSURE, "asked.amber_again"),
    ("maybe", "quizas", replace(AT_KIT, asked=UNSURE.asked), "asked.amber_again"),
    ("maybe", "quizas", replace(STOPPED, asked=UNSURE.asked), "asked.amber_again"),
    # thanks for a hello are met with silence; thanks in the middle of something are not
    ("thank you god bless", "gracias dios la bendiga", a_person(), "thanks"),
    ("thank you", "gracias", in_flow(a_person(), CHECK_IN, unasked=True), "thanks"),
    ("sounds good", "perfecto", AT_KIT, "flow.kit"),
    # the retry beats the menu
    ("purple", "morado", AT_KIT, "flow.kit"),
    # and the rest
    ("hello", "hola", a_person(), "greeting"),
    ("purple", "morado", a_person(new=True), "greeting"),
    ("purple", "morado", a_person(), "menu"),
]


@pytest.mark.parametrize(("english", "spanish", "person", "rule"), BEATS)
def test_each_rule_beats_those_after_it_in_both_languages(
    english: str, spanish: str, person: Person, rule: str
) -> None:
    assert decide(english, person).rule == rule
    assert decide(spanish, replace(person, language=Language.ES)).rule == rule


def test_a_crisis_in_the_middle_of_a_question_is_answered_and_ends_the_conversation() -> None:
    turn = decide("hes not breathing", AT_PLACE)
    assert said(turn) == ["crisis.overdose"]
    assert of_kind(turn, HoldTexts) == [HoldTexts()]
    assert of_kind(turn, OpenTicket) == [OpenTicket("crisis", Level.RED, note="hes not breathing")]
    assert of_kind(turn, Remember) == [Remember(None)]


def test_an_opt_out_inside_a_crisis_text_is_recorded_and_the_crisis_answered_once() -> None:
    turn = decide("stop texting me hes not breathing", AT_KIT)
    assert of_kind(turn, Stop) == [Stop("stop texting me hes not breathing")]
    assert of_kind(turn, HoldTexts) == []
    assert said(turn) == ["crisis.overdose"]
    assert [ticket.level for ticket in of_kind(turn, OpenTicket)] == [Level.RED]


def test_an_opt_out_inside_an_unclear_text_is_recorded_and_the_question_asked_all_the_same() -> None:
    turn = decide("stop texting me. please help", AT_KIT)
    assert len(of_kind(turn, Stop)) == 1
    assert said(turn) == ["crisis.amber"]
    # The question outlives the STOP that comes before it in this turn.
    assert isinstance(turn.effects[-1], Remember)
    assert turn.effects[-1].asked is not None


@pytest.mark.parametrize("state", [HELD, STOPPED, ASKED, AT_KIT, AT_PLACE, a_person(new=True)])
@pytest.mark.parametrize(
    ("text", "key"), [("i took too much", "crisis.overdose"), ("im going to kill myself", "crisis.suicide")]
)
def test_a_crisis_is_answered_first_and_alerted_in_any_state(state: Person, text: str, key: str) -> None:
    turn = decide(text, state)
    assert said(turn) == [key]
    assert of_kind(turn, OpenTicket)[0].level is Level.RED


def test_a_crisis_in_the_other_language_is_answered_in_that_one() -> None:
    turn = decide("mi amigo no respira", a_person(language=Language.EN))
    assert turn.effects[0] == SetLanguage(Language.ES)
    assert "|es>" in str(turn.effects[2])


def test_a_first_text_sets_the_language_and_later_ones_do_not() -> None:
    assert SetLanguage(Language.ES) in decide("hola buenas tardes", a_person(new=True)).effects
    assert of_kind(decide("hola buenas tardes", a_person()), SetLanguage) == []
    assert of_kind(decide("12345", a_person(new=True)), SetLanguage) == []


def test_a_hold_tells_every_human_who_has_or_will_have_a_red_ticket_and_says_nothing() -> None:
    person = a_person(tickets=(a_ticket("crisis"), a_ticket("stuck", Level.ROUTINE), a_ticket("ride", Level.RED)))
    turn = decide("where are you", person)
    assert turn.effects == (TellHolder("crisis"), TellHolder("ride"))


@pytest.mark.parametrize("text", ["help", "start", "join", "stop", "please stop texting me"])
@pytest.mark.parametrize("state", [Consent.NONE, Consent.OPEN, Consent.STOPPED])
def test_what_is_answered_during_a_hold_is_told_to_the_human_too(text: str, state: Consent) -> None:
    person = a_person(tickets=(a_ticket(),), consent=state)
    assert of_kind(decide(text, person), TellHolder) == [TellHolder("crisis")]


def test_a_ticket_that_is_not_red_holds_nothing() -> None:
    person = a_person(tickets=(a_ticket("crisis", Level.AMBER), a_ticket("kit", Level.ROUTINE)))
    assert decide("narcan", person).rule == "flow.kit"


WHATEVER = [
    "",
    " ",
    "?",
    "!!!",
    "🙏",
    "\x00",
    "1" * 1600,
    "stop " * 300,
    "{",
    "%s",
    "\ud83d",
    "ｓｔｏｐ",
    "no",
    "y" * 41,
]


@pytest.mark.parametrize("text", WHATEVER)
@pytest.mark.parametrize("state", [a_person(), HELD, STOPPED, ASKED, AT_KIT, AT_PLACE, UNSURE, a_person(new=True)])
def test_any_text_in_any_state_gets_one_turn_with_a_rule(text: str, state: Person) -> None:
    assert decide(text, state, media=1).rule


OPENS = {ConsentAct.OPT_IN, ConsentAct.START}
NOT_EXPLICIT = [
    "yes",
    "ok",
    "1",
    "2",
    "si",
    "hi",
    "thanks",
    "narcan",
    "person",
    "less",
    "pause",
    "every friday",
    "more",
]


@pytest.mark.parametrize("text", NOT_EXPLICIT)
@pytest.mark.parametrize("state", [Consent.STOPPED, Consent.HELD, Consent.NONE, Consent.INVITED])
def test_no_other_word_reopens_consent_by_itself(text: str, state: Consent) -> None:
    turn = decide(text, a_person(consent=state))
    assert [entry for entry in of_kind(turn, RecordConsent) if entry.act in OPENS] == []


def test_an_old_question_is_no_longer_answered_by_a_number() -> None:
    person = a_person(asked=asked(Question.DELETE, ago=timedelta(days=2)))
    turn = hear("1", a_scene(person, PROGRAM, MONDAY))
    assert turn.rule == "menu"
    assert of_kind(turn, Stop) == []
