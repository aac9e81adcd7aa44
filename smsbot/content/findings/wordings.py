"""Every wording that a person may read, as it arrives with the longest plausible values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from smsbot.content.findings.plausible import answers_of, values_of
from smsbot.content.flow_check import unasked_steps
from smsbot.content.flow_parse import FlowFile
from smsbot.content.flow_values import texts_of
from smsbot.content.places import Place
from smsbot.content.yaml_files import Document, Plain
from smsbot.core.flow import Step
from smsbot.core.language import Language
from smsbot.core.program import Settings
from smsbot.core.scene import SERIES_LAST
from smsbot.core.text import Render, Text

UNASKED = frozenset({SERIES_LAST, "done.told", "join_back", "invite", "crisis.truth"})
"""Shared texts that a rule or a worker sends with nobody having texted."""

SPOKEN = {Language.EN: "English", Language.ES: "Spanish"}


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording in one language. `part`: what the step does with it, "" for shared texts."""

    place: Place
    key: str
    language: Language
    quiet: bool
    words: str
    part: str = ""
    unasked: bool = False
    same: bool = False  # quiet words that are the plain ones
    bare: str = ""  # the words alone, with nothing put in
    safer: str | None = None  # the quiet wording of the same text, if it has one of its own

    @property
    def label(self) -> str:
        """What to call it."""
        return f"the {'quiet ' if self.quiet else ''}{SPOKEN[self.language]} words"


def flow_wordings(file: FlowFile, settings: Settings) -> Iterator[Wording]:
    """Every wording of a flow that stands in its own file."""
    unasked = unasked_steps(file.flow)
    for step in file.flow.steps.values():
        for part, text, place in part_places(file, step):
            if isinstance(place.value, dict) and "text" not in place.value:
                early = step.name in unasked and part != "retry"
                for wording in _wordings(text, place, _values(file, settings)):
                    yield replace(wording, part=part, unasked=early)


def shared_wordings(
    documents: Sequence[Document], texts: Mapping[str, Text], unasked: frozenset[str], settings: Settings
) -> Iterator[Wording]:
    """Every wording of the shared texts; `unasked`: the keys of those that can arrive so."""
    values = {language: values_of(settings, language) for language in Language}
    for document in documents:
        data = document.data if isinstance(document.data, dict) else {}
        for key, value in data.items():
            place = Place(document, [], value, (key,))
            if key in texts and isinstance(value, dict):
                for wording in _wordings(texts[key], place, values):
                    yield replace(wording, unasked=key in unasked)


def part_places(file: FlowFile, step: Step) -> Iterator[tuple[str, Text, Place]]:
    """Every text of a step, with the part it belongs to and where it is written."""
    raw = _inside(_inside(file.top.value, "steps"), step.name)
    number = 0
    for part, text in texts_of(step):
        keys: tuple[str | int, ...] = ("retry", "say") if part == "retry" else (part,)
        if part == "series":
            keys, number = ("series", number), number + 1
        place, value = replace(file.step_place(step.name), value=raw), raw
        for key in keys:
            value = _inside(value, key)
            place = place.at(key, value)
        yield part, text, place


def _inside(value: Plain, key: str | int) -> Plain:
    if isinstance(value, dict):
        return value.get(str(key))
    return value[key] if isinstance(value, list) and isinstance(key, int) and key < len(value) else None


def _values(file: FlowFile, settings: Settings) -> dict[Language, dict[str, str]]:
    values = {language: values_of(settings, language) for language in Language}
    return {language: {**known, **answers_of(file.flow, known["plan"])} for language, known in values.items()}


def _wordings(text: Text, place: Place, values: Mapping[Language, Mapping[str, str]]) -> Iterator[Wording]:
    fields = place.value if isinstance(place.value, dict) else {}
    quiet = fields.get("quiet")
    for language in Language:
        known = values[language]
        if not text.names <= known.keys():
            continue  # an unknown name is noted elsewhere
        own = isinstance(quiet, dict)
        safer = _render(text.quiet, language, known) if own else None
        plain = _render(text.plain, language, known)
        bare = _render(text.plain, language, dict.fromkeys(text.names, "")) or ""
        if plain is not None:
            at = place.at(language, fields.get(language))
            yield Wording(at, text.key, language, False, plain, bare=bare, safer=safer)
            if quiet == "same":
                yield Wording(at, text.key, language, True, plain, bare=bare, same=True)
        if safer is not None and isinstance(quiet, dict):
            at = place.at("quiet", quiet).at(language, quiet.get(language))
            bare = _render(text.quiet, language, dict.fromkeys(text.names, "")) or ""
            yield Wording(at, text.key, language, True, safer, bare=bare)


def _render(renders: Mapping[Language, Render], language: Language, values: Mapping[str, str]) -> str | None:
    words = renders[language](values) if language in renders else ""
    return words or None
