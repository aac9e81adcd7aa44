"""Walking a flow: questions, branches, jumps, timeouts, and the bounds."""

from dataclasses import replace
from datetime import datetime, timedelta
from json import dumps

import pytest
from builders import (
    MONDAY,
    NIGHT,
    a_cadence,
    a_flow,
    a_person,
    a_program,
    a_scene,
    a_step,
    a_text,
    an_ask,
    bodies,
    in_flow,
    of_kind,
    said,
)

from smsbot.core import engine
from smsbot.core.answer_fit import saved_cadence
from smsbot.core.answers import Kind
from smsbot.core.cadence import to_json
from smsbot.core.conversation import Status
from smsbot.core.effects import (
    ChooseCadence,
    ConsentAct,
    OpenTicket,
    RecordConsent,
    SaveAnswer,
    Say,
    SetFollowUp,
    SetTimer,
    TextKind,
    TimerKind,
    Turn,
)
from smsbot.core.flow import Branch, Flow, Level, Target, TicketWish
from smsbot.core.language import Language
from smsbot.core.person import Consent, Person
from smsbot.core.scene import Scene
from smsbot.core.text import Text

ONE_TWO = {"one": ["1"], "two": ["2"]}


def begin(*flows: Flow, person: Person | None = None, unasked: bool = False, **answers: str) -> Turn:
    scene = a_scene(person, a_program(*flows))
    return engine.start(scene, flows[0].name, answers=answers, unasked=unasked)


def at(flow: Flow, step: str | None = None, *, others: tuple[Flow, ...] = (), **state: object) -> Scene:
    return a_scene(in_flow(a_person(), flow, step, **state), a_program(flow, *others))


def status(turn: Turn) -> Status | None:
    return turn.conversation.status if turn.conversation is not None else None


# --- starting and going on


def test_a_flow_begins_at_its_first_step_and_waits_there() -> None:
    turn = begin(a_flow("f", a_step("first", ask=an_ask(ONE_TWO))), was="here")
    assert turn.rule == "flow.f"
    assert turn.conversation is not None
    assert (turn.conversation.id, turn.conversation.step, turn.conversation.visit) == ("talk-2", "first", 1)
    assert turn.conversation.publication == "p1"
    assert turn.conversation.answers == {"was": "here"}
    assert of_kind(turn, SetTimer) == [SetTimer(TimerKind.EXPIRATION, MONDAY + timedelta(days=2))]
    assert [say.kind for say in of_kind(turn, Say)] == [TextKind.REPLY]


def test_a_long_flow_name_is_cut_in_the_record() -> None:
    assert len(begin(a_flow("f" * 80, a_step("first", say="hello"))).rule) == 40


def test_steps_follow_one_another_until_one_waits() -> None:
    flow = a_flow("f", a_step("a", say="one"), a_step("b", say="two"), a_step("c", ask=an_ask(ONE_TWO, text="three")))
    assert bodies(begin(flow)) == ["<one|en> <two|en> <three|en>"]


def test_a_flow_without_a_question_finishes_at_once() -> None:
    turn = begin(a_flow("f", a_step("only", say="bye")))
    assert status(turn) is Status.FINISHED
    assert of_kind(turn, SetTimer) == []


def test_everything_a_step_does_comes_in_the_documented_order() -> None:
    step = a_step(
        "all", consent=True, cadence="weekly", request="kit", escalate=TicketWish("person", Level.AMBER), say="done"
    )
    turn = begin(a_flow("f", step))
    names = [type(effect).__name__ for effect in turn.effects]
    assert names == ["RecordConsent", "ChooseCadence", "Pause", "SetFollowUp", "OpenTicket", "OpenTicket", "Say"]
    assert of_kind(turn, RecordConsent) == [RecordConsent(ConsentAct.OPT_IN, "f.all")]
    assert [(ticket.topic, ticket.level) for ticket in of_kind(turn, OpenTicket)] == [
        ("kit", Level.ROUTINE),
        ("person", Level.AMBER),
    ]


def test_a_ticket_carries_the_answers_it_includes_and_no_others() -> None:
    step = a_step("t", request=TicketWish("kit", include=("how", "missing")))
    assert of_kind(begin(a_flow("f", step), how="mail", secret="x"), OpenTicket)[0].answers == {"how": "mail"}


