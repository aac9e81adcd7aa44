"""The rest of the language: calls, going back, chance, marks, waits, series, texts that do not arrive."""

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
    a_text,
    a_ticket,
    an_ask,
    bodies,
    hear,
    in_flow,
    of_kind,
    said,
    to,
)

from smsbot.core import engine
from smsbot.core.answers import Kind
from smsbot.core.cadence import Means, from_json, less, to_json
from smsbot.core.conversation import Conversation, Spot, Status
from smsbot.core.effects import (
    ChangeRequest,
    ForgetAnswer,
    OpenTicket,
    RecordConsent,
    Remember,
    SaveAnswer,
    Say,
    SetTimer,
    Tag,
    TextKind,
    TimerKind,
    Turn,
)
from smsbot.core.flow import Branch, Flow, Level
from smsbot.core.follow import MAX_DEPTH
from smsbot.core.person import Consent, Person
from smsbot.core.scene import Occurrence, Scene

ONE_TWO = {"one": ["1"], "two": ["2"]}
WEEKLY = a_person(consent=Consent.OPEN, cadence=a_cadence())


def begin(*flows: Flow, person: Person | None = None, unasked: bool = False) -> Turn:
    return engine.start(a_scene(person, a_program(*flows)), flows[0].name, unasked=unasked)


def later(scene: Scene, turn: Turn) -> Scene:
    """The same person after a turn."""
    state = turn.conversation
    assert state is not None
    asleep = state if state.status is Status.SLEEPING else scene.person.asleep
    waiting = state if state.status is Status.WAITING else None
    flow = scene.program.flows[state.flow] if waiting is not None else None
    return replace(scene, person=replace(scene.person, conversation=waiting, flow=flow, asleep=asleep))


def walk(scene: Scene, name: str, *texts: str) -> tuple[Scene, Turn]:
    """Start a flow and answer in turn."""
    turn = engine.start(scene, name)
    for text in texts:
        scene = later(scene, turn)
        turn = engine.reply(scene, text)
    return later(scene, turn), turn


def status(turn: Turn) -> Status | None:
    return None if turn.conversation is None else turn.conversation.status


# --- call

INNER = a_flow("inner", a_step("q", ask=an_ask(ONE_TWO, text="inner.q", save="pick")), a_step("bye", say="inner.bye"))
OUTER = a_flow(
    "outer",
    a_step("first", ask=an_ask(ONE_TWO, text="outer.first", save="mine")),
    a_step("there", call="inner"),
    a_step("back", say=a_text("outer.back", "{mine}"), ask=an_ask(ONE_TWO, text="outer.last")),
)


def test_a_call_comes_back_with_the_callers_own_answers() -> None:
    scene, turn = walk(a_scene(program=a_program(OUTER, INNER)), "outer", "1")
    assert said(turn) == ["inner.q"]
    assert turn.conversation is not None
    assert turn.conversation.answers == {}
    turn = engine.reply(scene, "2")
    assert bodies(turn) == ["<inner.bye|en> one <outer.last|en>"]
    assert turn.conversation is not None
    assert (turn.conversation.flow, turn.conversation.answers) == ("outer", {"mine": "one"})
    assert turn.conversation.stack == ()


def test_a_caller_goes_on_as_it_was_published_though_it_was_changed_meanwhile() -> None:
    old = replace(OUTER, steps={**OUTER.steps, "back": a_step("back", say="outer.old")})
    flows = {("p0", "outer"): old}
    talk = Conversation("t", "inner", "p1", "q", MONDAY, visit=2, stack=(Spot("outer", "p0", "there"),))
    person = a_person(conversation=talk, flow=INNER, flows=flows)
    turn = engine.reply(a_scene(person, a_program(OUTER, INNER)), "1")
    assert bodies(turn) == ["<inner.bye|en> <outer.old|en>"]
    assert status(turn) is Status.FINISHED


@pytest.mark.parametrize("spot", [Spot("gone", "p1", "there"), Spot("gone", "p0", "x"), Spot("outer", "p1", "gone")])
def test_a_caller_that_is_gone_ends_the_conversation(spot: Spot) -> None:
    person = a_person(conversation=Conversation("t", "inner", "p1", "q", MONDAY, stack=(spot,)), flow=INNER)
    turn = engine.reply(a_scene(person, a_program(OUTER, INNER)), "1")
    assert said(turn) == ["inner.bye"]
    assert status(turn) is Status.FINISHED


