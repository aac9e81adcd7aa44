"""The simulation keeps the promises for a few seeds, replays exactly, and shrinks what fails."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from smsbot.lab.sim.events import Event, Plan, draw, from_json, to_json
from smsbot.lab.sim.faults import FAULTS
from smsbot.lab.sim.run import Outcome, Run, Theatre
from smsbot.lab.sim.shrink import shrink
from smsbot.lab.stage import Stage

ANA = "+13365550111"


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def theatre(stage: Stage) -> Theatre:
    return Theatre(stage)


def short(*texts: str) -> Plan:
    """One person who texts these, an hour apart."""
    events = [Event(hour * 3600, "text", ANA, words) for hour, words in enumerate(texts)]
    return Plan(5, datetime(2026, 11, 2, 15, 0, tzinfo=UTC), 1, tuple(events))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_promise_is_broken(theatre: Theatre, seed: int) -> None:
    outcome = Run(theatre, draw(seed, days=3, people=2)).play()
    assert outcome.broken == []
    assert outcome.sent


def test_a_seed_replays_exactly(theatre: Theatre) -> None:
    first, again = (Run(theatre, draw(4, days=2, people=2)).play() for _ in range(2))
    assert (first.story, first.sent, first.died_at) == (again.story, again.sent, again.died_at)


def test_a_plan_is_kept_and_read_back() -> None:
    plan = draw(7, days=2, people=2)
    assert from_json(to_json(plan)) == plan


def test_a_failing_plan_becomes_short(theatre: Theatre) -> None:
    def play(plan: Plan) -> Outcome:
        with FAULTS["a crisis gets no answer"]():
            return Run(theatre, plan).play()

    outcome = play(short("MENU", "2", "my friend isn't breathing", "ok"))
    assert outcome.broken == ["P6: 'my friend isn't breathing' got no answer"]
    assert [event.words for event in shrink(outcome, play).plan.events] == ["my friend isn't breathing"]


DANGER = "my friend isn't breathing"
DAY = 86400
CHOSEN = [Event(60 * n, "text", ANA, words) for n, words in enumerate(("JOIN", "every day at 10am", "1"))]
LATER = Event(3 * DAY, "worker", "sam", "hm")
PINS = {
    "the gate is skipped": [Event(0, "meanwhile", ANA, "STOP")],
    "the hours are ignored": [
        *CHOSEN,
        Event(3600, "down", n=3 * DAY),
    ],
    "a timeout is repeated": [Event(0, "text", "+13365550134", "HELP"), Event(3600, "worker", "sam", "hm")],
    "what was accepted is sent again": [Event(900 * n, "text", ANA, "HELP") for n in range(16)],
    "a decided text stays undecided": [Event(0, "text", ANA, "asdf")],
    "STOP leaves the plan": [Event(60 * n, "text", ANA, words) for n, words in enumerate(("JOIN", "1", "STOP"))],
    "a follow-up that was sent is due again": [
        *CHOSEN,
        LATER,
    ],
    "STOP is not written down": [Event(60 * n, "text", ANA, words) for n, words in enumerate(("stopall", "MENU"))],
    "ladders are never set": [Event(0, "text", ANA, "CALL")],
    "any text opens consent": [Event(60 * n, "text", ANA, words) for n, words in enumerate(("STOP", "asdf"))],
    "a crisis gets no answer": [Event(0, "text", ANA, DANGER)],
    "a crisis opens no ticket": [Event(0, "text", ANA, DANGER)],
    "a crisis alerts nobody": [Event(0, "text", ANA, DANGER)],
    "nobody hears that the answer did not arrive": [
        Event(0, "text", ANA, "STOP"),
        *(Event(60 * n, "text", ANA, DANGER) for n in (1, 2)),
    ],
    "an answer is said twice": [Event(0, "text", ANA, "MENU")],
    "nothing names its permit": [Event(0, "text", ANA, "MENU")],
    "a webhook is answered and not kept": [Event(0, "text", ANA, "MENU")],
    "the ladder ends after one rung": [Event(0, "text", ANA, DANGER), Event(3600, "worker", "sam", "hm")],
    "the claim is forgotten": [Event(0, "text", ANA, "MENU")],
    "PAUSE is ignored": [*CHOSEN, Event(3600, "text", ANA, "PAUSE"), LATER],
    "a crisis does not hold what was chosen": [*CHOSEN, Event(3600, "text", ANA, DANGER), LATER],
    "who is away is written to": [*CHOSEN, Event(3600, "text", ANA, "AWAY"), LATER],
    "a worker's words go to somebody else": [
        Event(0, "text", "+13365550134", "PERSON"),
        Event(60, "text", ANA, "PERSON"),
        Event(120, "worker", "sam", "1 {code}"),
        Event(180, "worker", "sam", "{code} how are you today"),
    ],
    "words are kept in the clear": [Event(0, "text", ANA, DANGER)],
    "timers are lost at a restart": [Event(0, "text", ANA, "CALL"), Event(60, "crash", n=1), LATER],
    "an end is followed by another": [Event(100 * n, "text", ANA, "HELP") for n in range(36)],
    "who asked for it is not forgotten": [Event(60 * n, "text", ANA, words) for n, words in enumerate(("DELETE", "1"))],
    "a broken rule": [Event(0, "text", ANA, "MENU")],
}


def test_every_fault_is_pinned() -> None:
    assert PINS.keys() == FAULTS.keys()


@pytest.mark.parametrize("fault", PINS)
def test_a_planted_fault_is_found(theatre: Theatre, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsbot.lab.world._MOST_ROUNDS", 60)
    begin, days = datetime(2026, 11, 2, 15, 0, tzinfo=UTC), PINS[fault][-1].after // DAY + 1
    plan = Plan(5, begin, days, tuple(PINS[fault]))
    assert Run(theatre, plan).play().broken == []
    with FAULTS[fault]():
        assert Run(theatre, plan).play().broken