@pytest.mark.parametrize(
    ("branch", "taken"),
    [
        (Branch(Target("yes"), saved="how", equals="mail"), True),
        (Branch(Target("yes"), saved="how", equals="meet"), False),
        (Branch(Target("yes"), saved="how"), True),
        (Branch(Target("yes"), saved="missing"), False),
        (Branch(Target("yes"), fact="staffed", equals="yes"), True),
        (Branch(Target("yes"), fact="joined", equals="yes"), False),
        (Branch(Target("yes"), fact="chosen", equals="no"), True),
        (Branch(Target("yes"), fact="language", equals="en"), True),
        (Branch(Target("yes")), False),
    ],
)
def test_when_takes_the_first_line_that_holds(branch: Branch, taken: bool) -> None:
    flow = a_flow("f", a_step("ask", when=(branch,), say="no", go="end"), a_step("yes", say="yes"))
    assert said(begin(flow, how="mail")) == ["yes" if taken else "no"]


# --- answers


def test_a_choice_goes_where_it_says_and_others_to_the_next_step() -> None:
    flow = a_flow(
        "f",
        a_step("q", ask=an_ask(ONE_TWO, save="pick", goes={"two": "far"})),
        a_step("near", say="near", go="end"),
        a_step("far", say="far"),
    )
    assert said(engine.reply(at(flow), "1")) == ["near"]
    turn = engine.reply(at(flow), "2")
    assert said(turn) == ["far"]
    assert of_kind(turn, SaveAnswer) == [SaveAnswer("pick", "two")]
    assert turn.conversation is not None
    assert turn.conversation.answers == {"pick": "two"}


def test_the_last_question_ends_the_conversation_and_may_save_nothing() -> None:
    turn = engine.reply(at(a_flow("f", a_step("q", ask=an_ask(ONE_TWO)))), "1")
    assert turn.effects == ()
    assert status(turn) is Status.FINISHED


def test_what_does_not_fit_is_asked_again_as_often_as_the_flow_says_then_goes_on_without() -> None:
    flow = a_flow("f", a_step("q", ask=an_ask(ONE_TWO, retries=2, otherwise="out")), a_step("out", say="never mind"))
    scene = at(flow)
    for tries in (1, 2):
        turn = engine.reply(scene, "purple")
        assert said(turn) == ["again"]
        assert turn.conversation is not None
        assert (turn.conversation.retries, turn.conversation.turns) == (tries, tries)
        assert turn.conversation.visit == 1 + tries
        scene = replace(scene, person=replace(scene.person, conversation=turn.conversation))
    assert said(engine.reply(scene, "purple")) == ["never mind"]


def test_a_question_without_a_retry_goes_on_at_once() -> None:
    flow = a_flow("f", a_step("q", ask=an_ask(ONE_TWO, otherwise="out")), a_step("out", say="never mind"))
    assert said(engine.reply(at(flow), "purple")) == ["never mind"]


def test_a_new_step_has_its_retries_anew() -> None:
    flow = a_flow("f", a_step("q", ask=an_ask(ONE_TWO)), a_step("r", ask=an_ask(ONE_TWO, retries=1)))
    turn = engine.reply(at(flow, retries=1), "1")
    assert turn.conversation is not None
    assert turn.conversation.retries == 0


def test_fits_and_is_open_agree_with_reply() -> None:
    scene = at(a_flow("f", a_step("q", ask=an_ask(ONE_TWO))))
    assert engine.is_open(scene)
    assert engine.fits(scene, "1")
    assert not engine.fits(scene, "purple")
    nothing = a_scene()
    assert not engine.is_open(nothing)
    assert not engine.fits(nothing, "1")
    assert engine.reply(nothing, "1") == Turn(rule="engine.nothing_open")


def test_a_broken_conversation_is_no_open_question() -> None:
    flow = a_flow("f", a_step("q", ask=an_ask(ONE_TWO)), a_step("t", say="t"))
    for scene in (at(flow, "gone"), at(flow, "t"), replace(at(flow), person=replace(at(flow).person, flow=None))):
        assert engine.reply(scene, "1") == Turn(rule="engine.nothing_open")
        assert engine.timer_fired(scene, TimerKind.REPLY_TIMEOUT).rule == "engine.expired"


# --- other flows


