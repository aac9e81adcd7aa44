"""Does a text say what a script names: a step of the conversation, a shared text, or words of its own?"""

import re
from collections.abc import Iterator, Mapping, Sequence

from smsbot.content.problems import nearest
from smsbot.core.flow import Step
from smsbot.core.language import Language
from smsbot.core.program import Program
from smsbot.core.text import Render, Text

_GAP = "\N{LOZENGE}"  # stands for a value that is only known when the text is sent


def texts_named(program: Program, name: str, flow: str | None) -> list[Text]:
    """The texts that a name stands for: a step of `flow`, FLOW.STEP of another one, or a shared text."""
    found = list(_of_step(program, flow, name))
    if name in program.texts:
        return [*found, program.texts[name]]
    other, _, step = name.partition(".")
    return found or list(_of_step(program, other, step))


def says(text: Text, body: str, language: Language | None, program: Program) -> bool:
    """Is this text in the body, in this language (in any, if it is not known), whatever its values were?"""
    return any(_pattern(text, render, program).search(body) for render in _wordings(text, language))


def nearest_name(program: Program, name: str, flow: str | None) -> str | None:
    """The step or shared text that was probably meant."""
    return nearest(name, _steps(program, flow)) or nearest(name, program.texts)


def name_of(program: Program, body: str, flow: str | None, language: Language) -> str | None:
    """What a script would call this text: a step of `flow` or a shared text; None if it is neither."""
    for step in _steps(program, flow).values():
        if any(says(text, body, language, program) for text in _texts(step)):
            return step.name
    return next((key for key, text in program.texts.items() if says(text, body, language, program)), None)


def _steps(program: Program, flow: str | None) -> Mapping[str, Step]:
    found = program.flows.get(flow or "")
    return {} if found is None else found.steps


def _of_step(program: Program, flow: str | None, step: str) -> Iterator[Text]:
    steps = _steps(program, flow)
    if step in steps:
        yield from _texts(steps[step])


def _texts(step: Step) -> Sequence[Text]:
    asked = step.ask
    parts = (step.say, *step.series, asked.text if asked else None, asked.retry.say if asked and asked.retry else None)
    return [text for text in parts if text is not None]


def _wordings(text: Text, language: Language | None) -> Iterator[Render]:
    for wordings in (text.plain, text.quiet):
        yield from (render for spoken, render in wordings.items() if language in (None, spoken))


def _pattern(text: Text, render: Render, program: Program) -> re.Pattern[str]:
    known = program.settings.names
    words = render({name: known.get(name, _GAP) for name in text.names})
    return re.compile(".*?".join(map(re.escape, words.split(_GAP))))
