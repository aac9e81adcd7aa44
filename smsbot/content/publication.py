"""From staff files to one checked `Program`."""

from collections.abc import Mapping
from dataclasses import dataclass

from smsbot.content.cadence_flows import check_cadence_flows
from smsbot.content.flow_check import check_flows
from smsbot.content.flow_parse import FlowFile, flow_name, read_flow
from smsbot.content.flow_scope import Known
from smsbot.content.frame import Frame, read_frame
from smsbot.content.problems import ContentError, Problem, did_you_mean
from smsbot.content.shared_texts import note_missing, staff_texts
from smsbot.content.sources import FLOWS, PROGRAM, TEXTS, Sources, digest, from_json, read_sources, to_json
from smsbot.content.staff_words import check_keywords
from smsbot.content.yaml_files import Document, read_yaml
from smsbot.core.program import Program
from smsbot.core.text import Text

__all__ = [
    "Frame",
    "Sources",
    "compile_program",
    "digest",
    "from_json",
    "read_frame",
    "read_sources",
    "to_json",
]


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """What stands in the files, with everything that is wrong in them."""

    files: tuple[FlowFile, ...]
    texts: Mapping[str, Text]
    documents: tuple[Document, ...]  # the staff's shared texts
    problems: list[Problem]


def compile_program(publication_id: str, sources: Sources, frame: Frame) -> Program:
    """The programme that these sources and this frame make. Raises ContentError listing every problem."""
    read = read_all(sources, frame)
    if read.problems:
        raise ContentError(read.problems)
    flows = {file.flow.name: file.flow for file in read.files}
    return Program(publication_id, flows, read.texts, frame.lexicon, frame.settings)


def read_all(sources: Sources, frame: Frame) -> ReadFiles:
    """Read and check every file, whatever is wrong with some."""
    problems: list[Problem] = []
    documents = [read_yaml(name, text) for name, text in sources.under(TEXTS).items()]
    texts: Mapping[str, Text] = {**frame.texts, **staff_texts(documents, frame.names, problems)}
    note_missing(texts, problems)
    files = _read_flows(sources, frame, texts, problems)
    check_flows(files, frame.names)
    check_keywords(((file.flow.name, place) for file in files for place in file.keywords), frame.lexicon)
    _check_check_in(frame, files, problems)
    check_cadence_flows(frame.settings.cadences, files, problems)
    return ReadFiles(tuple(files), texts, tuple(documents), problems)


def _read_flows(sources: Sources, frame: Frame, texts: Mapping[str, Text], problems: list[Problem]) -> list[FlowFile]:
    found = sources.under(FLOWS)
    known = Known(
        flows=frozenset(map(flow_name, found)),
        cadences=frozenset(frame.settings.cadences),
        names=frame.names,
        texts=texts,
        lexicon=frame.lexicon,
    )
    return [read_flow(read_yaml(name, text), known, problems) for name, text in found.items()]


def _check_check_in(frame: Frame, files: list[FlowFile], problems: list[Problem]) -> None:
    name = frame.settings.check_in
    file = next((file for file in files if file.flow.name == name), None)
    if file is None:
        what = f"there is no flow '{name}' for check-ins"
        fix = did_you_mean(name, [file.flow.name for file in files], f"write flows/{name}.yaml")
        problems.append(Problem(PROGRAM, frame.check_in_line, None, what, fix))
    elif not file.flow.unasked:
        file.top.note("follow-ups start this flow and it is not 'unasked: true'", "add unasked: true")
