"""Steps that would go round for ever: a loop, within a flow or across flows, in which nobody is asked."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from smsbot.content.flow_parse import FlowFile
from smsbot.content.flow_ways import at_once
from smsbot.core.flow import Step

Node = tuple[str, str]  # flow, step


def check_loops(files: Mapping[str, FlowFile]) -> None:
    """Note every loop once, at the step of it that stands first."""
    graph = {
        (name, step.name): set(_following(name, step, files))
        for name, file in files.items()
        for step in file.flow.steps.values()
    }
    while (loop := _loop(graph)) is not None:
        _note(loop, files)
        for node in loop:
            graph[node] = set()


def _following(flow: str, step: Step, files: Mapping[str, FlowFile]) -> Iterator[Node]:
    for way in at_once(step):
        if not way.to.is_flow:
            yield flow, way.to.name
        elif way.to.name in files:
            yield way.to.name, files[way.to.name].flow.first


def _loop(graph: Mapping[Node, set[Node]]) -> list[Node] | None:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        nodes: list[Node] = error.args[1]
        # We gave it followers where it expects predecessors, so its loop reads backwards; the last repeats the first.
        return nodes[:0:-1]
    return None


def _note(loop: list[Node], files: Mapping[str, FlowFile]) -> None:
    start = min(range(len(loop)), key=lambda at: (loop[at][0], files[loop[at][0]].flow.steps[loop[at][1]].line))
    ring = loop[start:] + loop[:start]
    flow, first = ring[0]
    shown = [step if of == flow else f"flow {of}: {step}" for of, step in (*ring, ring[0])]
    files[flow].step_place(first).note(
        f"the steps go round without asking anything ({' -> '.join(shown)})",
        "let one of them ask, or go somewhere else",
    )
