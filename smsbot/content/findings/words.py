"""Words that shame, push, give away or are held back, and what says the same."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from smsbot.content.findings.finding import Findings
from smsbot.content.findings.reading_ease import too_hard
from smsbot.content.findings.wordings import Wording
from smsbot.content.yaml_files import read_yaml
from smsbot.core.language import Language

LOCK_SCREEN = 40  # characters
_FILE = "wording.yaml"


@dataclass(frozen=True, slots=True)
class Careful:
    """Words to be careful with, and what says the same."""

    pattern: re.Pattern[str]
    instead: str
    as_written: bool  # with its capitals

    def find(self, words: str) -> str:
        """The words that it stands for, "" if they are not there."""
        found = self.pattern.search(words if self.as_written else plain_letters(words))
        return found.group() if found else ""


def plain_letters(words: str) -> str:
    """Small letters without accents, as long as the words are."""
    kept = (unicodedata.normalize("NFD", char)[0] for char in words.replace("\u2019", "'"))
    return "".join(kept).lower()


@lru_cache(maxsize=1)
def lists() -> Mapping[tuple[str, Language], tuple[Careful, ...]]:
    """The package's lists, by name and language."""
    data = read_yaml(_FILE, (files("smsbot.content") / "data" / _FILE).read_bytes()).data
    return {(name, Language(language)): tuple(entries) for name, language, entries in _lists(data)}


def _lists(data: object) -> Iterator[tuple[str, str, list[Careful]]]:
    for name, languages in data.items() if isinstance(data, dict) else ():
        for language, entries in languages.items():
            yield name, language, [_careful(pattern, instead) for pattern, instead in entries.items()]


def _careful(pattern: str, instead: str) -> Careful:
    return Careful(re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])"), instead, any(map(str.isupper, pattern)))


def find(name: str, language: Language, words: str) -> tuple[str, str] | None:
    """The first word of a list that stands in a text, and what says the same."""
    for careful in lists()[name, language]:
        word = careful.find(words)
        if word:
            return word, careful.instead
    return None


def judge_words(wording: Wording, findings: Findings) -> None:
    """Note words in a text that would hurt, push, give away, never arrive, or be hard to read."""
    if wording.same:
        _note("not_quiet", wording, wording.words, "name", findings, list_name="health")
        return
    for code in ("hurts", "pushes"):
        _note(code, wording, wording.words, "say", findings)
    if wording.part == "ask":
        _note("off_limits", wording, wording.words, "ask about", findings)
    if wording.quiet:
        _note("not_quiet", wording, wording.words, "name", findings, list_name="health")
    elif wording.unasked:
        _note("not_neutral", wording, wording.words[:LOCK_SCREEN], "begin with", findings, list_name="health")
    _judge_filtered(wording, findings)
    hard = too_hard(wording.words, wording.language)
    if hard and not wording.quiet:
        fix = "use shorter words and sentences, one thought each"
        findings.note("hard_to_read", wording.place, f"{wording.label} {hard}", fix)


def _note(code: str, wording: Wording, words: str, does: str, findings: Findings, *, list_name: str = "") -> None:
    found = find(list_name or code, wording.language, words)
    if found is not None:
        what = f"{wording.label} {does} '{found[0]}'"
        findings.note(code, wording.place, what, f"instead: {found[1]}")


def _judge_filtered(wording: Wording, findings: Findings) -> None:
    """A second wording without the word is enough: it is what goes out where the first is held back."""
    if wording.quiet:
        return
    found = find("filtered", wording.language, wording.words)
    if found is None:
        return
    safe = wording.safer is not None and find("filtered", wording.language, wording.safer) is None
    if not safe:
        what = f"{wording.label} say '{found[0]}', and no quiet words go without it"
        findings.note("filtered", wording.place, what, f"add quiet words; instead: {found[1]}")