def test_a_call_that_asks_nothing_comes_back_at_once_from_an_older_publication() -> None:
    quick = a_flow("inner", a_step("bye", say="inner.bye"))
    scene = replace(a_scene(in_flow(a_person(), OUTER)), program=a_program(quick, publication="p2"))
    turn = engine.reply(scene, "1")
    assert bodies(turn) == ["<inner.bye|en> one <outer.last|en>"]
    assert turn.conversation is not None
    assert turn.conversation.publication == "p1"


def test_what_takes_over_in_a_called_flow_does_not_come_back() -> None:
    inner = a_flow("inner", a_step("q", ask=an_ask(ONE_TWO), go="flow other"))
    other = a_flow("other", a_step("o", say="other.o"))
    scene = a_scene(program=a_program(OUTER, inner, other))
    first = engine.reply(later(scene, engine.start(scene, "outer")), "1")
    turn = engine.reply(later(scene, first), "1")
    assert said(turn) == ["other.o"]
    assert status(turn) is Status.FINISHED


def test_where_a_caller_goes_on_may_be_another_flow() -> None:
    outer = a_flow("outer", a_step("there", call="inner", go="flow other"))
    other = a_flow("other", a_step("o", say="other.o"))
    quick = a_flow("inner", a_step("bye", say="inner.bye"))
    assert bodies(begin(outer, quick, other)) == ["<inner.bye|en> <other.o|en>"]


def test_calls_have_a_bottom_and_so_has_a_call_of_nothing() -> None:
    deep = [a_flow(f"f{n}", a_step("c", call=f"f{n + 1}")) for n in range(MAX_DEPTH)]
    bottom = a_flow(f"f{MAX_DEPTH}", a_step("s", say="bottom"))
    assert said(begin(*deep, bottom)) == ["bottom"]
    endless = a_flow("f0", a_step("c", call="f0"))
    for flow in (endless, a_flow("f0", a_step("c", call="gone"))):
        turn = begin(flow)
        assert said(turn) == ["person.asked"]
        assert [ticket.topic for ticket in of_kind(turn, OpenTicket)] == ["stuck"]


def test_silence_in_a_called_flow_does_nothing_for_its_caller() -> None:
    inner = a_flow("inner", a_step("q", ask=an_ask(ONE_TWO, timeout=(timedelta(hours=1), "end"))))
    outer = a_flow("outer", a_step("there", call="inner"), a_step("ask", request="kit"))
    scene = a_scene(program=a_program(outer, inner))
    turn = engine.timer_fired(later(scene, engine.start(scene, "outer")), TimerKind.REPLY_TIMEOUT)
    assert turn.effects == ()
    assert status(turn) is Status.EXPIRED


def test_silence_calls_nobody() -> None:
    outer = a_flow(
        "outer",
        a_step("q", ask=an_ask(ONE_TWO, timeout=(timedelta(hours=1), "there"))),
        a_step("there", tag="late", call="inner"),
    )
    inner = a_flow("inner", a_step("ask", request="kit"))
    scene = a_scene(program=a_program(outer, inner))
    turn = engine.timer_fired(later(scene, engine.start(scene, "outer")), TimerKind.REPLY_TIMEOUT)
    assert turn.effects == (Tag("late"),)


TWICE = a_flow(
    "twice",
    a_step("first", ask=an_ask({"one": ["1"], "two": ["2"]}, save="a")),
    a_step("second", ask=an_ask({"one": ["1"], "two": ["2"]}, save="b")),
)

# --- back, and "I meant"

THREE = a_flow(
    "three",
    a_step("a", ask=an_ask(ONE_TWO, text="three.a", save="a")),
    a_step("b", ask=an_ask(text="three.b", answer=Kind.TEXT, save="b", max=40)),
    a_step("c", ask=an_ask(ONE_TWO, text="three.c", retries=1)),
    a_step("asked", request="kit", ask=an_ask(ONE_TWO, text="three.asked")),
)


