"""A change, line by line, as whoever publishes it reads it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from smsbot.content.changes.compare import FlowChange, StepChange, TextChange
from smsbot.content.findings.plausible import answers_of, values_of
from smsbot.content.findings.wordings import SPOKEN
from smsbot.content.texts import TemplateProblem, clean, compile_words
from smsbot.core.language import Language
from smsbot.core.program import Program
from smsbot.core.segments import count

DOLLARS = 0.012
"""What one segment costs in the estimate of docs/start.md."""

_UNKNOWN = "w" * 20  # a value that the new files do not know any more

Waiting = Mapping[tuple[str, str], int]
"""How many open or sleeping conversations there are, by flow and step."""


def tell(change: FlowChange, program: Program, waiting: Waiting | None) -> Iterator[str]:
    """The lines about one flow; `program` is the new one, `waiting` None without a database."""
    yield f"{change.flow}: {change.fate}"
    if waiting is not None:
        yield from _people(change, waiting)
    if change.keywords_added:
        yield f"  keywords added: {', '.join(change.keywords_added)}"
    if change.keywords_removed:
        yield f"  keywords removed: {', '.join(change.keywords_removed)}"
    for step in change.steps:
        yield from _step(step, change.flow, program)
    for title in change.tests:
        yield f"  test affected: {title}"


def _people(change: FlowChange, waiting: Waiting) -> Iterator[str]:
    here = {step: number for (flow, step), number in waiting.items() if flow == change.flow}
    if not here:
        return
    yield f"  conversations in it now: {sum(here.values())}; each finishes on the wording it began with"
    for step in change.steps:
        if here.get(step.step):
            yield f"    {here[step.step]} at step {step.step}, which is {step.fate}"


def _step(step: StepChange, flow: str, program: Program) -> Iterator[str]:
    where = " (conversations wait here)" if step.waits and step.fate != "added" else ""
    yield f"  {step.step}: {step.fate}{where}"
    for what, names in (
        ("choices added", step.choices_added),
        ("choices removed", step.choices_removed),
        ("choices changed", step.choices_changed),
        ("changed", step.parts_changed),
    ):
        if names and step.fate == "changed":
            yield f"    {what}: {', '.join(names)}"
    for text in step.texts:
        yield from _text(text, flow, program)


def _text(text: TextChange, flow: str, program: Program) -> Iterator[str]:
    language = Language(text.language)
    yield f"    {text.where}, {SPOKEN[language]}:"
    if text.old is not None:
        yield f"      - {text.old}"
    if text.new is not None:
        yield f"      + {text.new}"
    if text.old is not None and text.new is not None:
        yield f"      {_cost(*(segments(words, language, flow, program) for words in (text.old, text.new)))}"


def _cost(old: int, new: int) -> str:
    if old == new:
        return f"segments: {new}, as before"
    more = (new - old) * 1000 * DOLLARS
    sign = "+" if more > 0 else "-"
    return f"segments: {old} before, {new} now; {sign}${abs(more):.0f} for each 1,000 sent, at ${DOLLARS} a segment"


def segments(words: str, language: Language, flow: str, program: Program) -> int:
    """How many segments a wording takes with the longest plausible values."""
    values = defaultdict(lambda: _UNKNOWN, values_of(program.settings, language))
    if flow in program.flows:
        values.update(answers_of(program.flows[flow], values["plan"]))
    try:
        render, names = compile_words(words)
    except TemplateProblem:  # files that never were published
        return count(clean(words)).segments
    return count(render({name: values[name] for name in names})).segments
