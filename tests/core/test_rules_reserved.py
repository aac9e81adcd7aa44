"""The words that work at any time, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest
from builders import MONDAY, NIGHT, a_cadence, a_person, a_program, a_scene, a_ticket, bodies, hear, of_kind, said

from smsbot.core.cadence import Means, Unit
from smsbot.core.effects import (
    ChooseCadence,
    ConsentAct,
    Effect,
    HoldTexts,
    OpenTicket,
    Pause,
    Question,
    RecordConsent,
    Remember,
    SetFollowUp,
    SetLanguage,
    Turn,
)
from smsbot.core.flow import Level
from smsbot.core.language import Language
from smsbot.core.person import Consent, Person
from smsbot.core.plan import UNTIL_THEY_SAY
from smsbot.core.rules import reserved
from smsbot.core.words import Reserved

PROGRAM = a_program()
WEEKLY = a_person(consent=Consent.OPEN, cadence=a_cadence(), next_due=MONDAY + timedelta(days=7))


def decide(text: str, person: Person | None = None) -> Turn:
    return hear(text, a_scene(person or a_person(), PROGRAM))


def kinds(turn: Turn) -> list[type[Effect]]:
    return [type(effect) for effect in turn.effects]


def test_every_reserved_word_does_something() -> None:
    decided_elsewhere = {Reserved.HELP, Reserved.START}
    assert set(reserved._ACTS) == set(Reserved) - decided_elsewhere


WORDS = [
    ("menu", "opciones", "menu.choose"),
    ("join", "unirme", "join.choose"),
    ("person", "persona", "person.asked"),
    ("call", "llamar", "call.asked"),
    ("plan", "mi plan", "plan.none"),
    ("pause", "pausa", "pause.how"),
    ("away", "fuera", "away.done"),
    ("less", "menos", "less.none"),
    ("more", "mas", "cadence.choose"),
    ("next", "siguiente", "next.none"),
    ("back", "atras", "back.none"),
    ("start over", "empezar de nuevo", "menu.choose"),
    ("why", "por que", "why"),
    ("language", "idioma", "language.done"),
    ("status", "estado", "status.none"),
    ("delete", "borrar", "delete.ask"),
]


@pytest.mark.parametrize(("english", "spanish", "key"), WORDS)
def test_each_word_is_understood_in_both_languages(english: str, spanish: str, key: str) -> None:
    assert said(decide(english)) == [key]
    assert said(decide(spanish, a_person(language=Language.ES))) == [key]


@pytest.mark.parametrize("word", ["menu", "join", "more", "call instead"])
def test_a_word_whose_flow_is_gone_is_answered_by_a_human(word: str) -> None:
    program = a_program(without=["menu", "join", "cadence"])
    turn = hear(word, a_scene(a_person(), program))
    assert len(of_kind(turn, OpenTicket)) == 1
    assert said(turn) == ["call.asked" if "call" in word else "person.asked"]


@pytest.mark.parametrize(("now", "key"), [(MONDAY, "person.asked"), (NIGHT, "person.asked_closed")])
def test_person_makes_a_ticket_and_tells_the_truth_about_when(now: datetime, key: str) -> None:
    turn = hear("person", a_scene(a_person(), PROGRAM, now))
    assert of_kind(turn, OpenTicket) == [OpenTicket("person", Level.ROUTINE, note="person")]
    assert said(turn) == [key]


@pytest.mark.parametrize("person", [a_person(), WEEKLY])
@pytest.mark.parametrize("text", ["call me", "call me tomorrow", "llameme"])
def test_call_asks_for_a_call_with_or_without_a_plan(text: str, person: Person) -> None:
    turn = decide(text, person)
    assert of_kind(turn, OpenTicket) == [OpenTicket("call", Level.ROUTINE, note=text)]
    assert said(turn) == ["call.asked"]


def test_call_me_instead_changes_the_plan_of_those_who_have_one() -> None:
    turn = decide("call me instead", WEEKLY)
    assert turn.conversation is not None
    assert '"means": "call"' in turn.conversation.answers["wish"]
    assert of_kind(decide("call me instead"), OpenTicket)[0].topic == "call"


def test_plan_and_next_say_what_was_chosen() -> None:
    assert bodies(decide("plan", WEEKLY)) == ["once a week between 1 pm and 5 pm, by text"]
    assert said(decide("next", WEEKLY)) == ["next.some"]


def test_pause_until_a_day_acts_at_once_and_names_it() -> None:
    turn = decide("pause til thursday", WEEKLY)
    until = datetime(2026, 11, 5, 5, 0, tzinfo=UTC)
    assert of_kind(turn, RecordConsent) == [RecordConsent(ConsentAct.PAUSE, "pause til thursday")]
    assert of_kind(turn, Pause) == [Pause(until)]
    assert of_kind(turn, SetFollowUp)[0].day is not None
    assert bodies(turn) == ["Thu Nov 5"]


def test_pause_without_a_day_lasts_until_they_say() -> None:
    turn = decide("pause", WEEKLY)
    assert of_kind(turn, Pause) == [Pause(UNTIL_THEY_SAY)]
    assert of_kind(turn, SetFollowUp) == [SetFollowUp(None, None)]
    assert said(turn) == ["pause.how"]


def test_away_ends_every_text_and_nothing_starts_again_by_itself() -> None:
    turn = decide("i am going to jail monday", WEEKLY)
    assert kinds(turn)[0] is HoldTexts
    assert of_kind(turn, ChooseCadence) == []  # what they chose stays written; only they bring it back
    assert of_kind(turn, SetFollowUp) == [SetFollowUp(None, None)]
    assert said(turn) == ["away.done"]


def test_less_acts_at_once_without_asking() -> None:
    turn = decide("less", WEEKLY)
    assert of_kind(turn, ChooseCadence) == [ChooseCadence(a_cadence(interval=2), "less")]
    assert bodies(turn) == ["every 2 weeks between 1 pm and 5 pm, by text"]


def test_less_than_monthly_is_only_when_i_text() -> None:
    turn = decide("less", a_person(consent=Consent.OPEN, cadence=a_cadence(unit=Unit.MONTH)))
    assert of_kind(turn, ChooseCadence)[0].cadence is None
    assert bodies(turn) == ["only when you text"]


@pytest.mark.parametrize("until", [MONDAY + timedelta(days=30), UNTIL_THEY_SAY])
def test_less_keeps_a_pause(until: datetime) -> None:
    person = a_person(consent=Consent.OPEN, cadence=a_cadence(), paused_until=until)
    turn = decide("less", person)
    assert of_kind(turn, Pause) == [Pause(until)]
    assert all(onward.due is None or onward.due >= until for onward in of_kind(turn, SetFollowUp))


def test_more_only_asks() -> None:
    turn = decide("more", WEEKLY)
    question = of_kind(turn, Remember)[0].asked
    assert question is not None
    assert question.question is Question.MORE
    assert of_kind(turn, ChooseCadence) == []
    assert bodies(turn) == ["every 3 days between 1 pm and 5 pm, by text"]


def test_delete_only_asks() -> None:
    question = of_kind(decide("delete my data"), Remember)[0].asked
    assert question is not None
    assert question.question is Question.DELETE


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("language", Language.EN, Language.ES),
        ("idioma", Language.ES, Language.EN),
        ("espanol", Language.EN, Language.ES),
        ("espanol", Language.ES, Language.ES),
        ("english please", Language.ES, Language.EN),
        ("no hablo ingles", Language.EN, Language.ES),
    ],
)
def test_the_language_asked_for_is_the_one_it_is_confirmed_in(text: str, language: Language, wanted: Language) -> None:
    turn = decide(text, a_person(language=language))
    assert of_kind(turn, SetLanguage) == [SetLanguage(wanted)]
    assert bodies(turn) == [f"<language.done|{wanted}>"]


def test_status_counts_what_is_open_and_names_no_topic() -> None:
    tickets = (a_ticket("kit", Level.ROUTINE, taken=True), a_ticket("ride", Level.AMBER))
    assert bodies(decide("status", a_person(tickets=tickets))) == ["1 with a person, 1 waiting for a person"]
    spanish = decide("estado", a_person(tickets=tickets[:1], language=Language.ES))
    assert bodies(spanish) == ["1 con una persona"]


@pytest.mark.parametrize("state", list(Consent))
def test_who_wants_no_texts_still_gets_a_person(state: Consent) -> None:
    assert len(of_kind(decide("person", a_person(consent=state)), OpenTicket)) == 1


def test_a_visit_stays_a_visit_when_it_becomes_rarer() -> None:
    person = a_person(consent=Consent.OPEN, cadence=a_cadence(means=Means.VISIT))
    chosen = of_kind(decide("less", person), ChooseCadence)[0].cadence
    assert chosen is not None
    assert chosen.means is Means.VISIT