def test_back_asks_the_question_before_again_and_forgets_its_answer() -> None:
    scene, _ = walk(a_scene(program=a_program(THREE)), "three", "1", "home")
    turn = hear("back", scene)
    assert turn.rule == "reserved.back"
    assert said(turn) == ["three.b"]
    assert of_kind(turn, ForgetAnswer) == [ForgetAnswer("b")]
    assert turn.conversation is not None
    assert turn.conversation.answers == {"a": "one"}
    again = hear("atras", later(scene, turn))
    assert said(again) == ["three.a"]
    assert said(hear("back", later(scene, again))) == ["back.none"]


def test_back_steps_out_of_another_flow() -> None:
    menu = a_flow("m", a_step("pick", ask=an_ask(ONE_TWO, text="m.pick", goes={"one": "flow three"}, otherwise="end")))
    scene, turn = walk(a_scene(program=a_program(menu, THREE)), "m", "1")
    assert said(turn) == ["three.a"]
    assert said(hear("back", scene)) == ["m.pick"]


def test_back_out_of_a_called_flow_and_into_it_again() -> None:
    scene, _ = walk(a_scene(program=a_program(OUTER, INNER)), "outer", "1", "2")
    turn = hear("back", scene)
    assert said(turn) == ["inner.q"]
    assert turn.conversation is not None
    assert [spot.flow for spot in turn.conversation.stack] == ["outer"]


def test_back_does_not_reach_behind_what_was_done() -> None:
    scene, turn = walk(a_scene(program=a_program(THREE)), "three", "1", "home", "1")
    assert said(turn) == ["three.asked"]
    with_ticket = replace(scene, person=replace(scene.person, tickets=(a_ticket("kit", Level.ROUTINE),)))
    assert said(hear("back", with_ticket)) == ["back.done"]
    assert said(hear("back", scene)) == ["back.none"]


def test_back_to_a_question_that_is_gone_is_no_way_back() -> None:
    scene, _ = walk(a_scene(program=a_program(THREE)), "three", "1")
    state = scene.person.conversation
    assert state is not None
    for spot in (Spot("gone", "p1", "a"), Spot("three", "p1", "gone")):
        lost = replace(scene, person=replace(scene.person, conversation=replace(state, trail=((spot,),))))
        assert engine.back(lost) is None


def test_going_back_for_ever_ends_with_a_human() -> None:
    scene, _ = walk(a_scene(program=a_program(THREE)), "three", "1")
    state = scene.person.conversation
    assert state is not None
    worn = replace(scene, person=replace(scene.person, conversation=replace(state, turns=engine.MAX_TURNS)))
    assert said(hear("back", worn)) == ["person.asked"]


@pytest.mark.parametrize("text", ["wait, I meant 2", "quise decir 2", "no, i meant to say 2"])
def test_i_meant_answers_the_question_before_anew(text: str) -> None:
    scene, _ = walk(a_scene(program=a_program(THREE)), "three", "1")
    turn = hear(text, scene)
    assert of_kind(turn, ForgetAnswer) == [ForgetAnswer("a")]
    assert of_kind(turn, SaveAnswer) == [SaveAnswer("a", "two")]
    assert said(turn) == ["three.b"]


def test_i_meant_at_the_first_question_answers_that_one() -> None:
    scene, _ = walk(a_scene(program=a_program(THREE)), "three")
    assert of_kind(hear("i meant 2", scene), SaveAnswer) == [SaveAnswer("a", "two")]


def test_i_meant_about_what_is_asked_for_goes_to_whoever_has_it() -> None:
    person = a_person(tickets=(a_ticket("kit", Level.ROUTINE),))
    assert of_kind(hear("I meant mail", a_scene(person)), ChangeRequest) == [ChangeRequest("A1B2", "I meant mail")]


@pytest.mark.parametrize("text", ["wait no 2", "actually 2", "i mean 2", "digo 2", "no, mejor dicho el 2"])
def test_there_are_many_ways_to_mean_something_else(text: str) -> None:
    scene = a_scene(in_flow(a_person(), a_program(TWICE).flows["twice"]), a_program(TWICE))
    assert of_kind(hear(text, scene), SaveAnswer) == [SaveAnswer("a", "two")]


def test_start_over_asks_the_first_question_again_and_forgets_the_answers() -> None:
    program = a_program(TWICE)
    person = in_flow(a_person(), program.flows["twice"], "second", answers={"a": "one"})
    turn = hear("start over", a_scene(person, program))
    assert of_kind(turn, ForgetAnswer) == [ForgetAnswer("a")]
    assert turn.conversation is not None
    assert (turn.conversation.step, dict(turn.conversation.answers)) == ("first", {})


