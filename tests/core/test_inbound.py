"""Promises that every decision keeps, whatever is texted in whatever state."""

from dataclasses import replace
from datetime import datetime, timedelta

from builders import (
    MONDAY,
    NIGHT,
    a_cadence,
    a_lexicon,
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
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbot.core.answer_fit import saved_cadence
from smsbot.core.effects import (
    ChooseCadence,
    ConsentAct,
    Forget,
    OpenTicket,
    Question,
    RecordConsent,
    Remember,
    Say,
    SetFollowUp,
    Stop,
    TellHolder,
    TextKind,
)
from smsbot.core.flow import Level
from smsbot.core.gate import Facts, Pass, rule
from smsbot.core.language import Language
from smsbot.core.person import Consent, Person
from smsbot.core.words import OptOut, Reserved, Urgency, read

PROGRAM = a_program()
SAYINGS = [
    *("hes not breathing", "no respira", "please help", "i took too much", "stop texting me hes not breathing"),
    *("stop", "STOP", "no more texts", "ya no me escriban", "bye", "stop texting me every day", "i want to stop using"),
    *("help", "ayuda", "start", "unstop", "empezar", "join", "unirme", "menu", "person", "call me", "plan", "pause"),
    *("pausa hasta el lunes", "away", "less", "more", "next", "back", "why", "espanol", "status", "delete"),
    *("1", "2", "3", "yes", "no", "ok", "si", "maybe", "every friday", "only when i text", "after 3", "narcan"),
    *("naloxona", "wrong number", "who is this", "thanks", "god bless", "🙏", "😭", "", "?", "hi", "purple", "{", "%s"),
    *("he passed last week", "this is his mom, he died", "the person with this phone died", "my brother died"),
    *("i share this phone", "new number", "he's locked up til march", "im his mom", "im going to jail til march"),
    *("not sam", "i want dee", "just hello", "plain words", "i'm back"),
    *("i have been thinking about a lot of things lately you know", "x" * 1600),
]
TEXTS = st.sampled_from(SAYINGS) | st.text(max_size=60)
QUESTIONS = st.sampled_from(
    [
        None,
        asked(Question.AMBER, situation="overdose"),
        asked(Question.AMBER, situation="suicide", again=True),
        asked(Question.STOP, was="open"),
        asked(Question.STOP, ago=timedelta(days=3), was="none"),
        asked(Question.MORE, cadence=saved_cadence(a_cadence()), words="more"),
        asked(Question.DELETE),
        asked(Question.PERSON),
        asked(Question.INVITE, flow="join"),
        asked(Question.INVITE, flow="gone"),
        asked(Question.JOIN_BACK),
    ]
)
TICKETS = st.sampled_from(
    [(), (a_ticket(),), (a_ticket("ride"),), (a_ticket("crisis", Level.AMBER), a_ticket("kit", Level.ROUTINE))]
)
TALKS = st.sampled_from(
    [None, ("kit", "how"), ("kit", "where"), ("kit", "gone"), ("check_in", "today"), ("join", "choose")]
)


@st.composite
def people(draw: st.DrawFn) -> Person:
    person = a_person(
        language=draw(st.sampled_from(list(Language))),
        consent=draw(st.sampled_from(list(Consent))),
        cadence=draw(st.sampled_from([None, a_cadence()])),
        paused_until=draw(st.sampled_from([None, MONDAY + timedelta(days=9)])),
        asked=draw(QUESTIONS),
        tickets=draw(TICKETS),
        quiet=draw(st.booleans()),
        new=draw(st.booleans()),
        shared=draw(st.booleans()),
        away_since=draw(st.sampled_from([None, None, MONDAY - timedelta(days=9)])),
        death_reported=draw(st.sampled_from([False, False, True])),
        family=draw(st.booleans()),
        menu_shown_at=draw(st.sampled_from([None, MONDAY, MONDAY - timedelta(days=2)])),
    )
    talk = draw(TALKS)
    if talk is None:
        return person
    return in_flow(person, PROGRAM.flows[talk[0]], talk[1], unasked=draw(st.booleans()))


MOMENTS = st.sampled_from([MONDAY, NIGHT])


@settings(max_examples=400, deadline=None)
@given(text=TEXTS, person=people(), now=MOMENTS, media=st.integers(0, 2))
def test_every_decision_keeps_the_promises(text: str, person: Person, now: datetime, media: int) -> None:
    scene = replace(a_scene(person, PROGRAM), now=now)
    turn = hear(text, scene, media=media)
    reading = read(text, a_lexicon())
    kinds = [say.kind for say in of_kind(turn, Say)]

    assert turn.rule
    # P6: a crisis is answered, and a human alerted.
    if reading.urgency is not None:
        assert TextKind.CRISIS in kinds
        assert of_kind(turn, OpenTicket)
    if reading.urgency is Urgency.RED:
        assert of_kind(turn, OpenTicket)[0].level is Level.RED
    # P4: a sure opt-out is recorded, once, and nothing else but its confirmation or a crisis answer is said.
    if reading.opt_out is OptOut.SURE and person.consent is not Consent.STOPPED:
        red = "crisis.red" in turn.rule
        assert of_kind(turn, Stop) or red or turn.rule.startswith("asked.amber")
        assert set(kinds) <= {TextKind.STOPPED, TextKind.CRISIS}
    assert len(of_kind(turn, Stop)) <= 1
    # P3: only an explicit act opens consent.
    if [entry for entry in of_kind(turn, RecordConsent) if entry.act in (ConsentAct.OPT_IN, ConsentAct.START)]:
        explicit = reading.reserved in (Reserved.START, Reserved.JOIN)
        assert explicit or turn.rule in ("asked.stop_2", "asked.invite_1", "asked.join_back_1")
    # P5: no text that nobody asked for; nothing is chosen but by the person.
    assert not {TextKind.FOLLOW_UP, TextKind.INVITE, TextKind.TRUTH}.intersection(kinds)
    assert len(of_kind(turn, ChooseCadence)) <= 1
    assert len(of_kind(turn, SetFollowUp)) <= 1
    # What cannot be undone needs its 1.
    assert not of_kind(turn, Forget) or turn.rule == "asked.delete_1"


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, person=people())
def test_after_stop_the_gate_passes_nothing_of_a_turn_but_what_may_be_said(text: str, person: Person) -> None:
    person = replace(person, consent=Consent.STOPPED)
    turn = hear(text, a_scene(person, PROGRAM))
    reopened = [entry for entry in of_kind(turn, RecordConsent) if entry.act is ConsentAct.START]
    for say in of_kind(turn, Say):
        facts = Facts(
            say.kind,
            Consent.OPEN if reopened else Consent.STOPPED,
            PROGRAM.settings.window,
            stop_seq=5,
            permit_seq=6,
            permit_at=MONDAY,
        )
        if rule(facts, MONDAY) == Pass():
            assert reopened or say.kind in (TextKind.CRISIS, TextKind.ANSWER)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, person=people())
