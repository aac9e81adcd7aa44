"""One step of a conversation that was restored from storage: ours, and what libraries do for less."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from time import process_time_ns
from typing import Any

from benchmarks import ROOT
from benchmarks.pairs import spread
from smsbot.content.frame import read_frame
from smsbot.content.publication import compile_program
from smsbot.content.sources import read_sources
from smsbot.core import engine
from smsbot.core.conversation import Conversation
from smsbot.core.language import Language
from smsbot.core.person import Consent, Person
from smsbot.core.program import Program
from smsbot.core.scene import Scene
from smsbot.core.words.reader import read

NOW = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)

TEXTS = (
    "1 STOP HELP narcan menu yes no thanks! hola",
    "can i get a kit please|he's not breathing|my friend od'd what do i do|who is this|wrong number",
    "every other tue after 3|less texts please|pause til monday|call me instead|just hello, no treatment talk",
    "quiero parar|no respira|necesito un kit|me puede llamar alguien|gracias, dios lo bendiga",
    "i been clean 4 days now n i dont know if i can keep doing this, everything hurts and my mom wont answer",
    "ok god bless|k|2|the library on 5th, after 3 if thats ok with yall|stop texting me|lol im dead",
)
"""What people write: one word, an answer, a wish, a cry for help, a long one; both languages."""


def texts() -> list[str]:
    """One by one."""
    first, *rest = TEXTS
    return [*first.split(), *(one for line in rest for one in line.split("|"))]


def program() -> Program:
    """The shipped programme, compiled."""
    return compile_program("bench", read_sources(ROOT / "flows", ROOT / "templates"), read_frame(ROOT / "flows"))


def run(*, rounds: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Microseconds of processor time a step, all of them in turn; and how fast texts are read."""
    shipped = program()
    works = {"smsbot: answer, texts rendered, state from and to JSON": _ours(shipped), **_libraries()}
    found: dict[str, list[float]] = {name: [] for name in works}
    for n in range(rounds):
        say(f"engines, round {n + 1} of {rounds}")
        for name, work in works.items():
            found[name].append(_each(work, 200))
    lines = texts()
    reading = [_each(lambda: [read(one, shipped.lexicon) for one in lines], 3) / len(lines) for _ in range(rounds)]
    return {
        "engines_us": {name: vars(spread(values)) for name, values in found.items()},
        "reading_us": vars(spread(reading)),
        "texts_a_second": 1e6 / spread(reading).middle,
    }


def _each(work: Callable[[], object], times: int) -> float:
    work()
    begun = process_time_ns()
    for _ in range(times):
        work()
    return (process_time_ns() - begun) / times / 1e3


def _ours(shipped: Program) -> Callable[[], object]:
    flow = shipped.flows["naloxone"]
    kept = json.dumps({"step": "how", "visit": 1, "turns": 1, "answers": {}})
    person = Person("p", Language.EN, "America/New_York", consent=Consent.OPEN)

    def step() -> str:
        state = json.loads(kept)
        talk = Conversation("t", "naloxone", "bench", started_at=NOW, **state)
        whole = Person(person.id, person.language, person.zone, consent=person.consent, conversation=talk, flow=flow)
        turn = engine.reply(Scene(whole, shipped, NOW, fresh_id="t2"), "2")
        return json.dumps([type(effect).__name__ for effect in turn.effects])

    return step


_STEPS = ("how", "where", "address", "asked", "more", "person", "done", "menu", "plan", "end")


def _libraries() -> dict[str, Callable[[], object]]:
    try:
        return {
            "transitions: state restored, no text": _transitions(),
            "python-statemachine: state restored, no text": _statemachine(),
        }
    except ImportError:  # only `make bench` installs them
        return {}


def _transitions() -> Callable[[], object]:
    from transitions import Machine

    class Talk:
        state: str

    machine = Machine(model=None, states=list(_STEPS), initial="how", auto_transitions=False)
    for here, there in pairwise(_STEPS):
        machine.add_transition("answer", here, there)

    def step() -> str:
        talk = Talk()
        machine.add_model(talk, initial="how")
        talk.answer()  # type: ignore[attr-defined]
        machine.remove_model(talk)
        return talk.state

    return step


def _statemachine() -> Callable[[], object]:
    from statemachine import State, StateMachine

    class Talk(StateMachine):  # type: ignore[misc]
        how = State(initial=True)
        where, address, asked, more = State(), State(), State(), State()
        person, done, menu, plan = State(), State(), State(), State()
        end = State(final=True)
        answer = (
            how.to(where) | where.to(address) | address.to(asked) | asked.to(more) | more.to(person) | person.to(done)
        ) | (done.to(menu) | menu.to(plan) | plan.to(end))

    def step() -> object:
        talk = Talk(start_value="how")
        talk.send("answer")
        return talk.current_state_value

    return step
