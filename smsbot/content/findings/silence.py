"""Answers that are met with nothing, and agreement without a word about how to end it."""

from collections.abc import Iterator, Mapping

from smsbot.content.findings.finding import Findings
from smsbot.content.findings.wordings import SPOKEN
from smsbot.content.flow_loops import Node, following, reached
from smsbot.content.flow_parse import FlowFile
from smsbot.content.flow_values import texts_of
from smsbot.core.flow import Ask, Step, Target
from smsbot.core.language import Language
from smsbot.core.text import Text

_END = Target("end")
_STOP = {Language.EN: ("STOP",), Language.ES: ("STOP",)}
_HELP = {Language.EN: ("HELP",), Language.ES: ("AYUDA", "HELP")}


def judge_silence(files: Mapping[str, FlowFile], findings: Findings) -> None:
    """Note each answer after which the conversation ends, or sleeps, and nothing was said."""
    called = {step.call for file in files.values() for step in file.flow.steps.values()}
    for name, file in files.items():
        if name in called and not file.flow.keywords:
            continue  # who called it has the last word
        for step in file.flow.steps.values():
            if step.ask is not None:
                _judge_answers(file, step, step.ask, files, findings)


def _judge_answers(file: FlowFile, step: Step, ask: Ask, files: Mapping[str, FlowFile], findings: Findings) -> None:
    fix = "let it lead to a step that says something, if only a thank you"
    for choice in ask.choices:
        target = ask.goes.get(choice.name) or step.go or _END
        if _ends_silently(file.flow.name, target, files, set()):
            place = file.step_place(step.name, "choices", choice.name)
            findings.note("no_reply", place, f"who answers '{choice.name}' hears nothing back", fix)
    if ask.answer is not None and _ends_silently(file.flow.name, step.go or _END, files, set()):
        findings.note("no_reply", file.step_place(step.name, "answer"), "who answers hears nothing back", fix)
    if _ends_silently(file.flow.name, ask.otherwise, files, set()):
        place = file.step_place(step.name, "otherwise")
        findings.note("no_reply", place, "who answers something else hears nothing back", fix)


def _ends_silently(flow: str, target: Target, files: Mapping[str, FlowFile], seen: set[Node]) -> bool:
    """May the conversation, from here on, end or sleep before anything is said?"""
    if target == _END:
        return True
    flow = target.name if target.is_flow else flow
    if flow not in files:
        return False
    steps = files[flow].flow.steps
    name = files[flow].flow.first if target.is_flow else target.name
    if name not in steps or (flow, name) in seen:
        return False
    seen.add((flow, name))
    return any(_ends_silently(flow, ahead, files, seen) for ahead in _ahead(steps[name]))


def _ahead(step: Step) -> Iterator[Target]:
    """Where a step leads before it says anything."""
    for branch in step.when:
        yield branch.go
    if step.say is not None or step.series or step.ask is not None:
        return
    if step.call is not None:
        yield Target(step.call, is_flow=True)
    elif step.random:
        yield from step.random
    else:
        yield _END if step.wait is not None else step.go or _END


def judge_reminders(files: Mapping[str, FlowFile], findings: Findings) -> None:
    """Note each question whose answer agrees to texts while nothing said with it names STOP and HELP."""
    graph = following(files)
    for name, file in files.items():
        for step in file.flow.steps.values():
            if step.ask is not None:
                steps = [files[of].flow.steps[at] for of, at in _answered(name, step.ask, step, files, graph)]
                if any(ahead.consent for ahead in steps):
                    _judge_agreement(file, step, [step, *steps], findings)


def _answered(
    flow: str, ask: Ask, step: Step, files: Mapping[str, FlowFile], graph: Mapping[Node, set[Node]]
) -> set[Node]:
    """Every step that an answer leads to before anybody is asked again."""
    nodes: set[Node] = set()
    for target in (*ask.goes.values(), *filter(None, (step.go,))):
        if target.is_flow and target.name in files:
            nodes |= reached(graph, (target.name, files[target.name].flow.first))
        elif target.name in files[flow].flow.steps:
            nodes |= reached(graph, (flow, target.name))
    return nodes


def _judge_agreement(file: FlowFile, asking: Step, steps: list[Step], findings: Findings) -> None:
    texts = [text for step in steps for part, text in texts_of(step) if part != "retry"]
    for language in Language:
        words = " ".join(_said(text, language) for text in texts)
        for due in (_STOP, _HELP):
            if not any(word in words for word in due[language]):
                what = f"an answer agrees to texts, and no {SPOKEN[language]} words near it say {due[language][0]}"
                fix = "say it in the question, or after the answer"
                findings.note("stop_missing", file.step_place(asking.name, "ask"), what, fix)


def _said(text: Text, language: Language) -> str:
    return text.plain[language](dict.fromkeys(text.names, "")) if language in text.plain else ""
