"""Cadences that start a flow of their own, and the series that only such a cadence can walk through."""

from collections.abc import Iterable, Mapping

from smsbot.content.flow_parse import FlowFile
from smsbot.content.problems import Problem, did_you_mean
from smsbot.content.sources import PROGRAM
from smsbot.core.cadence import Unit
from smsbot.core.program import NamedCadence


def check_cadence_flows(
    cadences: Mapping[str, NamedCadence], files: Iterable[FlowFile], problems: list[Problem]
) -> None:
    """Note a cadence whose flow is missing or may not arrive unasked, and a series that does not fit its cadence."""
    flows = {file.flow.name: file for file in files}
    for name, cadence in cadences.items():
        if cadence.flow and cadence.flow not in flows:
            what = f"cadence '{name}' starts a flow '{cadence.flow}' that does not exist"
            fix = did_you_mean(cadence.flow, flows, f"write flows/{cadence.flow}.yaml")
            problems.append(Problem(PROGRAM, 1, None, what, fix))
    for file in flows.values():
        starting = [cadence for cadence in cadences.values() if cadence.flow == file.flow.name]
        if starting and not file.flow.unasked:
            what = f"cadence '{starting[0].name}' starts this flow and it is not 'unasked: true'"
            file.top.note(what, "add unasked: true")
        _check_series(file, starting)


def _check_series(file: FlowFile, starting: list[NamedCadence]) -> None:
    for step in file.flow.steps.values():
        if not step.series:
            continue
        place = file.step_place(step.name, "series")
        if not starting:
            place.note(
                "no cadence starts this series", f"add flow: {file.flow.name} to one with offsets in program.yaml"
            )
        for cadence in starting:
            days = len(cadence.offsets)
            if cadence.unit is not Unit.SERIES:
                place.note(f"cadence '{cadence.name}' has no offsets", "a series needs a day for each of its texts")
            elif days != len(step.series):
                what = f"the series has {len(step.series)} texts and cadence '{cadence.name}' {days} days"
                place.note(what, "write one text for each of its offsets")
