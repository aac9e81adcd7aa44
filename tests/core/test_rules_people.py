"""People and their phones, rule by rule: a death, a loss, shared and new phones, family, away, wishes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import (
    MONDAY,
    a_cadence,
    a_flow,
    a_person,
    a_program,
    a_scene,
    a_step,
    a_ticket,
    an_ask,
    asked,
    hear,
    in_flow,
    of_kind,
    said,
)

from smsbot.core import followup
from smsbot.core.answers import Kind
from smsbot.core.cadence import Means
from smsbot.core.effects import (
    Asked,
    Away,
    ChooseCadence,
    ConsentAct,
    Effect,
    Forward,
    HoldTexts,
    MarkFamily,
    MarkMenu,
    MarkShared,
    OpenTicket,
    Question,
    RecordConsent,
    Remember,
    ReportDeath,
    SetFollowUp,
    SetTimer,
    SetWords,
    TellHolder,
    TimerKind,
    Turn,
    WishWorker,
)
from smsbot.core.flow import Level
from smsbot.core.person import Consent, OpenTicketFact, Person
from smsbot.core.plan import NOTHING_NEXT, choose, next_follow_up
from smsbot.core.rules import away

WELCOME = a_flow("welcome_back", a_step("hello", ask=an_ask({"one": ["1"]}, text="welcome")), en=["im back"])
PROGRAM = a_program(WELCOME)
PLANNED = a_person(consent=Consent.OPEN, cadence=a_cadence())
GONE = replace(PLANNED, away_since=MONDAY - timedelta(days=9))
TEXTING = OpenTicketFact("A1B2", "person", Level.ROUTINE, True, MONDAY + timedelta(hours=1))
MOM = "this is his mom, he died"


def decide(text: str, person: Person) -> Turn:
    return hear(text, a_scene(person, PROGRAM))


# --- a death


@pytest.mark.parametrize(
    ("text", "person", "rule"),
    [
        ("the person with this phone died", a_person(), "death.reported"),
        ("the person with this phone died", a_person(new=True), "grief"),
        (MOM, PLANNED, "death.reported"),
        (MOM, a_person(consent=Consent.INVITED), "death.reported"),
        (MOM, a_person(), "grief"),
        ("he passed", PLANNED, "death.reported"),
        ("he passed", a_person(), "grief"),
        ("he passed", replace(PLANNED, tickets=(a_ticket("crisis", Level.AMBER),)), "grief"),
        ("he passed", replace(PLANNED, asked=asked(Question.AMBER, situation="overdose")), "asked.amber_again"),
        ("he passed", replace(PLANNED, asked=asked(Question.PERSON)), "death.reported"),
        (
            "he passed",
            replace(PLANNED, asked=asked(Question.AMBER, ago=timedelta(days=9), situation="overdose")),
            "death.reported",
        ),
        ("my brother died", PLANNED, "grief"),
        ("my brother died", replace(PLANNED, tickets=(a_ticket(),)), "crisis.held"),
        (MOM, replace(PLANNED, tickets=(a_ticket(),)), "death.reported"),
        (MOM, replace(PLANNED, consent=Consent.STOPPED), "death.reported"),
        ("hi", replace(PLANNED, death_reported=True), "death.waiting"),
        ("START", replace(PLANNED, death_reported=True), "death.waiting"),
        (MOM, replace(PLANNED, death_reported=True), "death.waiting"),
        ("STOP", replace(PLANNED, death_reported=True), "stop.carrier"),
        ("hes not breathing", replace(PLANNED, death_reported=True), "crisis.red"),
        ("hi", replace(PLANNED, death_reported=True, tickets=(TEXTING,)), "human.forward"),
    ],
)
def test_who_is_taken_for_dead_and_who_is_grieving(text: str, person: Person, rule: str) -> None:
    assert decide(text, person).rule == rule


def test_a_reported_death_is_held_before_anything_is_said() -> None:
    turn = decide(MOM, PLANNED)
    assert turn.effects[0] == ReportDeath()
    assert said(turn) == ["death"]
    assert of_kind(turn, OpenTicket) == [OpenTicket("death", Level.AMBER, note=MOM)]
    assert turn.conversation is None


@pytest.mark.parametrize(
    ("person", "told"),
    [
        (replace(PLANNED, tickets=(a_ticket(),)), TellHolder("crisis")),
        (replace(PLANNED, tickets=(TEXTING,)), Forward("A1B2")),
    ],
)
def test_where_a_human_is_already_there_the_words_are_theirs(person: Person, told: Effect) -> None:
    turn = decide(MOM, person)
    assert said(turn) == []
    assert ReportDeath() in turn.effects
    assert told in turn.effects


def test_while_it_is_looked_into_every_text_reaches_a_human() -> None:
    known = replace(PLANNED, death_reported=True, tickets=(a_ticket("death", Level.AMBER),))
    assert decide("hello", known).effects == (TellHolder("death"),)
    forgotten = replace(PLANNED, death_reported=True)
    assert decide("hello", forgotten).effects == (OpenTicket("death", Level.AMBER, note="hello"),)


def test_grief_is_answered_with_a_person_and_makes_no_ticket_by_itself() -> None:
    turn = decide("my brother died", PLANNED)
    assert said(turn) == ["grief"]
    assert of_kind(turn, OpenTicket) == []
    assert of_kind(turn, Remember) == [Remember(Asked(Question.PERSON, MONDAY))]


def test_a_loss_in_many_words_and_a_death_that_is_reported_to_us_are_read_by_a_person() -> None:
    long = "my brother died and i keep thinking about what i said to him"
    assert of_kind(decide(long, PLANNED), OpenTicket) == [OpenTicket("words", Level.ROUTINE, note=long)]
    assert of_kind(decide(MOM, a_person(new=True)), OpenTicket)[0].topic == "death_report"


def test_a_kit_asked_for_in_grief_is_begun_and_its_question_is_the_only_one() -> None:
    turn = decide("my brother died, i need narcan", a_person())
    assert said(turn) == ["grief", "kit.how"]
    assert of_kind(turn, Remember) == []
    assert turn.conversation is not None


def test_a_place_to_meet_is_not_where_somebody_died() -> None:
    kit = PROGRAM.flows["kit"]
    assert kit.steps["where"].ask is not None
    assert kit.steps["where"].ask.answer == Kind.TEXT
    assert decide("my brother died", in_flow(a_person(), kit, "where")).rule == "grief"


# --- phones


def test_a_shared_phone_is_answered_in_the_words_that_it_means() -> None:
    turn = decide("i share this phone", a_person(name="Ana"))
    assert turn.effects[0] == MarkShared()
    assert said(turn) == ["shared_phone"]


def test_what_else_is_asked_for_on_a_shared_phone_comes_quietly() -> None:
    turn = decide("i share this phone, narcan please", a_person())
    assert said(turn) == ["shared_phone", "kit.how"]


@pytest.mark.parametrize(
    ("text", "person", "rule"),
    [
        ("JOIN", a_person(shared=True), "phone.join_on_shared"),
        ("JOIN", a_person(), "reserved.join"),
        ("every friday", a_person(shared=True), "phone.join_on_shared"),
        ("only when i text", replace(PLANNED, shared=True), "flow.cadence"),
        ("menu", a_person(shared=True), "reserved.menu"),
        ("new number", a_person(new=True), "phone.new"),
        ("cambie de numero", a_person(), "phone.new"),
        ("this is not my phone its my cousins phone", a_person(), "wrong_number"),
        ("new phone who dis", a_person(), "who"),
        ("call me on my new number", a_person(), "reserved.call"),
        ("new number", replace(PLANNED, asked=asked(Question.AMBER, situation="overdose")), "asked.amber_again"),
        ("he's locked up til march", PLANNED, "away.of_another"),
        ("he's in jail", replace(PLANNED, asked=asked(Question.AMBER, situation="overdose")), "asked.amber_again"),
        ("im his mom", a_person(), "family"),
        ("im his mom", PLANNED, "family"),
        ("im his mom", replace(PLANNED, asked=asked(Question.AMBER, situation="overdose")), "asked.amber_again"),
    ],
)
def test_which_rule_hears_what_is_said_about_a_phone(text: str, person: Person, rule: str) -> None:
    assert decide(text, person).rule == rule


def test_a_new_number_is_served_and_talked_to_before_anything_is_joined() -> None:
    turn = decide("this is dee, new phone", a_person(new=True))
    assert of_kind(turn, OpenTicket)[0].topic == "new_number"
    assert said(turn) == ["new_phone"]


def test_family_is_marked_only_on_a_phone_of_their_own() -> None:
    assert decide("im his mom", a_person()).effects[0] == MarkFamily()
    turn = decide("im his mom", PLANNED)
    assert of_kind(turn, MarkFamily) == []
    assert of_kind(turn, OpenTicket)[0].topic == "number"


def test_family_in_a_crisis_is_answered_as_a_crisis_and_remembered() -> None:
    turn = decide("my son overdosed, i found your card", a_person(new=True))
    assert MarkFamily() in turn.effects
    assert said(turn) == ["crisis.amber"]
    assert MarkFamily() not in decide("my son overdosed, i found your card", PLANNED).effects
    unsure = a_person(family=True, asked=asked(Question.AMBER, situation="overdose"))
    assert said(decide("2", unsure)) == ["crisis.amber_no", "family"]


# --- away


def test_away_with_a_day_sets_one_timer_and_keeps_the_plan() -> None:
    turn = decide("im going to jail til march", PLANNED)
    [until] = [timer.due for timer in of_kind(turn, SetTimer)]
    assert turn.effects[0] == HoldTexts()
    assert of_kind(turn, Away) == [Away(MONDAY, until)]
    assert of_kind(turn, RecordConsent)[0].act is ConsentAct.AWAY
    assert of_kind(turn, SetFollowUp) == [NOTHING_NEXT]
    assert of_kind(turn, ChooseCadence) == []
    assert of_kind(turn, SetTimer)[0].kind is TimerKind.AWAY_ENDS
    assert said(turn) == ["away.until"]


@pytest.mark.parametrize(
    ("person", "rule"),
    [
        (GONE, "away.ends"),
        (PLANNED, "away.stale"),
        (replace(GONE, death_reported=True), "away.stale"),
    ],
)
def test_on_the_day_a_worker_is_asked_unless_there_is_nobody_to_look_for(person: Person, rule: str) -> None:
    turn = away.ends(a_scene(person, PROGRAM))
    assert turn.rule == rule
    assert bool(turn.effects) is (rule == "away.ends")


@pytest.mark.parametrize(
    ("text", "person", "rule"),
    [
        ("hi", GONE, "away.welcome"),
        ("hi", PLANNED, "greeting"),
        ("hi", replace(GONE, menu_shown_at=MONDAY - timedelta(days=1)), "greeting"),
        ("hi", replace(GONE, menu_shown_at=MONDAY - timedelta(days=20)), "away.welcome"),
        ("thanks", GONE, "thanks"),
        ("narcan", GONE, "flow.kit"),
        ("x" * 50, GONE, "long"),
        ("im back", GONE, "away.back"),
        ("im back", PLANNED, "flow.welcome_back"),
        ("START", GONE, "start"),
        ("JOIN", GONE, "reserved.join"),
        ("JOIN", replace(GONE, consent=Consent.HELD), "start.join"),
    ],
)
def test_what_somebody_who_is_away_is_answered(text: str, person: Person, rule: str) -> None:
    assert decide(text, person).rule == rule


def test_the_welcome_back_is_marked_so_that_it_comes_once() -> None:
    assert MarkMenu() in decide("hi", GONE).effects


def test_a_programme_without_that_flow_greets_them_as_ever() -> None:
    turn = hear("hi", a_scene(GONE, a_program(without=[])))
    assert turn.rule == "greeting"


@pytest.mark.parametrize(
    ("text", "person", "keys"),
    [
        ("START", replace(PLANNED, consent=Consent.HELD, shared=True), ["shared_phone.join"]),
        ("START", a_person(consent=Consent.HELD, shared=True), ["start"]),
        ("JOIN", replace(PLANNED, consent=Consent.HELD, shared=True), ["shared_phone.join"]),
        ("JOIN", replace(PLANNED, consent=Consent.HELD, tickets=(a_ticket(),)), []),
    ],
)
def test_a_shared_phone_is_promised_no_hellos(text: str, person: Person, keys: list[str]) -> None:
    assert said(decide(text, person)) == keys


@pytest.mark.parametrize("text", ["START", "JOIN", "im back"])
def test_start_join_and_im_back_say_that_they_are_back(text: str) -> None:
    assert Away(None) in decide(text, GONE).effects
    assert Away(None) not in decide(text, PLANNED).effects


def test_start_and_join_bring_the_plan_back_and_im_back_does_not() -> None:
    for text in ("START", "JOIN"):
        assert of_kind(decide(text, GONE), SetFollowUp)[0].due is not None
    assert of_kind(decide("im back", GONE), SetFollowUp) == []


def test_join_after_a_stop_keeps_a_pause_that_still_runs() -> None:
    paused = replace(PLANNED, consent=Consent.HELD, paused_until=MONDAY + timedelta(days=30))
    [onward] = of_kind(decide("JOIN", paused), SetFollowUp)
    assert onward.due is not None
    assert onward.due >= MONDAY + timedelta(days=30)


def test_who_chooses_texts_is_back_and_who_only_wants_less_is_not() -> None:
    scene = a_scene(GONE, PROGRAM)
    assert choose(scene, a_cadence(), "weekly")[0] == Away(None)
    assert of_kind(Turn(choose(scene, a_cadence(), "weekly")), SetFollowUp)[0].due is not None
    assert of_kind(Turn(choose(scene, a_cadence(), "less", keep_pause=True)), Away) == []
    assert of_kind(Turn(choose(scene, None, "none")), Away) == []


def test_nothing_is_planned_for_who_rests() -> None:
    for person in (GONE, replace(PLANNED, death_reported=True)):
        assert next_follow_up(a_cadence(), person, MONDAY.date(), MONDAY) == NOTHING_NEXT


# --- due follow-ups


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, "follow_up.sent"),
        ({"shared": True}, "follow_up.rests"),
        ({"away_since": MONDAY}, "follow_up.rests"),
        ({"death_reported": True}, "follow_up.rests"),
        ({"shared": True, "cadence": a_cadence(means=Means.CALL)}, "follow_up.by_worker"),
    ],
)
def test_a_due_hello_rests_with_the_person(changes: dict[str, object], rule: str) -> None:
    person = replace(PLANNED, **changes)  # type: ignore[arg-type]
    assert followup.fire(a_scene(person, PROGRAM), MONDAY.date()).rule == rule


# --- wishes


@pytest.mark.parametrize(
    ("text", "effect", "keys"),
    [
        ("not sam", WishWorker(avoid="sam"), ["worker.avoid"]),
        ("i want dee", WishWorker(prefer="dee"), ["worker.prefer"]),
        ("not sam, i want pat", WishWorker("pat", "sam"), ["worker.avoid", "worker.prefer"]),
        ("talk to dee", WishWorker("dee"), ["person.asked"]),
    ],
)
def test_whom_they_would_like_is_noted_and_said(text: str, effect: WishWorker, keys: list[str]) -> None:
    turn = decide(text, PLANNED)
    assert turn.effects[0] == effect
    assert said(turn) == keys


@pytest.mark.parametrize(
    ("text", "person", "effect", "key"),
    [
        ("just hello", PLANNED, SetWords(quiet=True, hello_only=True), "words.quiet"),
        ("plain words", PLANNED, SetWords(quiet=False), "words.plain"),
        ("quiet words", replace(PLANNED, shared=True), SetWords(quiet=True), "words.quiet"),
        ("plain words", replace(PLANNED, shared=True), None, "shared_phone"),
    ],
)
def test_words_change_at_once(text: str, person: Person, effect: SetWords | None, key: str) -> None:
    turn = decide(text, person)
    assert turn.rule == "wish.words"
    assert of_kind(turn, SetWords) == ([effect] if effect else [])
    assert said(turn) == [key]


# --- a joined phone


@pytest.mark.parametrize(("text", "keys"), [("1", ["start"]), ("2", ["cadence.none"])])
def test_who_was_joined_to_a_new_phone_says_whether_their_plan_goes_on(text: str, keys: list[str]) -> None:
    joined = replace(PLANNED, consent=Consent.INVITED, asked=asked(Question.JOIN_BACK))
    turn = decide(text, joined)
    assert said(turn) == keys
    assert bool([entry for entry in of_kind(turn, RecordConsent) if entry.act is ConsentAct.OPT_IN]) is (text == "1")
    assert (of_kind(turn, SetFollowUp)[0].due is not None) is (text == "1")
