"""A flow that remembers which of its ways were taken, and which of its words were sent, in which language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from smsbot.core.flow import Ask, Branch, Flow, Step, Target
from smsbot.core.language import Language
from smsbot.core.program import Program
from smsbot.core.text import Render, Text
from smsbot.usecases.ports import Programs

OWN_WORDS = "own words"
OTHERWISE = "otherwise"
TIMEOUT = "timeout"
UNDELIVERED = "undelivered"
CHOICE, BRANCH, RETRY = "choice", "when", "retry"
TEXT, QUIET = "text in", "quiet text in"

SPOKEN = {Language.EN: "English", Language.ES: "Spanish"}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One thing that a test can reach: a choice, what does not fit, silence, or a text in one language."""

    flow: str
    line: int  # of its step in the file
    step: str
    kind: str  # a text in quiet words is of kind QUIET, the second try of a question of kind RETRY
    name: str = ""  # which choice, where a `when` leads, which language

    def __str__(self) -> str:
        """As it is printed."""
        what = f"{self.kind} {self.name}".rstrip()
        return f"flows/{self.flow}.yaml:{self.line}: {self.step}: {what}"


class Watcher:
    """Makes watched flows; knows every place of each, and which of them were reached."""

    def __init__(self) -> None:
        self.places: dict[str, list[Place]] = {}
        self.reached: set[Place] = set()
        self._watched: dict[int, tuple[Flow, Flow]] = {}  # by the identity of the flow, which is kept with it

    def flow(self, flow: Flow) -> Flow:
        """The same flow, watched."""
        known = self._watched.get(id(flow))
        if known is None:
            self.places[flow.name] = []
            steps = {name: _Steps(self, flow, step).watched() for name, step in flow.steps.items()}
            known = self._watched[id(flow)] = (flow, replace(flow, steps=steps))
        return known[1]

    def programme(self, program: Program) -> Program:
        """The same programme, every flow of it watched."""
        return replace(program, flows={name: self.flow(flow) for name, flow in program.flows.items()})

    def missing(self, flows: Mapping[str, object]) -> list[Place]:
        """What was not reached yet in these flows, in the order of their files."""
        return [place for name in flows for place in self.places.get(name, ()) if place not in self.reached]


class Watched:
    """Implements Programs: the staged programme, watched."""

    def __init__(self, programs: Programs, watcher: Watcher) -> None:
        self._programs, self._watcher = programs, watcher

    def current(self) -> Program:
        """The programme as it is now."""
        return self._watcher.programme(self._programs.current())

    def publication(self, publication_id: str) -> Program:
        """The programme with the flows of an older publication."""
        return self._watcher.programme(self._programs.publication(publication_id))


class _Target(Target):
    """Notes that somebody goes there. Equal to the target it stands for."""

    _note: Callable[[], None]

    def __getattribute__(self, name: str) -> Any:
        if name == "is_flow":  # the first thing that is looked at where a target is followed, and nowhere else
            object.__getattribute__(self, "_note")()
        return object.__getattribute__(self, name)

    def __eq__(self, other: object) -> bool:
        mine: tuple[object, ...] = (self.name, object.__getattribute__(self, "is_flow"))
        return isinstance(other, Target) and mine == (other.name, object.__getattribute__(other, "is_flow"))

    def __hash__(self) -> int:
        return hash((self.name, object.__getattribute__(self, "is_flow")))


class _Goes(dict[str, Target]):
    """Where the choices of a question lead; notes which was looked up, "" for words of one's own."""

    def __init__(self, goes: Mapping[str, Target], notes: Mapping[str, Callable[[], None]]) -> None:
        super().__init__(goes)
        self._notes = notes

    def get(self, name: str, default: Any = None) -> Any:
        self._notes[name]()
        return super().get(name, default)


class _Steps:
    """One step on its way to being watched."""

    def __init__(self, watcher: Watcher, flow: Flow, step: Step) -> None:
        self._watcher, self._flow, self._step = watcher, flow, step

    def watched(self) -> Step:
        step = self._step
        return replace(
            step,
            when=tuple(map(self._branch, step.when)),
            say=None if step.say is None else self._text(step.say),
            series=tuple(self._text(text, f"{n} ") for n, text in enumerate(step.series, start=1)),
            ask=None if step.ask is None else self._ask(step.ask),
            undelivered=None if step.undelivered is None else self._target(step.undelivered, UNDELIVERED),
        )

    def _note(self, kind: str, name: str = "") -> Callable[[], None]:
        place = Place(self._flow.name, self._step.line, self._step.name, kind, name)
        self._watcher.places[self._flow.name].append(place)
        return lambda: self._watcher.reached.add(place)

    def _target(self, target: Target, kind: str, name: str = "") -> Target:
        noted = _Target(target.name, target.is_flow)
        object.__setattr__(noted, "_note", self._note(kind, name))
        return noted

    def _branch(self, branch: Branch) -> Branch:
        value = "" if branch.equals is None else f" is {branch.equals}"
        return replace(
            branch, go=self._target(branch.go, BRANCH, f"{branch.saved or branch.fact or branch.tag}{value}")
        )

    def _ask(self, ask: Ask) -> Ask:
        text = self._text(ask.text)
        notes = {choice.name: self._note(CHOICE, choice.name) for choice in ask.choices}
        if ask.answer is not None:
            notes[""] = self._note(OWN_WORDS)
        retry = None if ask.retry is None else replace(ask.retry, say=self._text(ask.retry.say, f"{RETRY} "))
        timeout = None if ask.timeout is None else replace(ask.timeout, go=self._target(ask.timeout.go, TIMEOUT))
        otherwise = self._target(ask.otherwise, OTHERWISE)
        return replace(ask, text=text, goes=_Goes(ask.goes, notes), retry=retry, timeout=timeout, otherwise=otherwise)

    def _text(self, text: Text, which: str = "") -> Text:
        def noted(render: Render, note: Callable[[], None]) -> Render:
            def rendered(values: Mapping[str, str]) -> str:
                note()
                return render(values)

            return rendered

        plain = {
            spoken: noted(render, self._note(TEXT, which + SPOKEN[spoken])) for spoken, render in text.plain.items()
        }
        if text.quiet is text.plain:
            return replace(text, plain=plain, quiet=plain)
        quiet = {
            spoken: noted(render, self._note(QUIET, which + SPOKEN[spoken])) for spoken, render in text.quiet.items()
        }
        return replace(text, plain=plain, quiet=quiet)
