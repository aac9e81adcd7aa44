"""Typing errors in the long words of crisis signs ("breahting"), forgiven where no other word is meant."""

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from smsbot.core.words.lexicon import Forgiven

_SHORTEST = 6  # letters; shorter words are one slip away from too many others
_LONG = 11  # letters; from here two slips are forgiven


def forgive(words: Sequence[str], known: frozenset[str], forgiven: Forgiven) -> tuple[str, ...]:
    """The same words, with unknown ones replaced by the crisis word they are one slip away from."""
    return tuple(
        word if len(word) < _SHORTEST or word in known or word in forgiven.leave_alone else _nearest(word, forgiven)
        for word in words
    )


def _nearest(word: str, forgiven: Forgiven) -> str:
    slips = 2 if len(word) >= _LONG else 1
    best = process.extractOne(word, forgiven.words, scorer=OSA.distance, score_cutoff=slips)
    return best[0] if best else word