def test_a_jump_begins_the_other_flow_on_the_current_publication_without_the_answers() -> None:
    there = a_flow("there", a_step("hello", say="hello", ask=an_ask(ONE_TWO)))
    here = a_flow("here", a_step("q", ask=an_ask(ONE_TWO, save="how", goes={"one": "flow there"})))
    scene = replace(at(here, publication="p0"), program=a_program(here, there, publication="p2"))
    turn = engine.reply(scene, "1")
    assert turn.conversation is not None
    assert (turn.conversation.flow, turn.conversation.step) == ("there", "hello")
    assert turn.conversation.publication == "p2"
    assert turn.conversation.answers == {}
    assert turn.conversation.id == "talk-1"


@pytest.mark.parametrize(("now", "key"), [(MONDAY, "person.asked"), (NIGHT, "person.asked_closed")])
def test_a_jump_into_a_flow_that_was_removed_goes_to_a_human_and_says_so(now: datetime, key: str) -> None:
    flow = a_flow("f", a_step("q", ask=an_ask(ONE_TWO, goes={"one": "flow gone"})))
    turn = engine.reply(replace(at(flow), now=now), "1")
    assert [ticket.topic for ticket in of_kind(turn, OpenTicket)] == ["stuck"]
    assert said(turn) == [key]
    assert status(turn) is Status.FINISHED


def test_starting_a_flow_that_is_gone_goes_to_a_human_and_leaves_the_open_one_alone() -> None:
    turn = engine.start(a_scene(), "gone")
    assert of_kind(turn, OpenTicket) == [OpenTicket("stuck", Level.ROUTINE)]
    assert said(turn) == ["person.asked"]
    assert turn.conversation is None


def test_the_calendar_starting_a_flow_that_is_gone_says_nothing() -> None:
    assert engine.start(a_scene(), "gone", unasked=True).effects == (OpenTicket("stuck", Level.ROUTINE),)


# --- bounds


def a_loop(*, say: str | None) -> tuple[Flow, Flow]:
    return a_flow("ping", a_step("a", say=say, go="flow pong")), a_flow("pong", a_step("b", go="flow ping"))


@pytest.mark.parametrize("words", ["round and round", None])
def test_a_loop_over_two_flows_ends_with_a_human_and_one_text(words: str | None) -> None:
    turn = begin(*a_loop(say=words))
    assert said(turn) == ["person.asked"]
    assert len(of_kind(turn, OpenTicket)) == 1
    assert status(turn) is Status.FINISHED


def test_a_loop_that_the_calendar_began_says_nothing() -> None:
    turn = begin(*a_loop(say="round and round"), unasked=True)
    assert said(turn) == []
    assert len(of_kind(turn, OpenTicket)) == 1


def test_a_loop_of_when_lines_ends_too() -> None:
    always = Branch(Target("b"), fact="language")
    turn = begin(a_flow("f", a_step("a", go="b"), a_step("b", when=(replace(always, go=Target("a")),))))
    assert len(of_kind(turn, OpenTicket)) == 1


def test_thirty_steps_are_allowed_and_one_more_is_not() -> None:
    steps = [a_step(f"s{n}", go=f"s{n + 1}") for n in range(engine.MAX_STEPS - 1)]
    enough = a_flow("f", *steps, a_step(f"s{engine.MAX_STEPS - 1}", say="end", ask=an_ask(ONE_TWO)))
    assert status(begin(enough)) is Status.WAITING
    more = a_flow("f", a_step("first", go="s0"), *enough.steps.values())
    assert status(begin(more)) is Status.FINISHED


def test_a_conversation_of_sixty_turns_goes_to_a_human_who_is_announced() -> None:
    flow = a_flow("f", a_step("q", ask=an_ask(ONE_TWO, save="a", goes={"one": "q"})))
    assert status(engine.reply(at(flow, turns=engine.MAX_TURNS - 1), "1")) is Status.WAITING
    turn = engine.reply(at(flow, turns=engine.MAX_TURNS), "1")
    assert turn.rule == "engine.too_long"
    assert said(turn) == ["person.asked"]
    assert status(turn) is Status.FINISHED


# --- silence


def with_timeout(**then: object) -> Flow:
    ask = an_ask(ONE_TWO, timeout=(timedelta(hours=4), "late"))
    return a_flow("f", a_step("q", ask=ask), a_step("late", **then))  # type: ignore[arg-type]


def test_a_timeout_is_set_beside_the_expiration() -> None:
    timers = of_kind(begin(with_timeout()), SetTimer)
    assert timers[1] == SetTimer(TimerKind.REPLY_TIMEOUT, MONDAY + timedelta(hours=4))


