"""YAML as staff expect it: the 1.2 core rules, so that yes, no, on, off and 9:30 are words.

Two deliberate narrowings keep what was typed: a number with a leading zero or plus (a ZIP, a phone) stays words,
and so does one of more than 18 digits. Refused: duplicate keys, anchors and aliases, tags, keys that are not words,
several documents, deep nesting, files over 256 kB.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from smsbot.content.problems import Problem

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
Path: TypeAlias = tuple[str | int, ...]

LARGEST = 256 * 1024  # bytes
_DEEPEST = 20
_WORDS = {"null": None, "~": None, "": None, "true": True, "false": False}
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}")


@dataclass(frozen=True, slots=True)
class Document:
    """One file as plain values. `lines` has the line of every key and list item; `data` is None if unusable."""

    file: str
    data: Plain
    lines: Mapping[Path, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_yaml(file: str, source: str | bytes) -> Document:
    """Read one file; any bytes at all give values, problems or both, and nothing is ever raised."""
    if len(source) > LARGEST:
        return _refused(file, 1, f"the file is larger than {LARGEST // 1024} kB", "split it")
    try:
        text = source.decode("utf-8-sig") if isinstance(source, bytes) else source
        encoded = text.encode()
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return _refused(file, line, "the file is not UTF-8 text", "save it as UTF-8")
    except UnicodeEncodeError as error:  # half a character, from text that was never in a file
        line = error.object[: error.start].count("\n") + 1
        return _refused(file, line, "the file is not UTF-8 text", "save it as UTF-8")
    reader = _Reader(file)
    try:
        data = reader.document(_events(encoded))
    except _Unusable as error:
        return _refused(file, error.line, error.what, error.fix)
    except yaml.YAMLError as error:
        return _refused(file, *_syntax(error, text))
    return Document(file, data, reader.lines, tuple(reader.problems))


def _events(encoded: bytes) -> Iterator[yaml.Event]:
    return yaml.parse(encoded, Loader=yaml.CSafeLoader)


def _refused(file: str, line: int, what: str, fix: str) -> Document:
    return Document(file, None, {}, (Problem(file, line, None, what, fix),))


def _syntax(error: yaml.YAMLError, text: str) -> tuple[int, str, str]:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        line = text[: getattr(error, "position", 0)].count("\n") + 1
        return line, "a character that YAML does not allow", "delete it"
    what = f"this is not YAML ({getattr(error, 'problem', None) or 'unreadable'})"
    return mark.line + 1, what, "check indentation, quotes and colons around this line"


class _Unusable(Exception):  # never leaves this module
    def __init__(self, event: yaml.Event, what: str, fix: str) -> None:
        self.line, self.what, self.fix = _line(event), what, fix


class _Reader:
    """Builds plain values from parser events, with the line of each."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []

    def document(self, events: Iterator[yaml.Event]) -> Plain:
        self.events = events
        value: Plain = None
        started = False
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if started:
                    raise _Unusable(event, "a second document begins here", "remove the line of dashes")
                started = True
                value = self.value((), next(events))
        if value is None:
            self.problems.append(Problem(self.file, 1, None, "the file is empty", "write it or delete it"))
        return value

    def value(self, path: Path, event: yaml.Event) -> Plain:
        self.lines.setdefault(path, _line(event))
        self._refuse(path, event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101  # the parser gives no other kind here
        return _scalar(event)

    def _refuse(self, path: Path, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Unusable(event, "anchors (&) and aliases (*) are not used here", "write the value out")
        if getattr(event, "tag", None):
            raise _Unusable(event, "tags (!) are not used here", "remove the tag")
        if len(path) > _DEEPEST:
            raise _Unusable(event, f"nested more than {_DEEPEST} deep", "flatten it")

    def _mapping(self, path: Path) -> Plain:
        mapping: dict[str, Plain] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event)
            place = (*path, key)
            if key in mapping:
                self._note(event, f"'{key}' is written twice", "keep one of them")
                place = (*path, key, _line(event))
            self.lines[place] = _line(event)
            value = self.value(place, next(self.events))
            mapping.setdefault(key, value)
        return mapping

    def _key(self, event: yaml.Event) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise _Unusable(event, "a key must be a word", "write a name before the colon")
        self._refuse((), event)
        if not isinstance(_scalar(event), str):
            self._note(event, f"the key {event.value} is not a word", "put quotes around it")
        return event.value

    def _sequence(self, path: Path) -> Plain:
        items: list[Plain] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.value((*path, len(items)), event))
        return items

    def _note(self, event: yaml.Event, what: str, fix: str) -> None:
        self.problems.append(Problem(self.file, _line(event), None, what, fix))


def _scalar(event: yaml.ScalarEvent) -> Plain:
    text = event.value
    if not event.implicit[0]:  # quoted, or a block of text
        return text
    if text.lower() in _WORDS and text in (text.lower(), text.upper(), text.title()):
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