def test_start_over_over_and_over_is_a_matter_for_a_human_and_in_a_lost_flow_for_the_menu() -> None:
    program = a_program(TWICE)
    worn = in_flow(a_person(), program.flows["twice"], "second", turns=engine.MAX_TURNS)
    assert of_kind(hear("start over", a_scene(worn, program)), OpenTicket)
    lost = Spot("gone", "p0", "first")
    there = in_flow(a_person(), program.flows["kit"], "where", stack=(lost,))
    assert said(hear("start over", a_scene(there, program))) == ["menu.choose"]


def test_start_over_in_a_called_flow_begins_with_the_caller() -> None:
    program = a_program(TWICE)
    caller = Spot("twice", "p1", "second", {"b": "two"})
    person = in_flow(a_person(), program.flows["kit"], "where", answers={"how": "meet"}, stack=(caller,))
    turn = hear("empezar de nuevo", a_scene(person, program))
    assert of_kind(turn, ForgetAnswer) == [ForgetAnswer("b"), ForgetAnswer("how")]
    assert turn.conversation is not None
    assert (turn.conversation.flow, turn.conversation.step) == ("twice", "first")


def test_i_meant_nothing_we_asked_is_left_to_the_other_rules() -> None:
    assert not hear("i meant the other thing").rule.startswith("reserved")


# --- hold on


@pytest.mark.parametrize("text", ["hold on", "un momento", "brb"])
def test_hold_on_gives_the_open_question_its_time_again(text: str) -> None:
    scene, _ = walk(a_scene(program=a_program(THREE)), "three")
    turn = hear(text, scene)
    assert said(turn) == ["hold_on"]
    assert of_kind(turn, SetTimer) == [SetTimer(TimerKind.EXPIRATION, MONDAY + timedelta(days=2))]
    assert status(turn) is Status.WAITING


def test_hold_on_without_a_question_is_answered_calmly() -> None:
    turn = hear("hold on")
    assert said(turn) == ["hold_on"]
    assert turn.conversation is None


# --- set, tag, random


def test_set_saves_what_nobody_was_asked_and_include_finds_it() -> None:
    step = a_step("s", sets={"from": "menu"}, say=a_text("s", "{from}"))
    turn = begin(a_flow("f", step))
    assert of_kind(turn, SaveAnswer) == [SaveAnswer("from", "menu")]
    assert bodies(turn) == ["menu"]


@pytest.mark.parametrize("has", [True, False])
def test_when_looks_at_a_mark(has: bool) -> None:
    flow = a_flow(
        "f", a_step("s", when=(Branch(to("known"), tag="kit"),), say="new", go="end"), a_step("known", say="known")
    )
    assert said(begin(flow, person=a_person(tags=frozenset({"kit"} if has else ())))) == ["known" if has else "new"]


def test_a_mark_counts_from_its_own_turn() -> None:
    flow = a_flow(
        "f",
        a_step("a", tag="kit"),
        a_step("b", when=(Branch(to("c"), tag="kit"),), say="no", go="end"),
        a_step("c", say="yes"),
    )
    turn = begin(flow)
    assert said(turn) == ["yes"]
    assert of_kind(turn, Tag) == [Tag("kit")]


CHANCE = a_flow("f", a_step("a", random=(to("x"), to("y"))), a_step("x", say="x", go="end"), a_step("y", say="y"))


def test_chance_is_the_conversations_own_and_always_the_same() -> None:
    taken = {}
    for number in range(40):
        scene = replace(a_scene(program=a_program(CHANCE)), fresh_id=f"talk-{number}")
        taken[number] = said(engine.start(scene, "f"))
        assert said(engine.start(scene, "f")) == taken[number]
    assert {key for [key] in taken.values()} == {"x", "y"}


# --- wait

SLEEPY = a_flow(
    "sleepy",
    a_step("sent", ask=an_ask(ONE_TWO), go="rest"),
    a_step("rest", say="rest", wait=timedelta(days=2)),
    a_step("look", request="look"),
    a_step("came", ask=an_ask(ONE_TWO, text=a_text("came", quiet=True))),
)


