"""Which flow a text asks for: the longest keyword in it, typos forgiven."""

import unicodedata
from collections.abc import Iterator, Mapping

from rapidfuzz.distance import OSA

from smsbot.core.flow import Flow

LONGEST = 80
"""A longer text is a story, not a keyword; a person reads it."""

_SHORTEST_FORGIVEN = 5


def plain(text: str) -> str:
    """Small letters without accents, one space between words."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())


def keywords_of(flows: Mapping[str, Flow]) -> Iterator[tuple[str, str]]:
    """Every (plain keyword, flow name)."""
    for flow in flows.values():
        for words in flow.keywords.values():
            for word in words:
                yield plain(word), flow.name


def flow_for(text: str, flows: Mapping[str, Flow]) -> str | None:
    """The flow that a text asks for, or None; the longest keyword wins, whole words only."""
    if not text or len(text) > LONGEST:
        return None
    words = text.split()
    found = [(len(keyword), name) for keyword, name in keywords_of(flows) if _within(keyword.split(), words)]
    return max(found)[1] if found else None


def _within(keyword: list[str], words: list[str]) -> bool:
    spans = (words[i : i + len(keyword)] for i in range(len(words) - len(keyword) + 1))
    return any(all(map(_same, keyword, span)) for span in spans)


def _same(keyword: str, word: str) -> bool:
    if keyword == word:
        return True
    return len(keyword) >= _SHORTEST_FORGIVEN and bool(OSA.distance(keyword, word, score_cutoff=1) <= 1)
