"""Calls, waits, marks, going back and lost texts, as rows: kept sealed, and never a text more than was chosen."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import a_flow, a_step, a_text, an_ask, to
from town import ANA, Town

from smsbot.core.effects import TimerKind
from smsbot.core.flow import Branch, Flow
from smsbot.core.language import Language
from smsbot.db import conversations, people, timers
from smsbot.db.schema import conversation, outbox

ONE_TWO = {"one": ["1"], "two": ["2"]}

INNER = a_flow("inner", a_step("q", ask=an_ask(ONE_TWO, text="inner.q", save="pick")))
TRIP = a_flow(
    "trip",
    a_step("first", ask=an_ask(ONE_TWO, text="trip.first", save="mine"), tag="rider"),
    a_step("there", call="inner"),
    a_step("again", say=a_text("trip.again", "{mine}"), ask=an_ask(ONE_TWO, text="trip.last")),
    en=["trip"],
)
NAP = a_flow(
    "nap",
    a_step("q", ask=an_ask(ONE_TWO, text="nap.q")),
    a_step("rest", say="nap.rest", wait=timedelta(days=2)),
    a_step("look", request="look"),
    a_step("came", ask=an_ask(ONE_TWO, text=a_text("nap.came", quiet=True)), go="fine"),
    a_step("fine", say="nap.fine"),
    en=["nap"],
)
LOST = a_flow(
    "lost",
    a_step("q", ask=an_ask(ONE_TWO, text="lost.q"), undelivered=to("tell")),
    a_step("done", say="lost.done", go="end"),
    a_step("tell", when=(Branch(to("end"), tag="x"),), escalate="not_told"),
    en=["lost"],
)


@pytest.fixture
def town(town: Town) -> Town:
    """The town, with three flows of its own."""
    program = town.files.program
    own = {flow.name: flow for flow in (INNER, TRIP, NAP, LOST)}
    for flow in own.values():
        assert flow.keywords[Language.EN] or flow is INNER
    town.files.program = replace(program, flows={**program.flows, **own})
    return town


def only_talk(town: Town, flow: str) -> str:
    return str(town.row(conversation, conversation.c.flow == flow).status)


def changed(town: Town, flow: Flow) -> None:
    program = town.files.program
    town.files.program = replace(program, flows={**program.flows, flow.name: flow})


# Calls and going back.


def test_a_call_and_the_way_back_are_kept_between_texts_and_sealed(town: Town) -> None:
    assert town.says(ANA, "trip") == ["trip.first"]
    assert town.says(ANA, "1") == ["inner.q"]
    kept = town.row(conversation, conversation.c.flow == "inner")
    assert b"one" not in kept.path
    assert town.says(ANA, "2") == ["trip.last"]
    assert town.carrier.sent[-1].body == "one <trip.last|en>"


def test_an_answer_taken_back_is_not_among_the_answers_any_more(town: Town) -> None:
    for text in ("trip", "1", "2"):
        town.text(ANA, text)
    assert town.says(ANA, "back") == ["inner.q"]
    with town.db.read(town.clock.now()) as tx:
        assert conversations.answers_of(tx, town.person(ANA).id) == [("mine", "one")]
    assert town.says(ANA, "i meant 2") == ["inner.q"]
    with town.db.read(town.clock.now()) as tx:
        assert conversations.answers_of(tx, town.person(ANA).id) == [("mine", "two")]


# Marks.


def test_marks_stay_and_are_sealed(town: Town) -> None:
    town.text(ANA, "trip")
    town.text(ANA, "trip")
    person = town.person(ANA)
    assert b"rider" not in person.tags
    with town.db.read(town.clock.now()) as tx:
        assert people.tags_of(tx, person) == frozenset({"rider"})


# Waits.


def nap(town: Town) -> None:
    town.text(ANA, "nap")
    town.text(ANA, "1")
    assert only_talk(town, "nap") == "sleeping"


def test_after_a_wait_a_text_takes_the_place_of_the_next_check_in(town: Town) -> None:
    town.joins(ANA)
    nap(town)
    assert town.passes(to=ANA, days=3) == [], "the wait is over, and earns no text"
    assert [topic for topic, _ in town.open_tickets()] == ["look"]
    assert town.passes(to=ANA, days=5) == ["nap.came"]
    assert town.fate("check_in.today.ask") == []
    assert town.row(outbox, outbox.c.text_key == "nap.came").kind == "follow_up"
    assert town.says(ANA, "1") == ["nap.fine"]
    assert town.passes(to=ANA, days=7) == ["check_in.today.ask"]


def test_whatever_they_text_meanwhile_a_sleeper_sleeps_on_and_leaves_it_alone(town: Town) -> None:
    town.joins(ANA)
    nap(town)
    town.passes(days=1, hours=22)
    assert town.says(ANA, "trip") == ["trip.first"]
    assert town.passes(to=ANA, hours=4) == []
    assert [topic for topic, _ in town.open_tickets()] == ["look"], "it woke"
    assert town.says(ANA, "1") == ["inner.q"], "and the open question is still open"
    assert "expiration" in town.waiting_timers()


def test_who_chose_nothing_never_hears_what_comes_after_a_wait(town: Town) -> None:
    nap(town)
    assert town.passes(to=ANA, days=60) == []
    assert only_talk(town, "nap") == "expired"


def test_a_newer_sleeper_takes_the_place_of_an_older_one(town: Town) -> None:
    town.joins(ANA)
    nap(town)
    town.text(ANA, "nap")
    town.text(ANA, "1")
    statuses = [row.status for row in town.rows(conversation, conversation.c.flow == "nap")]
    assert sorted(statuses) == ["sleeping", "stopped"]


@pytest.mark.parametrize("words", ["STOP", "he is not breathing", "im going to jail"])
def test_what_ends_everything_ends_a_wait(town: Town, words: str) -> None:
    town.joins(ANA)
    nap(town)
    town.text(ANA, words)
    assert only_talk(town, "nap") == "stopped"
    assert "wake" not in town.waiting_timers()


def test_a_wait_that_ends_in_no_text_ends_beside_what_is_open(town: Town) -> None:
    changed(town, replace(NAP, steps={**NAP.steps, "look": a_step("look", request="look")}))
    town.joins(ANA)
    nap(town)
    town.text(ANA, "trip")
    assert town.passes(to=ANA, days=2, hours=1) == []
    assert only_talk(town, "nap") == "finished"


def test_what_is_resumed_without_a_question_takes_over_from_an_older_check_in(town: Town) -> None:
    changed(town, replace(NAP, steps={**NAP.steps, "came": a_step("came", say=a_text("nap.came", quiet=True))}))
    town.joins(ANA)
    nap(town)
    assert town.passes(to=ANA, days=8) == ["nap.came"]
    assert only_talk(town, "nap") == "finished"


# Texts that did not arrive.


def lose(town: Town, code: int) -> None:
    text = town.rows(outbox, outbox.c.text_key == "lost.q")[-1]
    town.reports(text.id, "undelivered", code)
    town.passes(seconds=2)


def test_a_text_that_came_back_takes_its_branch_and_sends_nothing(town: Town) -> None:
    town.text(ANA, "lost")
    before = len(town.heard(ANA))
    lose(town, 30003)
    assert [topic for topic, _ in town.open_tickets()] == ["not_told"]
    assert len(town.heard(ANA)) == before
    assert only_talk(town, "lost") == "expired"


def test_who_answered_meanwhile_stays_answered(town: Town) -> None:
    town.text(ANA, "lost")
    town.text(ANA, "1")
    lose(town, 30003)
    assert [topic for topic, _ in town.open_tickets()] == ["not_told"]
    assert only_talk(town, "lost") == "finished"


def test_after_stop_nobody_is_sent_after_them(town: Town) -> None:
    town.text(ANA, "lost")
    lose(town, 21610)
    assert town.open_tickets() == []


def test_a_stop_between_the_receipt_and_its_turn_counts(town: Town) -> None:
    town.text(ANA, "lost")
    text = town.rows(outbox, outbox.c.text_key == "lost.q")[-1]
    town.text(ANA, "STOP")
    with town.db.write(town.clock.now()) as tx:
        timers.set_timer(tx, TimerKind.UNDELIVERED, tx.now, participant_id=town.person(ANA).id, text_id=text.id)
    town.passes(seconds=2)
    assert town.open_tickets() == []


def test_a_branch_of_a_flow_that_is_gone_is_no_branch(town: Town) -> None:
    town.text(ANA, "lost")
    program = town.files.program
    town.files.program = replace(program, flows={k: v for k, v in program.flows.items() if k != "lost"})
    lose(town, 30003)
    assert town.open_tickets() == []
