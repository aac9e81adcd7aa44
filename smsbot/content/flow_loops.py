"""Steps that would go round for ever: a loop, within a flow or across flows, in which nobody is waited for."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from smsbot.content.flow_parse import FlowFile
from smsbot.content.flow_ways import at_once, ends_at_once
from smsbot.core.flow import Step

Node = tuple[str, str]  # flow, step


def check_loops(files: Mapping[str, FlowFile]) -> None:
    """Note every loop once, at the step of it that stands first."""
    graph = following(files)
    while (loop := _loop(graph)) is not None:
        _note(loop, files)
        for node in loop:
            graph[node] = set()


def following(files: Mapping[str, FlowFile]) -> dict[Node, set[Node]]:
    """What every step leads to with nobody waited for; past a call only if the called flow may end so."""
    through: frozenset[str] = frozenset()
    while True:
        graph = {
            (name, step.name): set(_following(name, step, files, through))
            for name, file in files.items()
            for step in file.flow.steps.values()
        }
        found = frozenset(name for name, file in files.items() if _may_end(file, graph, through))
        if found == through:
            return graph
        through = found


def reached(graph: Mapping[Node, set[Node]], first: Node) -> set[Node]:
    """Every step that this one leads to with nobody waited for, itself among them."""
    seen: set[Node] = set()
    ahead = [first]
    while ahead:
        node = ahead.pop()
        if node not in seen:
            seen.add(node)
            ahead.extend(graph.get(node, ()))
    return seen


def _may_end(file: FlowFile, graph: Mapping[Node, set[Node]], through: frozenset[str]) -> bool:
    flow = file.flow
    inside = (flow.steps[step] for name, step in reached(graph, (flow.name, flow.first)) if name == flow.name)
    return any(ends_at_once(step) and (step.call is None or step.call in through) for step in inside)


def _following(flow: str, step: Step, files: Mapping[str, FlowFile], through: frozenset[str]) -> Iterator[Node]:
    for way in at_once(step):
        if way.past is not None and way.past not in through:
            continue
        if way.to.name in files[flow].flow.steps and not way.to.is_flow:
            yield flow, way.to.name
        elif way.to.is_flow and way.to.name in files:
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
        f"the steps go round without asking or waiting ({' -> '.join(shown)})",
        "let one of them ask or wait, or go somewhere else",
    )
