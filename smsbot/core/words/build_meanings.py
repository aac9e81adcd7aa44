"""The phrases that speak for meanings: meanings.yaml, and what staff add."""

from collections.abc import Iterable, Iterator, Sequence

from smsbot.core.language import Language
from smsbot.core.words.index import Index
from smsbot.core.words.pattern import Grammar, Pattern
from smsbot.core.words.source import Source

Entry = tuple[Pattern, str]


def groups_from(meanings: Source, extra: Sequence[Source], grammar: Grammar) -> Index[str]:
    """Every phrase with its group. A staff file adds to groups that there are, as lists, never a group."""
    names = tuple(meanings.table())
    entries: list[Entry] = []
    for name, part in meanings.parts():
        part.table(*Language)
        entries += _compiled(name, ((text, key) for lang in Language for text, key in _apart(part.at(lang))), grammar)
    for one in extra:
        added = one.maybe("meanings")
        for name, part in added.parts(*names) if added is not None else ():
            part.table("why", *Language)
            entries += _compiled(name, part.texts_at(*Language), grammar)
    return Index(entries)


def _compiled(name: str, texts: Iterable[tuple[str, str]], grammar: Grammar) -> list[Entry]:
    return [(grammar.compile(text, key), name) for text, key in texts]


def _apart(part: Source) -> Iterator[tuple[str, str]]:
    """Phrases in one text, with commas between them."""
    for place, phrase in enumerate(part.text().split(","), start=1):
        yield " ".join(phrase.split()), f"{part.key}[{place}]"
