"""Where steps lead."""

from collections.abc import Iterator
from dataclasses import dataclass

from smsbot.core.flow import Flow, Step, Target


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of a step; `saves` are the answers that surely have a value on it.

    `past`: nobody is waited for only if nobody is in this flow, which the step calls.
    """

    to: Target
    saves: frozenset[str] = frozenset()
    past: str | None = None


def at_once(step: Step) -> Iterator[Way]:
    """The ways on which nobody is waited for."""
    for branch in step.when:
        yield Way(branch.go, frozenset({branch.saved} if branch.saved else ()))
    if step.ask is not None or step.wait is not None:
        return
    own = frozenset(step.sets)
    if step.call is not None:
        yield Way(Target(step.call, is_flow=True))
    for going in step.random:
        yield Way(going, own)
    if step.go is not None:
        yield Way(step.go, own, past=step.call)


def after_waiting(step: Step) -> Iterator[Way]:
    """The ways that an answer, or its absence, or time opens."""
    own, ask = frozenset(step.sets), step.ask
    if step.undelivered is not None:
        yield Way(step.undelivered)
    if step.wait is not None and step.go is not None:
        yield Way(step.go, own)
    if ask is None:
        return
    answered = own | {ask.save} if ask.save else own
    for going in ask.goes.values():
        yield Way(going, answered)
    if step.go is not None and (ask.answer is not None or len(ask.goes) < len(ask.choices)):
        yield Way(step.go, answered)
    yield Way(ask.otherwise, own)
    if ask.timeout is not None:
        yield Way(ask.timeout.go, own)


def within(flow: Flow, step: Step) -> Iterator[Way]:
    """All ways from a step to steps of the same flow."""
    for way in (*at_once(step), *after_waiting(step)):
        if not way.to.is_flow and way.to.name in flow.steps:
            yield way


def ends_at_once(step: Step) -> bool:
    """May the conversation end here with nobody waited for? A step that calls does so only if what it calls does."""
    if any(way.to == Target("end") for way in at_once(step)):
        return True
    return step.ask is None and step.wait is None and not step.random and step.go is None
