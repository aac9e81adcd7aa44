"""Every small mistake that an author might make in a flow, one mutant each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from smsbot.core.flow import Flow, Level, Step, Target
from smsbot.core.follow import END
from smsbot.lab.mutation.ask_mutants import mutated_ask
from smsbot.lab.mutation.text_mutants import mutated_text

WHOLE = "(the flow)"
"""Stands for a step where the mistake is in none."""

Change = tuple[str, str, Step]
"""An operator, what it did, and the step as it became."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A flow with one mistake in it."""

    flow: Flow
    line: int  # of its step in the file
    step: str
    operator: str
    what: str

    def __str__(self) -> str:
        return f"flows/{self.flow.name}.yaml:{self.line}: {self.step}: {self.operator}: {self.what}"


def mutants(flow: Flow) -> Iterator[Mutant]:
    """All mutants of one flow, in the order of its file. Two that nobody could tell apart are not made."""
    for name, step in flow.steps.items():
        for operator, what, changed in _of_step(flow, step):
            steps = {**flow.steps, name: changed}
            yield Mutant(replace(flow, steps=steps), step.line, name, operator, what)
    for operator, what, whole in _of_flow(flow):
        yield Mutant(whole, 1, WHOLE, operator, what)


def _of_flow(flow: Flow) -> Iterator[tuple[str, str, Flow]]:
    for language, words in flow.keywords.items():
        if words:
            yield "keywords", f"none in {language}", replace(flow, keywords={**flow.keywords, language: ()})
    if any(step.ask for step in flow.steps.values()):
        yield "expires", "ten times as late", replace(flow, expires=flow.expires * 10)


def _of_step(flow: Flow, step: Step) -> Iterator[Change]:
    for part, found in _PARTS.items():
        if getattr(step, part):
            yield from ((part, what, changed) for what, changed in found(step))
    yield from _texts(step)
    if step.go is not None and not step.random and _goes_on(step):
        yield "go", f"{shown(step.go)} became {shown(other(flow, step.go))}", replace(step, go=other(flow, step.go))
    if step.ask is not None:
        for operator, what, ask in mutated_ask(step.ask, lambda target: other(flow, target)):
            yield operator, what, replace(step, ask=ask)


def _texts(step: Step) -> Iterator[Change]:
    if step.say is not None:
        yield "say", "removed", replace(step, say=None)
        for what, text in mutated_text(step.say):
            yield "language", what, replace(step, say=text)
    if step.series:
        yield (
            "series",
            "the first two swapped",
            replace(step, series=(step.series[1], step.series[0], *step.series[2:])),
        )


def _goes_on(step: Step) -> bool:
    """Does anything lead to the step's own `go`? Not where every choice has one and nothing else is an answer."""
    asked = step.ask
    return asked is None or asked.answer is not None or any(choice.name not in asked.goes for choice in asked.choices)


def other(flow: Flow, target: Target) -> Target:
    """Somewhere else: the step after the one that is meant, or the first; the end for another flow."""
    names = list(flow.steps)
    if target.is_flow or target.name not in names:
        return Target(names[0]) if target == END else END
    after = names[names.index(target.name) + 1 :]
    return Target(after[0]) if after else END


def shown(target: Target) -> str:
    """A target as it is written in the file."""
    return f"flow {target.name}" if target.is_flow else target.name


def _without(field: str, empty: Any) -> Callable[[Step], Iterator[tuple[str, Step]]]:
    def made(step: Step) -> Iterator[tuple[str, Step]]:
        yield "removed", replace(step, **{field: empty})

    return made


def _when(step: Step) -> Iterator[tuple[str, Step]]:
    for n, branch in enumerate(step.when):
        rest = (*step.when[:n], *step.when[n + 1 :])
        yield f"the branch to {shown(branch.go)} removed", replace(step, when=rest)
        always = replace(branch, saved=None, fact="language", equals="en", tag=None)
        yield f"the branch to {shown(branch.go)} always", replace(step, when=(*step.when[:n], always, *rest[n:]))


def _cadence(step: Step) -> Iterator[tuple[str, Step]]:
    yield "removed", replace(step, cadence=None, cadence_saved=False)
    if not step.cadence_saved:
        swapped = "monthly" if step.cadence != "monthly" else "weekly"
        yield f"{step.cadence} became {swapped}", replace(step, cadence=swapped)


def _ticket(part: str) -> Callable[[Step], Iterator[tuple[str, Step]]]:
    def made(step: Step) -> Iterator[tuple[str, Step]]:
        wish = getattr(step, part)
        none: dict[str, Any] = {part: None}
        yield "removed", replace(step, **none)
        yield "another topic", replace(step, **{part: replace(wish, topic="other")})
        level = Level.AMBER if wish.level is Level.ROUTINE else Level.ROUTINE
        yield f"{wish.level} became {level}", replace(step, **{part: replace(wish, level=level)})
        for name in wish.include:
            kept = tuple(one for one in wish.include if one != name)
            yield f"the worker does not see {name}", replace(step, **{part: replace(wish, include=kept)})

    return made


def _wait(step: Step) -> Iterator[tuple[str, Step]]:
    if step.wait is not None:
        yield "twice as long", replace(step, wait=step.wait * 2)


def _random(step: Step) -> Iterator[tuple[str, Step]]:
    for target in step.random:
        yield f"never {shown(target)}", replace(step, random=tuple(one for one in step.random if one != target))


_PARTS: Mapping[str, Callable[[Step], Iterator[tuple[str, Step]]]] = {
    "when": _when,
    "sets": _without("sets", {}),
    "tag": _without("tag", None),
    "consent": _without("consent", False),
    "cadence": _cadence,
    "request": _ticket("request"),
    "escalate": _ticket("escalate"),
    "call": _without("call", None),
    "wait": _wait,
    "random": _random,
    "undelivered": _without("undelivered", None),
}
