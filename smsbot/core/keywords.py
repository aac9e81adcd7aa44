"""Which flow a text asks for: the longest keyword in it, typos forgiven."""

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from smsbot.core.program import Program
from smsbot.core.words.plain import plainly

LONGEST = 80
"""A longer text is a story, not a keyword; a person reads it."""

_SHORTEST_FORGIVEN = 5


def keywords_of(program: Program) -> Iterator[tuple[str, str]]:
    """Every (keyword, flow name); a keyword is spelt as an inbound text would be read ("what's" is "what is")."""
    for flow in program.flows.values():
        for words in flow.keywords.values():
            for word in words:
                yield plainly(word, program.lexicon.speller).text, flow.name


def flow_for(plain: str, program: Program) -> str | None:
    """The flow that a text, as it was read, asks for, or None; the longest keyword wins, whole words only."""
    if not plain or len(plain) > LONGEST:
        return None
    words = plain.split()
    found = [(len(keyword), name) for keyword, name in keywords_of(program) if _within(keyword.split(), words)]
    return max(found)[1] if found else None


def is_keyword(plain: str, program: Program) -> bool:
    """Whether a text is a keyword and nothing else: whoever wrote the flow knew what it means."""
    return bool(plain) and any(plain == keyword for keyword, _ in keywords_of(program))


def _within(keyword: list[str], words: list[str]) -> bool:
    if not keyword:
        return False  # all punctuation
    spans = (words[i : i + len(keyword)] for i in range(len(words) - len(keyword) + 1))
    return any(all(map(_same, keyword, span)) for span in spans)


def _same(keyword: str, word: str) -> bool:
    if keyword == word:
        return True
    return len(keyword) >= _SHORTEST_FORGIVEN and bool(OSA.distance(keyword, word, score_cutoff=1) <= 1)