def asleep(person: Person = WEEKLY, flow: Flow = SLEEPY) -> Scene:
    scene, turn = walk(a_scene(person, a_program(flow)), "sleepy", "1")
    assert status(turn) is Status.SLEEPING
    return scene


def test_a_wait_lets_the_conversation_sleep() -> None:
    _, turn = walk(a_scene(WEEKLY, a_program(SLEEPY)), "sleepy", "1")
    assert of_kind(turn, SetTimer) == [SetTimer(TimerKind.WAKE, MONDAY + timedelta(days=2))]
    assert said(turn) == ["rest"]


def test_awake_it_does_what_is_no_text_and_says_nothing() -> None:
    turn = engine.wake(asleep())
    assert [ticket.topic for ticket in of_kind(turn, OpenTicket)] == ["look"]
    assert of_kind(turn, Say) == []
    assert turn.conversation is not None
    assert (turn.conversation.status, turn.conversation.step) == (Status.SLEEPING, "came")


@pytest.mark.parametrize(
    "person",
    [
        a_person(consent=Consent.OPEN),
        a_person(cadence=a_cadence()),
        replace(WEEKLY, cadence=a_cadence(means=Means.CALL)),
        replace(WEEKLY, cadence=a_cadence(starts="caring")),
    ],
)
def test_who_chose_no_check_ins_by_text_hears_no_more(person: Person) -> None:
    turn = engine.wake(asleep(person))
    assert of_kind(turn, Say) == []
    assert status(turn) is Status.EXPIRED


def test_a_wait_that_ends_in_no_text_just_ends() -> None:
    flow = replace(SLEEPY, steps={**SLEEPY.steps, "look": a_step("look", request="look", go="end")})
    assert status(engine.wake(asleep(flow=flow))) is Status.FINISHED


def test_what_comes_after_a_wait_is_unasked_and_agrees_to_nothing() -> None:
    steps = {**SLEEPY.steps, "came": a_step("came", consent=True, cadence="weekly", say="came")}
    scene = asleep(flow=replace(SLEEPY, steps=steps))
    turn = engine.resume(later(scene, engine.wake(scene)))
    assert turn is not None
    assert [(say.key, say.kind) for say in of_kind(turn, Say)] == [("came", TextKind.FOLLOW_UP)]
    assert of_kind(turn, RecordConsent) == []


def test_a_resumed_question_is_answered_as_any_other() -> None:
    scene = asleep()
    scene = later(scene, engine.wake(scene))
    turn = engine.resume(scene)
    assert turn is not None
    assert status(turn) is Status.WAITING
    answered = engine.reply(later(scene, turn), "1")
    assert status(answered) is Status.FINISHED


def test_nothing_is_resumed_while_it_still_sleeps_or_nothing_slept() -> None:
    assert engine.resume(asleep()) is None
    assert engine.resume(a_scene(WEEKLY)) is None


def test_a_worn_out_conversation_is_resumed_by_a_human_without_a_word() -> None:
    scene = asleep()
    scene = later(scene, engine.wake(scene))
    state = scene.person.asleep
    assert state is not None
    worn = replace(scene, person=replace(scene.person, asleep=replace(state, turns=engine.MAX_TURNS)))
    turn = engine.resume(worn)
    assert turn is not None
    assert turn.effects == (OpenTicket("stuck", Level.ROUTINE),)


def test_a_sleeper_whose_flow_or_step_is_gone_stays_away() -> None:
    for talk in (Conversation("t", "gone", "p1", "x", MONDAY), Conversation("t", "sleepy", "p1", "gone", MONDAY)):
        scene = a_scene(replace(WEEKLY, asleep=talk), a_program(SLEEPY))
        assert engine.wake(scene).rule == "engine.nothing_asleep"
        assert engine.resume(scene) is None


def test_a_wait_into_a_flow_that_was_removed_goes_to_a_human_without_a_word() -> None:
    steps = {**SLEEPY.steps, "look": a_step("look", go="flow gone")}
    turn = engine.wake(asleep(flow=replace(SLEEPY, steps=steps)))
    assert turn.effects == (OpenTicket("stuck", Level.ROUTINE),)
    assert status(turn) is Status.FINISHED


