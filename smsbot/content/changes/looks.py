"""Staff files as they are compared: from the YAML alone, so that files of another version need not compile."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from smsbot.content.flow_parse import flow_name
from smsbot.content.sources import FLOWS, TEXTS, Sources
from smsbot.content.texts import LANGUAGE_KEYS
from smsbot.content.yaml_files import Plain, read_yaml

SHARED = "shared texts"
"""Stands for every file of templates/sms/; its steps are the texts."""

_NOT_SAID = ("accept", "choices")


@dataclass(frozen=True, slots=True)
class StepLook:
    """One step, or one shared text."""

    wordings: Mapping[tuple[str, str], str]  # by where it stands ("ask", "ask quiet", "retry say") and language
    choices: Mapping[str, Plain]  # by name
    waits: bool  # can a conversation be here for longer than a moment?
    rest: Mapping[str, Plain]  # everything else


@dataclass(frozen=True, slots=True)
class FlowLook:
    """One flow."""

    steps: Mapping[str, StepLook] = field(default_factory=dict)
    keywords: frozenset[str] = frozenset()
    tests: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by title: the steps that it names


def looks_of(sources: Sources) -> dict[str, FlowLook]:
    """Every flow by its name, and SHARED."""
    found = {flow_name(name): _flow(_map(read_yaml(name, text).data)) for name, text in sources.under(FLOWS).items()}
    shared = [_map(read_yaml(name, text).data) for name, text in sources.under(TEXTS).items()]
    texts = {key: _step({"say": value}) for document in shared for key, value in document.items()}
    return {**found, SHARED: FlowLook(texts)}


def _map(value: Plain) -> dict[str, Plain]:
    return value if isinstance(value, dict) else {}


def _list(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else []


def _flow(top: dict[str, Plain]) -> FlowLook:
    steps = {name: _step(_map(value)) for name, value in _map(top.get("steps")).items()}
    keywords = frozenset(str(word) for words in _map(top.get("keywords")).values() for word in _list(words))
    tests = [_map(test) for test in _list(top.get("tests"))]
    return FlowLook(steps, keywords, {str(test.get("title")): _named(test) for test in tests})


def _named(test: dict[str, Plain]) -> frozenset[str]:
    lines = [_map(line) for line in _list(test.get("script"))]
    return frozenset(str(line["bot"]) for line in lines if "bot" in line)


def _step(step: dict[str, Plain]) -> StepLook:
    rest = {key: _unsaid(value) for key, value in step.items() if key not in _NOT_SAID}
    said = {key: value for key, value in step.items() if key not in _NOT_SAID}
    return StepLook(dict(_wordings(said, ())), _map(step.get("choices")), "ask" in step or "wait" in step, rest)


def _wordings(value: Plain, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, str], str]]:
    if isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from _wordings(item, (*path, str(number)))
    for key, item in _map(value).items():
        if key in LANGUAGE_KEYS and isinstance(item, str):
            yield (" ".join(path), key), " ".join(item.split())
        elif key not in _NOT_SAID:
            yield from _wordings(item, (*path, key))


def _unsaid(value: Plain) -> Plain:
    """The same without the wordings."""
    if isinstance(value, list):
        return [_unsaid(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: item for key, item in value.items() if key not in (*LANGUAGE_KEYS, "quiet", "accept")}
    return {key: _unsaid(item) for key, item in kept.items()}
