"""Everything that `smsbot flows check` finds in the staff's files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files as package_files
from pathlib import Path

from smsbot.content.checked import checked_days
from smsbot.content.findings.choices import judge_choices, judge_offer
from smsbot.content.findings.finding import Finding, Findings
from smsbot.content.findings.lengths import judge_last, judge_length
from smsbot.content.findings.numbers import judge_bare, judge_old
from smsbot.content.findings.plausible import values_of
from smsbot.content.findings.silence import judge_reminders, judge_silence
from smsbot.content.findings.use import judge_answers, judge_texts
from smsbot.content.findings.ways import judge_keywords, judge_timeouts
from smsbot.content.findings.wordings import UNASKED, Wording, flow_wordings, shared_wordings
from smsbot.content.findings.words import judge_words
from smsbot.content.flow_check import unasked_steps
from smsbot.content.flow_parse import FlowFile
from smsbot.content.flow_values import texts_of
from smsbot.content.frame import Frame, read_frame
from smsbot.content.problems import ContentError, Problem
from smsbot.content.publication import ReadFiles, read_all
from smsbot.content.sources import PROGRAM, read_sources, read_text_file
from smsbot.content.yaml_files import Document, Plain, read_yaml
from smsbot.core.hours import local
from smsbot.core.program import Program
from smsbot.core.scene import SERIES_LAST

_OURS = "smsbot/content/data/texts.yaml"


@dataclass(frozen=True, slots=True)
class Look:
    """What was looked at and what was found; `problems` keep the bot from using the files at all."""

    flows: int
    steps: int
    texts: int
    problems: Sequence[Problem]
    findings: Sequence[Finding]


def look(flows_dir: Path, templates_dir: Path, now: datetime) -> Look:
    """Read every file, and judge what can be read. `now`: aware; for how long ago numbers were called."""
    problems: list[Problem] = []
    sources, frame = None, None
    try:
        sources = read_sources(flows_dir, templates_dir)
    except ContentError as error:
        problems.extend(error.problems)
    try:
        frame = read_frame(flows_dir)
    except ContentError as error:
        problems.extend(error.problems)
    if sources is None or frame is None:
        return Look(0, 0, 0, ContentError(problems).problems, ())
    read = read_all(sources, frame)
    findings = findings_in(read, frame)
    program = read_yaml(PROGRAM, read_text_file(flows_dir / "program.yaml", PROGRAM, []) or "")
    today = local(now, frame.settings.zone).date()
    judge_old(program, frame.settings.names, checked_days(flows_dir), today, findings)
    steps = sum(len(file.flow.steps) for file in read.files)
    shown = ContentError(read.problems).problems
    return Look(len(read.files), steps, len(read.texts), shown, findings.sorted())


def findings_in(read: ReadFiles, frame: Frame) -> Findings:
    """What could be better in these files."""
    findings = Findings()
    sound = {file.flow.name: file for file in read.files if file.sound}
    for file in sound.values():
        _judge_flow(file, read, frame, findings)
    for wording in _shared(read, frame, list(sound.values())):
        _judge(wording, frame, findings)
    flows = {name: file.flow for name, file in sound.items()}
    judge_keywords(list(sound.values()), Program("", flows, read.texts, frame.lexicon, frame.settings), findings)
    judge_silence(sound, findings)
    judge_reminders(sound, findings)
    judge_texts(read.documents, list(sound.values()), findings)
    for document in (*read.documents, *(file.top.document for file in sound.values())):
        findings.note_unused(document)
    return findings


def _judge_flow(file: FlowFile, read: ReadFiles, frame: Frame, findings: Findings) -> None:
    wordings = list(flow_wordings(file, frame.settings))
    for wording in wordings:
        _judge(wording, frame, findings)
        step = file.flow.steps[str(wording.place.step)]
        if step.ask is not None and wording.part in ("ask", "retry"):
            judge_offer(wording, step.ask, findings)
        is_last = wording.part == "series" and wording.key.endswith(f".series{len(step.series)}")
        if is_last and not wording.same and SERIES_LAST in read.texts:
            values = values_of(frame.settings, wording.language)
            last = read.texts[SERIES_LAST].render(wording.language, values, quiet=wording.quiet)
            judge_last(wording, last, findings)
    for step in file.flow.steps.values():
        judge_choices(file, step, frame.lexicon, findings)
    judge_answers(file, findings)
    judge_timeouts(file, findings)


def _shared(read: ReadFiles, frame: Frame, files: Sequence[FlowFile]) -> list[Wording]:
    """The staff's shared texts, and those of ours that nothing of theirs stands over."""
    data = read_yaml(_OURS, (package_files("smsbot.content") / "data" / "texts.yaml").read_bytes())
    kept = {key: value for key, value in _entries(data).items() if read.texts.get(key) is frame.texts.get(key)}
    unasked = UNASKED.union(
        text.key for file in files for name in unasked_steps(file.flow) for _, text in texts_of(file.flow.steps[name])
    )
    ours = Document(_OURS, kept, data.lines)
    return list(shared_wordings([*read.documents, ours], read.texts, frozenset(unasked), frame.settings))


def _entries(document: Document) -> dict[str, Plain]:
    return dict(document.data) if isinstance(document.data, dict) else {}


def _judge(wording: Wording, frame: Frame, findings: Findings) -> None:
    judge_length(wording, findings)
    judge_words(wording, findings)
    if wording.place.document.file != _OURS:
        judge_bare(wording, frozenset(frame.settings.names.values()), findings)
