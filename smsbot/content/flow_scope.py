"""What the steps of a flow may refer to: other steps, other flows, cadences, texts, names and saved answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from smsbot.content.places import Place
from smsbot.content.problems import Problem, did_you_mean
from smsbot.content.texts import read_text
from smsbot.content.yaml_files import Plain
from smsbot.core.flow import CADENCE_ANSWER, Target
from smsbot.core.text import Text
from smsbot.core.words import Lexicon

END = "end"
"""The target that ends the conversation; no step may be called so."""


@dataclass(frozen=True, slots=True)
class Known:
    """What exists around the flows."""

    flows: frozenset[str]
    cadences: frozenset[str]
    names: frozenset[str]
    texts: Mapping[str, Text]
    lexicon: Lexicon


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer that some step saves. `values`: all it can be, None when the person is free to write."""

    values: frozenset[str] | None
    cadence: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """What exists around one step. Problems of wording are kept apart: they say nothing about the steps' order."""

    known: Known
    flow: str
    steps: tuple[str, ...]
    saved: Mapping[str, Saved]
    wording: list[Problem]

    @property
    def names(self) -> Collection[str]:
        """The closed list of names for texts of this flow."""
        return self.known.names | self.saved.keys()


def saved_answers(steps: Plain) -> dict[str, Saved]:
    """Every answer that the raw steps save, before they are checked."""
    found: dict[str, Saved] = {}
    for step in steps.values() if isinstance(steps, dict) else ():
        _note_sets(step, found)
        name = step.get("save") if isinstance(step, dict) else None
        if isinstance(step, dict) and isinstance(name, str):
            new = Saved(_values(step), step.get("answer") == CADENCE_ANSWER)
            old = found.get(name, Saved(frozenset(), False))
            both = None if new.values is None or old.values is None else new.values | old.values
            found[name] = Saved(both, new.cadence or old.cadence)
    return found


def _note_sets(step: Plain, found: dict[str, Saved]) -> None:
    sets = step.get("set") if isinstance(step, dict) else None
    for name, value in sets.items() if isinstance(sets, dict) else ():
        old = found.get(name, Saved(frozenset(), False))
        found[name] = Saved(None if old.values is None else old.values | {str(value)}, old.cadence)


def _values(step: Mapping[str, Plain]) -> frozenset[str] | None:
    answer, choices = step.get("answer"), step.get("choices")
    if answer not in (None, "yes_no"):
        return None
    typed = {"yes", "no"} if answer else set()
    return frozenset(typed.union(choices if isinstance(choices, dict) else ()))


def target(place: Place, scope: Scope) -> Target:
    """A step of this flow, "flow NAME" or "end"."""
    text = place.words()
    if text.startswith("flow "):
        name = text.removeprefix("flow ").strip()
        flows = sorted(scope.known.flows)
        if name not in flows:
            place.note(f"there is no flow '{name}' to go to", did_you_mean(name, flows, f"flows: {', '.join(flows)}"))
        return Target(name, is_flow=True)
    if text and text not in (END, *scope.steps):
        fix = "name a step of this file, 'flow NAME' or 'end'"
        if text in scope.known.flows:
            fix = f"write 'flow {text}'"
        place.note(f"there is no step '{text}' to go to", did_you_mean(text, (END, *scope.steps), fix))
    return Target(text or END)


def saved_name(place: Place, scope: Scope) -> str:
    """The name of an answer that some step of this flow saves."""
    name = place.words()
    if name and name not in scope.saved:
        place.note(f"no step saves '{name}'", did_you_mean(name, scope.saved, f"add 'save: {name}' to a step"))
    return name


def flow_text(place: Place, part: str, scope: Scope) -> Text:
    """A text of a step; `part` is what the step does with it."""
    key = f"{scope.flow}.{place.step}.{part}"
    return read_text(replace(place, problems=scope.wording), key, scope.names, scope.known.texts)
