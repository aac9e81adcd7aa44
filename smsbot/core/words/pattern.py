"""The small language phrases are written in, and its translation into regular expressions over words.

`a|b` one of these · `a+b` two words as one choice · `word?` may be missing · `..` up to three words between, `..5`
up to five · `#` a number, also 6am or 2nd (quoted or not) · `$name` any phrase of that group · `<` at the start of
the text, `>` at its end.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from smsbot.core.words.errors import LexiconError
from smsbot.core.words.plain import Speller

Words = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_GAP = re.compile(r"\.\.([1-9])?")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled phrase; `triggers` are words one of which is in every text it can match."""

    source: str
    regex: re.Pattern[str]
    triggers: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a phrase may refer to: spellings, groups, look-alikes ("2" for "to"), and words too common to look up."""

    speller: Speller
    groups: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)
    also: Mapping[str, Words] = field(default_factory=dict)
    common: frozenset[str] = frozenset()

    def compile(self, source: str, key: str) -> Pattern:
        """Translate one phrase; LexiconError naming `key` when it cannot be read. Its regex takes linear time."""
        regex: list[str] = [r"(?<![^ ])"]
        lookups: list[frozenset[str]] = []
        words: set[str] = set()
        for element in source.replace('"', "").split():
            fragment, choices = self._element(element, key)
            regex.append(fragment)
            words.update(word for choice in choices for word in choice)
            if choices and not element.endswith("?"):
                lookups.append(self._lookup(choices))
        if not lookups:
            raise LexiconError(f"{key}: the phrase {source!r} needs at least one word that is always there")
        best = min(lookups, key=self._cost)
        return Pattern(source, re.compile("".join(regex)), best, frozenset(words))

    def _element(self, element: str, key: str) -> tuple[str, tuple[Words, ...]]:
        if element in ("<", ">"):
            return (r"\A" if element == "<" else r"\Z"), ()
        if element == "#":
            return r"\d[^ ]* ", ()
        gap = _GAP.fullmatch(element)
        if gap:
            return rf"(?:[^ ]+ ){{0,{gap[1] or 3}}}?", ()
        choices = tuple(choice for part in element.removesuffix("?").split("|") for choice in self._choice(part, key))
        spelt = "|".join(" ".join(map(self._word, choice)) for choice in choices)
        return f"(?:(?:{spelt}) ){'?' if element.endswith('?') else ''}", choices

    def _choice(self, part: str, key: str) -> tuple[Words, ...]:
        if part.startswith("$"):
            if part[1:] not in self.groups:
                raise LexiconError(f"{key}: there is no group named {part!r}; the groups are under `groups`")
            return self.groups[part[1:]]
        tokens = part.split("+")
        if not all(map(_WORD.fullmatch, tokens)):
            raise LexiconError(f"{key}: {part!r} is not a word; see the top of words.yaml for how phrases are written")
        return (tuple(word for token in tokens for word in self.speller.spell(token)),)

    def _word(self, word: str) -> str:
        return f"(?:{'|'.join((word, *self.also[word]))})" if word in self.also else word

    def _lookup(self, choices: tuple[Words, ...]) -> frozenset[str]:
        rarest = {min(choice, key=lambda word: word in self.common) for choice in choices}
        return frozenset(rarest.union(*(self.also.get(word, ()) for word in rarest)))

    def _cost(self, lookup: frozenset[str]) -> int:
        return sum(50 if word in self.common else 1 for word in lookup)
