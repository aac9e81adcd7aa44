"""How the steps of all flows hang together: what is never reached, never waits, or has no quiet words."""

from collections.abc import Iterable, Mapping

from smsbot.content.flow_chance import check_chance
from smsbot.content.flow_loops import check_loops
from smsbot.content.flow_parse import FlowFile
from smsbot.content.flow_values import check_values, texts_of
from smsbot.content.flow_ways import at_once, within
from smsbot.core.flow import Flow
from smsbot.core.language import Language
from smsbot.core.text import Text


def check_flows(files: Iterable[FlowFile], always: frozenset[str]) -> None:
    """Check the flows whose steps could be read; `always`: the names that have a value without any answer."""
    sound = {file.flow.name: file for file in files if file.sound}
    for file in sound.values():
        _check_reached(file)
        check_values(file, always)
        _check_quiet(file, sound)
    check_loops(sound)
    check_chance(sound)


def _check_reached(file: FlowFile) -> None:
    reached = _reached(file.flow, file.flow.first)
    for name in file.flow.steps:
        if name not in reached:
            file.step_place(name).note("no step leads here", "let a step go here, or remove this one")


def _reached(flow: Flow, first: str, *, waiting: bool = True) -> set[str]:
    """Every step a conversation can come to; without `waiting` only those before the first answer."""
    reached: set[str] = set()
    ahead = [first]
    while ahead:
        name = ahead.pop()
        if name in reached or name not in flow.steps:
            continue
        reached.add(name)
        ways = within(flow, flow.steps[name]) if waiting else at_once(flow.steps[name])
        ahead.extend(way.to.name for way in ways if not way.to.is_flow)
    return reached


def _check_quiet(file: FlowFile, files: Mapping[str, FlowFile]) -> None:
    unasked = unasked_steps(file.flow)
    for name, step in file.flow.steps.items():
        if name not in unasked:
            continue
        for part, text in texts_of(step):
            if part != "retry" and not _is_quiet(text):
                file.step_place(name, part).note(
                    f"'{part}' can arrive unasked and has no quiet words",
                    "add quiet: {en: ..., es: ...} that name no health matter",
                )
        for way in at_once(step):
            if way.to.is_flow and way.to.name in files and not files[way.to.name].flow.unasked:
                file.step_place(name).note(
                    f"flow '{way.to.name}' can start unasked from here and is not 'unasked: true'",
                    f"add that to {way.to.name}.yaml, and quiet words to its first texts",
                )


def unasked_steps(flow: Flow) -> set[str]:
    """The steps whose texts can go out with nobody having texted: at the beginning of some flows, and after a wait."""
    first = [flow.first] if flow.unasked else []
    first += [step.go.name for step in flow.steps.values() if step.wait is not None and step.go is not None]
    return set[str]().union(*(_reached(flow, name, waiting=False) for name in first))


def _is_quiet(text: Text) -> bool:
    return all(language in text.quiet for language in Language)
