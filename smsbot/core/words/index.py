"""Many phrases looked up at once: only those with a word of the text are tried."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from smsbot.core.words.pattern import Pattern, Words

T = TypeVar("T")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """Words as the patterns read them: each followed by one space."""

    text: str
    vocabulary: frozenset[str]


def line(words: Sequence[str]) -> Line:
    """The words of a text, a clause or a trimmed message, ready to be matched."""
    return Line("".join(f"{word} " for word in words), frozenset(words))


class Index(Generic[T]):
    """Phrases with what each stands for; in file order, immutable once built."""

    __slots__ = ("_entries", "_places")

    def __init__(self, entries: Iterable[tuple[Pattern, T]] = ()) -> None:
        self._entries = tuple(entries)
        places: dict[str, list[int]] = {}
        for place, (pattern, _) in enumerate(self._entries):
            for word in pattern.triggers:
                places.setdefault(word, []).append(place)
        self._places = {word: tuple(found) for word, found in places.items()}

    @property
    def words(self) -> frozenset[str]:
        """Every word any phrase here mentions."""
        return frozenset(word for pattern, _ in self._entries for word in pattern.words)

    def _likely(self, of: Line) -> Iterator[tuple[Pattern, T]]:
        shared = self._places.keys() & of.vocabulary
        for place in sorted({place for word in shared for place in self._places[word]}):
            yield self._entries[place]

    def hits(self, of: Line) -> Iterator[tuple[T, re.Match[str]]]:
        """Each place where a phrase stands anywhere in the text, in file order."""
        for pattern, meaning in self._likely(of):
            for match in pattern.regex.finditer(of.text):
                yield meaning, match

    def spans(self, of: Line) -> tuple[Span, ...]:
        """The stretches of text that any phrase covers."""
        return tuple(match.span() for _, match in self.hits(of))

    def found(self, of: Line) -> str | None:
        """The words of the first phrase that stands anywhere in the text."""
        return next((match[0].strip() for _, match in self.hits(of)), None)

    def whole(self, of: Line) -> T | None:
        """What the first phrase that is the whole text stands for."""
        likely = self._likely(of)
        return next((meaning for pattern, meaning in likely if pattern.regex.fullmatch(of.text)), None)


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Whether any of `others` shares a word with `span`."""
    return any(start < span[1] and span[0] < end for start, end in others)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Fixed phrases, for asking what a text is made of."""

    all: frozenset[Words]
    longest: int

    @classmethod
    def of(cls, phrases: Iterable[Words]) -> "Phrases":
        """The phrases, each a tuple of plain words."""
        kept = frozenset(phrases)
        return cls(kept, max((len(phrase) for phrase in kept), default=0))

    def cover(self, words: Sequence[str]) -> bool:
        """Whether the words are nothing but these phrases, one after another."""
        reached = {0}
        for start in range(len(words)):
            if start in reached:
                ends = range(start + 1, start + self.longest + 1)
                reached.update(end for end in ends if tuple(words[start:end]) in self.all)
        return len(words) in reached

    def after(self, words: Words) -> Words:
        """The words without any of these phrases at their beginning; keeps the words that are nothing else."""
        start = 0
        while size := self._size_at(words, start):
            start += size
        return words[start:] or words

    def before(self, words: Words) -> Words:
        """The words without any of these phrases at their end; keeps the words that are nothing else."""
        end = len(words)
        sizes = range(self.longest, 0, -1)
        while size := next((s for s in sizes if s <= end and words[end - s : end] in self.all), 0):
            end -= size
        return words[:end] or words

    def _size_at(self, words: Words, start: int) -> int:
        return next((s for s in range(self.longest, 0, -1) if words[start : start + s] in self.all), 0)
