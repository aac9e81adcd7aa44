"""One inbound text made plain: small letters, no accents, no punctuation, texting shorthand written out."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST = 1600  # characters; the longest body the carrier delivers

_APOSTROPHES = str.maketrans(dict.fromkeys("‘’‛ʼ´`＇", "'"))
_MARKS = re.compile(r"[\u0300-\u036f\u200b-\u200f\u2060\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\u00ad]+")
_SPELT_OD = re.compile(r"\bo\.\s?d\b\.?")
_PIECES = re.compile(
    r"(?P<word>[^\W_]+(?:'[^\W_]+)*)|(?P<emoji>[\u2190-\u2bff\U0001f000-\U0001faff])|(?P<end>[.!?;,\n\u2026\u00a1\u00bf]+)"
)
_TRIPLED = re.compile(r"(.)\1{2,}")
_ENDING = re.compile(r"^(.+?)(n't|'re|'ll|'ve|'m|'d)$")
_ENDINGS = {"n't": "not", "'re": "are", "'ll": "will", "'ve": "have", "'m": "am", "'d": "would"}


@dataclass(frozen=True, slots=True)
class Plain:
    """The words of a text in order, the same words by clause, and its emoji apart from them."""

    words: tuple[str, ...]
    clauses: tuple[tuple[str, ...], ...]
    emoji: tuple[str, ...]

    @property
    def text(self) -> str:
        """The normalised text; the emoji themselves when there is no word."""
        return " ".join(self.words or self.emoji)


@dataclass(frozen=True, slots=True)
class Speller:
    """Writes shorthand out ("u" -> "you", "isnt" -> "is not") and takes repeated letters back."""

    spellings: Mapping[str, tuple[str, ...]]
    known: frozenset[str] = frozenset()

    def spell(self, token: str) -> tuple[str, ...]:
        """The words that `token`, already in small letters without accents, stands for; never empty."""
        if token in self.spellings:
            return self.spellings[token]
        if "'" in token:
            return self._contracted(token)
        if _TRIPLED.search(token):
            calm = self._calm(token)
            return self.spellings.get(calm, (calm,))
        return (token,)

    def _contracted(self, token: str) -> tuple[str, ...]:
        bare = token.replace("'", "")
        if bare in self.spellings:
            return self.spellings[bare]
        ending = _ENDING.match(token)
        if ending is None:
            return (bare,)
        return (ending[1].replace("'", ""), _ENDINGS[ending[2]])

    def _calm(self, token: str) -> str:
        # "goood" is good and "stoppp" is stop: two letters where that is a word we know, else one.
        for letters in (r"\1\1", r"\1"):
            calm = _TRIPLED.sub(letters, token)
            if calm in self.known or calm in self.spellings:
                return calm
        return calm


def plainly(text: str, speller: Speller) -> Plain:
    """Normalise any text at all; only its first 1600 characters are looked at. Never raises."""
    clauses: list[tuple[str, ...]] = []
    clause: list[str] = []
    emoji: list[str] = []
    for piece in _PIECES.finditer(_folded(text)):
        if piece["word"]:
            clause.append(piece["word"])
        elif piece["emoji"]:
            emoji.append(piece["emoji"])
        elif clause:
            clauses.append(tuple(clause))
            clause = []
    if clause:
        clauses.append(tuple(clause))
    spelt = _spelt(clauses, speller)
    return Plain(tuple(word for part in spelt for word in part), spelt, tuple(emoji))


def _folded(text: str) -> str:
    cut = text[:LONGEST].translate(_APOSTROPHES)
    if cut.isascii():
        return _SPELT_OD.sub("od", cut.casefold())
    wide = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", cut).casefold())
    return _SPELT_OD.sub("od", _MARKS.sub("", wide)[:LONGEST])


def _spelt(clauses: list[tuple[str, ...]], speller: Speller) -> tuple[tuple[str, ...], ...]:
    tokens = [token for clause in clauses for token in clause]
    if len(tokens) == 1 and len(tokens[0]) == 1 and tokens[0] != "k":
        return ((tokens[0],),)  # a lone "n" or "b" answers a question; only "k" is always ok
    if len(tokens) > 2 and all(len(token) == 1 for token in tokens):
        return (speller.spell("".join(tokens)),)  # s t o p
    return tuple(tuple(word for token in clause for word in speller.spell(token)) for clause in clauses)
