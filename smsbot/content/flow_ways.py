"""Where steps lead."""

from collections.abc import Iterator
from dataclasses import dataclass

from smsbot.core.flow import Flow, Step, Target


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of a step; `saves` is the answer that surely has a value on it."""

    to: Target
    saves: str | None = None


def at_once(step: Step) -> Iterator[Way]:
    """The ways on which nobody is waited for."""
    for branch in step.when:
        yield Way(branch.go, branch.saved)
    if step.ask is None and step.go is not None:
        yield Way(step.go)


def after_waiting(step: Step) -> Iterator[Way]:
    """The ways that an answer, or its absence, opens."""
    ask = step.ask
    if ask is None:
        return
    for going in ask.goes.values():
        yield Way(going, ask.save)
    if step.go is not None and (ask.answer is not None or len(ask.goes) < len(ask.choices)):
        yield Way(step.go, ask.save)
    yield Way(ask.otherwise)
    if ask.timeout is not None:
        yield Way(ask.timeout.go)


def within(flow: Flow, step: Step) -> Iterator[Way]:
    """All ways from a step to steps of the same flow."""
    for way in (*at_once(step), *after_waiting(step)):
        if not way.to.is_flow and way.to.name in flow.steps:
            yield way