def test_silence_takes_its_branch_and_never_says_anything() -> None:
    flow = with_timeout(say="hello?", request="kit", ask=an_ask(ONE_TWO, text="still there?"))
    turn = engine.timer_fired(at(flow), TimerKind.REPLY_TIMEOUT)
    assert turn.rule == "engine.timeout"
    assert said(turn) == []
    assert [ticket.topic for ticket in of_kind(turn, OpenTicket)] == ["kit"]
    assert status(turn) is Status.EXPIRED
    assert of_kind(turn, SetTimer) == []


@pytest.mark.parametrize("cadence", ["weekly", None])
def test_silence_agrees_to_nothing(cadence: str | None) -> None:
    turn = engine.timer_fired(at(with_timeout(consent=True, cadence=cadence)), TimerKind.REPLY_TIMEOUT)
    assert turn.effects == ()


def test_silence_in_a_loop_or_before_a_missing_flow_says_nothing() -> None:
    turn = engine.timer_fired(at(with_timeout(say="x", go="flow gone")), TimerKind.REPLY_TIMEOUT)
    assert said(turn) == []
    assert len(of_kind(turn, OpenTicket)) == 1


def test_silence_jumps_to_other_flows_in_silence() -> None:
    other = a_flow("other", a_step("a", say="hello"))
    turn = engine.timer_fired(at(with_timeout(go="flow other"), others=(other,)), TimerKind.REPLY_TIMEOUT)
    assert turn.effects == ()
    assert status(turn) is Status.EXPIRED


@pytest.mark.parametrize("kind", [TimerKind.EXPIRATION, TimerKind.REPLY_TIMEOUT])
def test_without_a_branch_a_conversation_expires_quietly(kind: TimerKind) -> None:
    turn = engine.timer_fired(at(a_flow("f", a_step("q", ask=an_ask(ONE_TWO)))), kind)
    assert turn.effects == ()
    assert status(turn) is Status.EXPIRED


def test_expiration_beats_the_branch() -> None:
    turn = engine.timer_fired(at(with_timeout(request="kit")), TimerKind.EXPIRATION)
    assert turn.effects == ()


def test_a_timer_without_a_conversation_is_a_no_op() -> None:
    assert engine.timer_fired(a_scene(), TimerKind.EXPIRATION) == Turn(rule="engine.nothing_open")


# --- texts


LONG = "x" * 200


def test_texts_that_fit_into_two_segments_go_as_one_named_after_the_last() -> None:
    flow = a_flow("f", a_step("a", say=a_text("a", "a" * 150)), a_step("b", say=a_text("b", "b" * 150)))
    assert of_kind(begin(flow), Say) == [Say(TextKind.REPLY, f"{'a' * 150} {'b' * 150}", "b")]


def test_texts_that_do_not_fit_go_one_by_one_in_order() -> None:
    flow = a_flow("f", a_step("a", say=a_text("a", LONG)), a_step("b", say=a_text("b", LONG)))
    assert [say.key for say in of_kind(begin(flow), Say)] == ["a", "b"]


QUIET = a_flow("hello", a_step("a", ask=an_ask(ONE_TWO, text=a_text("a", quiet=True))), unasked=True)


@pytest.mark.parametrize("unasked", [True, False])
@pytest.mark.parametrize(("quiet", "body"), [(True, "<a|en|quiet>"), (False, "<a|en>")])
def test_a_person_who_wants_quiet_words_gets_them(quiet: bool, unasked: bool, body: str) -> None:
    assert bodies(begin(QUIET, person=a_person(quiet=quiet), unasked=unasked)) == [body]


def test_what_the_calendar_says_is_a_follow_up_and_what_follows_an_answer_is_a_reply() -> None:
    turn = begin(QUIET, unasked=True)
    assert [say.kind for say in of_kind(turn, Say)] == [TextKind.FOLLOW_UP]
    flow = a_flow("f", a_step("q", ask=an_ask(ONE_TWO)), a_step("b", say="b"))
    answered = engine.reply(at(flow, unasked=True), "1")
    assert [say.kind for say in of_kind(answered, Say)] == [TextKind.REPLY]
    assert answered.conversation is not None
    assert not answered.conversation.unasked


def test_texts_are_in_the_language_of_the_person() -> None:
    assert bodies(begin(QUIET, person=a_person(language=Language.ES))) == ["<a|es>"]