def test_silence_never_sleeps() -> None:
    flow = a_flow(
        "f",
        a_step("q", ask=an_ask(ONE_TWO, timeout=(timedelta(hours=1), "w"))),
        a_step("w", wait=timedelta(days=1)),
        a_step("s", say="s"),
    )
    scene = a_scene(WEEKLY, a_program(flow))
    turn = engine.timer_fired(later(scene, engine.start(scene, "f")), TimerKind.REPLY_TIMEOUT)
    assert turn.effects == ()
    assert status(turn) is Status.EXPIRED


# --- series

TEXTS = (a_text("s1", quiet=True), a_text("s2", quiet=True))
SERIES = a_flow("hellos", a_step("s", series=TEXTS), unasked=True)


@pytest.mark.parametrize(
    ("today", "keys"),
    [
        (None, []),
        (Occurrence(0, last=False), ["<s1|en>"]),
        (Occurrence(1, last=True), ["<s2|en> <series.last|en>"]),
        (Occurrence(2, last=True), []),
    ],
)
def test_a_series_says_the_text_of_the_day_and_the_last_says_so(today: Occurrence | None, keys: list[str]) -> None:
    scene = replace(a_scene(WEEKLY, a_program(SERIES)), occurrence=today)
    assert bodies(engine.start(scene, "hellos", unasked=True)) == keys


def test_a_cadence_keeps_what_it_starts_until_it_becomes_another_one() -> None:
    plain = a_cadence()
    caring = replace(plain, unit=plain.unit.SERIES, offsets=(1, 7), starts="hellos")
    assert from_json(to_json(caring)) == caring
    assert "starts" not in to_json(plain)
    rarer = less(caring)
    assert rarer is not None
    assert rarer.starts == ""


# --- undelivered

LOST = a_flow(
    "lost",
    a_step("q", ask=an_ask(ONE_TWO, text="lost.q", save="a"), undelivered=to("tell")),
    a_step("r", ask=an_ask(ONE_TWO, text="lost.r")),
    a_step("tell", say="never said", escalate="lost"),
)


def test_a_text_with_a_branch_is_watched() -> None:
    assert [say.step for say in of_kind(begin(LOST), Say)] == ["lost.q"]
    long = replace(
        LOST, steps={**LOST.steps, "q": a_step("q", say=a_text("x", "x" * 400), undelivered=to("tell"), go="r")}
    )
    assert [say.step for say in of_kind(begin(long), Say)] == ["lost.q", None]


def test_a_lost_question_takes_its_branch_in_silence_and_waits_no_longer() -> None:
    scene, _ = walk(a_scene(program=a_program(LOST)), "lost")
    state = scene.person.conversation
    assert state is not None
    turn = engine.undelivered(scene, state, LOST, "q", state.visit)
    assert [ticket.topic for ticket in of_kind(turn, OpenTicket)] == ["lost"]
    assert of_kind(turn, Say) == []
    assert status(turn) is Status.EXPIRED


def test_who_went_on_meanwhile_is_not_interrupted() -> None:
    scene, _ = walk(a_scene(program=a_program(LOST)), "lost", "1")
    state = scene.person.conversation
    assert state is not None
    turn = engine.undelivered(scene, state, LOST, "q", 1)
    assert [ticket.topic for ticket in of_kind(turn, OpenTicket)] == ["lost"]
    assert turn.conversation is None


def test_a_branch_of_a_flow_it_has_left_sees_none_of_the_answers_since() -> None:
    flow = replace(LOST, steps={**LOST.steps, "tell": a_step("tell", say=None, sets={"seen": "no"}, escalate="lost")})
    elsewhere = Conversation("t", "other", "p1", "x", MONDAY, answers={"a": "1"}, status=Status.FINISHED)
    turn = engine.undelivered(a_scene(program=a_program(flow)), elsewhere, flow, "q", 1)
    assert of_kind(turn, SaveAnswer) == [SaveAnswer("seen", "no")]


@pytest.mark.parametrize("step", ["gone", "r"])
def test_a_step_without_a_branch_has_none(step: str) -> None:
    talk = Conversation("t", "lost", "p1", "q", MONDAY)
    assert engine.undelivered(a_scene(), talk, LOST, step, 1) == Turn(rule="engine.no_branch")


def test_hold_on_in_the_engine_needs_an_open_question() -> None:
    assert engine.hold_on(a_scene()) == Turn(rule="engine.nothing_open")
    assert of_kind(engine.hold_on(a_scene()), Remember) == []
