"""Answers that a text names must have a value on every way that leads to it, or nobody would get the text."""

from collections.abc import Iterator

from smsbot.content.flow_parse import FlowFile
from smsbot.content.flow_ways import within
from smsbot.core.flow import Flow, Step
from smsbot.core.text import Text


def check_values(file: FlowFile, always: frozenset[str]) -> None:
    """Note each text that may be said before an answer it names is there; `always`: names that need no answer."""
    steps = file.flow.steps
    saved = {step.ask.save for step in steps.values() if step.ask is not None and step.ask.save}
    saved |= {name for step in steps.values() for name in step.sets}
    for name, present in _present(file.flow).items():
        for part, text in texts_of(steps[name]):
            for missing in sorted(text.names & saved - always - present - steps[name].sets.keys()):
                file.step_place(name, part).note(
                    f"'{missing}' may have no value here, because not every way to this step saves it",
                    "leave it out, or lead people without it to another step with 'when'",
                )


def _present(flow: Flow) -> dict[str, frozenset[str]]:
    """For every step that is reached: the answers that have a value whichever way led to it."""
    present = {flow.first: frozenset[str]()}
    ahead = [flow.first]
    while ahead:
        name = ahead.pop()
        for way in within(flow, flow.steps[name]):
            brought = present[name] | way.saves
            known = present.get(way.to.name)
            kept = brought if known is None else known & brought
            if kept != known:
                present[way.to.name] = kept
                ahead.append(way.to.name)
    return present


def texts_of(step: Step) -> Iterator[tuple[str, Text]]:
    """Every text of a step, with the part it belongs to."""
    if step.say is not None:
        yield "say", step.say
    for text in step.series:
        yield "series", text
    if step.ask is not None:
        yield "ask", step.ask.text
        if step.ask.retry is not None:
            yield "retry", step.ask.retry.say