def test_a_persons_own_words_may_look_like_anything() -> None:
    """Answers are shown, never read as something else; a brace at their beginning breaks nothing."""
    echo = a_flow(
        "f",
        a_step("q", ask=an_ask(answer=Kind.TEXT, save="place")),
        a_step("b", say=a_text("b", "[{place}]")),
    )
    for words in ("{", "{}x", '{"unit": "day"}', '{"a":' + "[" * 1500, "{{ sender }}", "{place}", "%s"):
        assert bodies(engine.reply(at(echo), words))[0] == f"[{words}]"


# --- consent and cadence


def choosing(**step: object) -> Flow:
    return a_flow(
        "f",
        a_step("q", ask=an_ask({"weekly": ["1"]}, answer="cadence", save="wish")),
        a_step("chosen", say=a_text("chosen", "{plan}"), **step),  # type: ignore[arg-type]
    )


def test_a_cadence_by_name_is_counted_from_today_and_shown_at_once() -> None:
    turn = engine.reply(at(choosing(consent=True, cadence="weekly")), "1")
    chosen = of_kind(turn, ChooseCadence)[0]
    assert chosen.words == "f.chosen"
    assert chosen.cadence is not None
    assert chosen.cadence.anchor == MONDAY.date()
    assert "once a week" in bodies(turn)[0]


@pytest.mark.parametrize("text", ["every other tuesday after 3", "1"])
def test_a_saved_wish_or_a_choice_with_the_name_of_a_cadence_is_what_counts(text: str) -> None:
    turn = engine.reply(at(choosing(consent=True, cadence="wish", cadence_saved=True)), text)
    assert of_kind(turn, RecordConsent) == [RecordConsent(ConsentAct.OPT_IN, "f.chosen")]
    assert of_kind(turn, ChooseCadence)[0].cadence is not None
    assert of_kind(turn, SetFollowUp)[0].day is not None


@pytest.mark.parametrize("step", [{"cadence": "none"}, {"cadence": "wish", "cadence_saved": True}, {"cadence": "gone"}])
def test_only_when_i_text_agrees_to_nothing_and_says_so_although_there_was_a_plan(step: dict[str, object]) -> None:
    person = a_person(consent=Consent.HELD, cadence=a_cadence())
    flow = choosing(consent=True, **step)
    scene = a_scene(in_flow(person, flow), a_program(flow))
    turn = engine.reply(scene, "only when i text")
    assert of_kind(turn, RecordConsent) == []
    assert of_kind(turn, ChooseCadence)[0].cadence is None
    assert of_kind(turn, SetFollowUp) == [SetFollowUp(None, None)]
    assert bodies(turn) == ["only when you text"]


def test_a_wish_that_was_never_saved_is_no_cadence() -> None:
    flow = a_flow("f", a_step("a", cadence="wish", cadence_saved=True))
    assert of_kind(begin(flow), ChooseCadence)[0].cadence is None


def test_a_plan_chosen_before_is_shown_where_none_is_chosen_now() -> None:
    flow = a_flow("f", a_step("a", say=a_text("a", "{plan}|{wish}|{next}")))
    person = a_person(cadence=a_cadence(), next_due=MONDAY + timedelta(days=7))
    wish = dumps(to_json(a_cadence(interval=2)))
    shown = bodies(begin(flow, person=person, wish=wish))[0].split("|")
    assert shown[0].startswith("once a week")
    assert shown[1].startswith("every 2 weeks")
    assert shown[2] == "Mon Nov 9"
    assert "only when you text" in bodies(begin(flow, person=person, wish=saved_cadence(None)))[0]


def test_what_the_calendar_begins_agrees_to_nothing() -> None:
    turn = begin(a_flow("f", a_step("a", consent=True, cadence="weekly", say="a")), unasked=True)
    assert of_kind(turn, RecordConsent) == []
    assert of_kind(turn, ChooseCadence) == []


def test_consent_without_a_cadence_is_recorded_alone() -> None:
    turn = begin(a_flow("f", a_step("a", consent=True)))
    assert turn.effects == (RecordConsent(ConsentAct.OPT_IN, "f.a"),)


def test_a_text_holds_the_words_of_its_own_flow_and_programme() -> None:
    def words(values: object) -> str:
        return "made by hand"

    text = Text("t", dict.fromkeys(Language, words))
    assert bodies(begin(a_flow("f", a_step("a", say=text)))) == ["made by hand"]