def test_during_a_red_ticket_nothing_but_a_crisis_or_help_is_answered_and_a_human_always_hears(
    text: str, person: Person
) -> None:
    person = replace(person, tickets=(a_ticket(),))
    turn = hear(text, a_scene(person, PROGRAM))
    assert any(isinstance(effect, TellHolder | OpenTicket) for effect in turn.effects)
    allowed = {TextKind.CRISIS, TextKind.ANSWER, TextKind.STOPPED}
    assert {say.kind for say in of_kind(turn, Say)} <= allowed


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, person=people())
def test_nobody_with_a_question_of_theirs_open_is_left_without_an_answer(text: str, person: Person) -> None:
    """Silence is only for thanks, a held or stopped person, one whose death was reported (a human answers), a declined
    offer, and the second time nothing helps.
    """
    turn = hear(text, a_scene(person, PROGRAM))
    if said(turn) or person.held or person.consent is Consent.STOPPED or person.death_reported:
        return
    finished = turn.conversation is not None and turn.rule.startswith("flow.")
    assert finished or turn.rule in ("thanks", "silence", "stop.carrier", "asked.person_2")


@settings(deadline=None)
@given(text=TEXTS, person=people())
def test_a_question_is_forgotten_or_replaced_but_never_answered_twice(text: str, person: Person) -> None:
    turn = hear(text, a_scene(person, PROGRAM))
    if turn.rule.startswith("asked.") and not turn.rule.startswith(("asked.amber_again", "asked.amber_told")):
        assert of_kind(turn, Remember)[0] == Remember(None)
