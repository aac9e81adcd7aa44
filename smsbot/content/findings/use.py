"""Texts that nothing says, and answers that nobody needs."""

from collections.abc import Iterable, Sequence

from smsbot.content.findings.finding import Findings
from smsbot.content.flow_parse import FlowFile
from smsbot.content.flow_values import texts_of
from smsbot.content.places import Place
from smsbot.content.shared_texts import REQUIRED
from smsbot.content.yaml_files import Document
from smsbot.core.flow import Step


def judge_texts(documents: Sequence[Document], files: Sequence[FlowFile], findings: Findings) -> None:
    """Note shared texts that neither a rule nor a flow says."""
    said = {text.key for file in files for step in file.flow.steps.values() for _, text in texts_of(step)} | REQUIRED
    for document in documents:
        for key in document.data if isinstance(document.data, dict) else ():
            if key not in said:
                place = Place(document, [], None, (key,))
                findings.note("unused_text", place, f"no flow says '{key}'", "say it somewhere, or remove it")


def judge_answers(file: FlowFile, findings: Findings) -> None:
    """Note answers that are asked for and saved, and then neither shown, looked at nor given to anybody."""
    steps = file.flow.steps.values()
    used = {name for step in steps for name in _used(step)}
    for step in steps:
        if step.ask is not None and step.ask.save is not None and step.ask.save not in used:
            what = f"nobody gets to see the answer '{step.ask.save}'"
            fix = "include it in a request, look at it with 'when', or do not save it"
            findings.note("unused_answer", file.step_place(step.name, "save"), what, fix)


def _used(step: Step) -> Iterable[str]:
    yield from (branch.saved for branch in step.when if branch.saved)
    yield from (name for wish in (step.request, step.escalate) if wish is not None for name in wish.include)
    yield from (name for _, text in texts_of(step) for name in text.names)
    if step.cadence_saved and step.cadence is not None:
        yield step.cadence
