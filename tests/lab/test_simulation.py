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
