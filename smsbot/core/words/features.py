"""What the second stage looks at in a text: its words, pairs of words, pieces of words, and what the rules found.

Everything is made of the plain words, so case, accents, spacing and punctuation change nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from smsbot.core.words.plain import Plain

FOUND, TWICE, SAID, WORD, PIECE, LENGTH = 5.0, 3.0, 4.0, 1.0, 0.3, 0.3
"""How much each kind counts beside the others: a phrase that somebody wrote down for a meaning says most, three
letters of a word least."""

_LONGEST_WORD = 24  # letters; what is longer is cut
_PIECES = (3, 4)
_MOST_WORDS = 120
"""Later words of a long text are left out, so that it takes bounded time."""


def features(plain: Plain, said: Sequence[str], found: Sequence[str]) -> Iterator[tuple[str, float]]:
    """The features of a text, each with how much it counts; one may come twice.

    Args:
        plain: the text.
        said: what the rules read in it, like `red` or `reserved person`.
        found: the groups of phrases that stand in it, once for each place, like `body`.
    """
    words = plain.words[:_MOST_WORDS]
    yield f"n:{min(len(words), 8)}", LENGTH
    yield from ((f"r:{one}", SAID) for one in said)
    yield from ((f"e:{one}", WORD) for one in plain.emoji[:10])
    groups = sorted(set(found))
    yield from ((f"g:{one}", FOUND) for one in groups)
    yield from ((f"h:{one}", TWICE) for one in groups if found.count(one) > 1)
    yield from ((f"g:{first}+{second}", FOUND) for first, second in combinations(groups, 2))
    yield from ((one, WORD) for one in _words(words))
    yield from ((one, PIECE) for one in _pieces(words))


def _words(words: Sequence[str]) -> Iterator[str]:
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(("<", *words, ">")))
    yield from (f"{first} _ {third}" for first, third in zip(words, words[2:], strict=False))


def _pieces(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        cut = f"<{word[:_LONGEST_WORD]}>"
        for size in _PIECES:
            yield from (f"#{cut[at : at + size]}" for at in range(len(cut) - size + 1))
