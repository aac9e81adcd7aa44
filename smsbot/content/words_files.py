"""The words we listen for: the package's, and what staff add in flows/words/."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smsbot.content.problems import Problem
from smsbot.content.yaml_files import Document, Path
from smsbot.core.words import Lexicon, LexiconError, Model, build_lexicon

_ROOT = re.compile(r"^(?:words|extra\[[0-9]+\])\.?")
_PART = re.compile(r"\.([^.\[\]]+)|\[([0-9]+)\]")


@dataclass(frozen=True, slots=True)
class Shipped:
    """What comes with the package: words.yaml, meanings.yaml, and the model that was trained on them."""

    words: Document
    meanings: Document
    model: Model | None


def read_words(
    package: Shipped, extra: Sequence[Document], carrier_stop: Sequence[str], problems: list[Problem]
) -> Lexicon | None:
    """The lexicon; None, and every problem noted, when a file cannot be used."""
    for document in (package.words, package.meanings, *extra):
        problems.extend(document.problems)
    source, meanings = _table(package.words), _table(package.meanings)
    usable = [document for document in extra if isinstance(document.data, dict)]
    problems.extend(_no_map(document) for document in extra if document not in usable and document.data is not None)
    try:
        tables = [_table(document) for document in usable]
        return build_lexicon(source, tables, carrier_stop, meanings, package.model)
    except LexiconError as error:
        problems.extend(_each(source, meanings, usable) or [_problem(package.words, error)])
        return None


def _each(source: Mapping[str, object], meanings: Mapping[str, object], extra: Sequence[Document]) -> list[Problem]:
    """The first problem of each file, found by trying it alone."""
    problems = []
    for document in extra:
        try:
            build_lexicon(source, [_table(document)], meanings=meanings)
        except LexiconError as error:
            problems.append(_problem(document, error))
    return problems


def _problem(document: Document, error: LexiconError) -> Problem:
    root, _, what = str(error).partition(": ")
    key = _ROOT.sub("", root)
    return Problem(document.file, _line(document, f".{key}"), None, f"{key}: {what}" if key else what)


def _line(document: Document, dotted: str) -> int:
    """The line of the innermost part of a dotted key that stands in the file."""
    path: Path = ()
    for name, number in _PART.findall(dotted):
        path = (*path, name or int(number) - 1)
        if path not in document.lines:
            path = path[:-1]
            break
    return document.lines.get(path, 1)


def _table(document: Document) -> Mapping[str, object]:
    return document.data if isinstance(document.data, dict) else {}


def _no_map(document: Document) -> Problem:
    return Problem(document.file, 1, None, "the file must be a map", "see docs/flows.md, 'Words'")
