"""One flow file: what it is called and about, its words, its steps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import PurePath

from smsbot.content.codes import read_accept
from smsbot.content.flow_scope import END, Known, Scope, saved_answers
from smsbot.content.measures import duration
from smsbot.content.places import Place
from smsbot.content.problems import Problem
from smsbot.content.staff_words import folded
from smsbot.content.step_parse import read_step
from smsbot.content.yaml_files import Document
from smsbot.core.flow import Flow, Step
from smsbot.core.language import Language

KEYS = {
    "flow": "its name, the same as the file's",
    "about": "one sentence for whoever opens the file next",
    "keywords": "words or phrases that start it, by language; without any, only other flows lead here",
    "expires": "after this long without an answer the conversation ends; nothing is sent about it",
    "unasked": "true if the calendar may start it; then its first texts need quiet words",
    "steps": "in order; the first is where it begins, and the next one is where a step leads unless it says otherwise",
    "tests": "whole conversations that must go this way; smsbot flows test runs them",
    "accept": "findings that stay as they are, each with the reason",
}
"""What a flow file may hold, each with what it is for."""

MOST_STEPS = 500
TEST_KEYS = {
    "title": "what the conversation shows, in one line",
    "language": "en or es: whose texts are expected; en without it",
    "quiet": "true if the person wanted quiet words",
    "start": "the local day and time at which it begins",
    "people": "more people than me, by name",
    "workers": "the workers who have a phone",
    "starts": "what has begun before the first line",
    "script": "the lines: what is texted, what is heard, what is then so",
}
"""What a test in a flow file, or a transcript, may hold, each with what it is for."""

REQUIRED = ("flow", "about", "expires", "steps")
TEST_REQUIRED = ("title", "script")


@dataclass(frozen=True, slots=True)
class FlowFile:
    """A flow with what later checks need: its places, and whether its steps are sound enough to walk."""

    flow: Flow
    top: Place
    keywords: tuple[Place, ...]
    sound: bool

    def step_place(self, step: str, *path: str) -> Place:
        """Where a step, or a part of it, is written."""
        place = self.top.at("steps", None).at(step, None)
        for key in path:
            place = place.at(key, None)
        return replace(place, step=step)


def flow_name(file: str) -> str:
    """The name that a flow in this file has."""
    return PurePath(file).stem


def read_flow(document: Document, known: Known, problems: list[Problem]) -> FlowFile:
    """Read one flow file; every problem in it goes to `problems`."""
    shape: list[Problem] = []
    wording: list[Problem] = []
    top = Place.top(document, shape)
    name = flow_name(document.file)
    fields = {} if top.value is None else top.fields(KEYS, REQUIRED)
    steps = _steps(fields["steps"], name, known, wording) if "steps" in fields else {}
    keywords = _keywords(fields["keywords"]) if "keywords" in fields else {}
    flow = Flow(
        name=name,
        about=fields["about"].words() if "about" in fields else "",
        expires=duration(fields["expires"]) if "expires" in fields else timedelta(days=1),
        steps=steps,
        # As inbound texts are read ("I'm back" is "i am back"), or they would never be found.
        keywords={
            language: tuple(folded(item.typed(), known.lexicon) for item in items)
            for language, items in keywords.items()
        },
        unasked=fields["unasked"].flag() if "unasked" in fields else False,
    )
    if "flow" in fields:
        _check_name(fields["flow"], name, document.file)
    if "accept" in fields:
        read_accept(fields["accept"])
    if "tests" in fields:
        _check_tests(fields["tests"])
    sound = not shape
    problems.extend((*shape, *wording))
    places = tuple(replace(item, problems=problems) for items in keywords.values() for item in items)
    return FlowFile(flow, replace(top, problems=problems), places, sound)


def _keywords(place: Place) -> dict[Language, list[Place]]:
    fields = place.fields(tuple(map(str, Language)))
    return {Language(key): item.items() for key, item in fields.items()}


def _check_name(place: Place, name: str, file: str) -> None:
    written = place.name()
    if written and written != name:
        place.note(f"the flow is called '{written}' but the file {PurePath(file).name}", f"write flow: {name}")


def _steps(place: Place, flow: str, known: Known, wording: list[Problem]) -> Mapping[str, Step]:
    entries = place.filled()
    scope = Scope(known, flow, tuple(entries), saved_answers(place.value), wording)
    steps: dict[str, Step] = {}
    if len(entries) > MOST_STEPS:
        place.note(f"the flow has {len(entries)} steps", f"split it; {MOST_STEPS} are the most that can be checked")
        return steps
    for name, entry in entries.items():
        entry.check_name(name)
        if name == END:
            entry.note("a step cannot be called 'end'", "that word ends the conversation; choose another name")
        steps[name] = read_step(replace(entry, step=name), scope)
    return steps


def _check_tests(place: Place) -> None:
    for item in place.items():
        fields = item.fields(TEST_KEYS, TEST_REQUIRED)
        if "title" in fields:
            fields["title"].words()
        if "script" in fields:
            fields["script"].items()
