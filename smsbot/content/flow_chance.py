"""Chance never decides what a person agreed to."""

from collections.abc import Mapping

from smsbot.content.flow_loops import following, reached
from smsbot.content.flow_parse import FlowFile
from smsbot.core.flow import Step


def check_chance(files: Mapping[str, FlowFile]) -> None:
    """Note each `random` from which a step with consent or cadence is come to before anybody is asked."""
    graph = following(files)
    for name, file in files.items():
        for step in file.flow.steps.values():
            ahead = (files[of].flow.steps[at] for of, at in reached(graph, (name, step.name)))
            if step.random and any(map(_agrees, ahead)):
                file.step_place(step.name, "random").note(
                    "'random' leads to 'consent' or 'cadence' with nobody asked in between",
                    "ask the person, and let their answer lead there",
                )


def _agrees(step: Step) -> bool:
    return step.consent or step.cadence is not None
