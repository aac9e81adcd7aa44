"""Which of the offered choices a short answer means: a number, a word, an emoji; typos forgiven, doubt not."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA

from smsbot.core.spoken import LONGEST, NEGATIONS, NUMBERS, ORDINALS, POLITE, fold, words_of

SHORT = 40  # characters; beyond it a person is telling something, not choosing

_TOKEN = re.compile(r"\d+(?:st|nd|rd|th)?(?![^\W\d_])|\d+|[^\W\d_]+|[^\w\s]")
_LEADING = re.compile(
    r"[\s#(]*([^\n.,;:!?)\u2014\u2013]{1,30}?)\s*(?:[,;:!?)\n\u2014\u2013]|\.(?!\d)|\s-\s)(.*)", re.DOTALL
)
_COUNTED = {word: n for word, n in NUMBERS.items() if n > 0 and word != "once"}
_ONE = {"one", "ones", "uno", "una", "un"}
_TURNS = {"or", "o", "u", "maybe", "but", "pero", "wait", "actually"} | NEGATIONS
_TYPO_LETTERS = 4
_ASIDE = words_of(
    """
    gonna prob probably sorry oops said already lol haha bro dude maam mam sir man god bless much up say perdon
    creo digo
    """
)
"""What people say around an answer, besides politeness."""

_LAST = {"last", "ultimo", "ultima"}
_OBJECTS = {"it", "them", "lo", "la", "los", "las"}
_BOTH = {"los", "las"}  # "las dos" is both of them, "la dos" the second

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One numbered answer of a question: its name, and all that people may write for it ("1", words, emoji)."""

    name: str
    words: tuple[str, ...]


def pick(text: str, choices: Sequence[Choice]) -> str | None:
    """The name of the one choice that the answer means; None when it means none, several, or is in doubt.

    A bare number beats everything. Around a word or number only politeness may stand; anything else has to be
    set off by punctuation after it, and in a text of more than 40 characters that is the only way.
    """
    offered = [(choice.name, tuple(tokens(word) for word in choice.words)) for choice in choices]
    if len(text.strip()) > SHORT:
        return _pick_first(text, offered)
    said = tokens(text)
    if not said:
        return None
    if _means_both(said) and not _bare(said, offered):
        return None
    for step in (_bare, _polite, _squeezed, _parted, _mistyped):
        names = step(said, offered)
        if names:
            return names.pop() if len(names) == 1 else None
    return _pick_first(text, offered)


def tokens(text: str) -> Tokens:
    """Folded words, numbers and emoji in order, without punctuation and without repeats side by side."""
    found = [piece for piece in _TOKEN.findall(fold(text)) if piece[0].isalnum() or _is_emoji(piece)]
    return tuple(piece for n, piece in enumerate(found) if n == 0 or piece != found[n - 1])


def leading(text: str) -> tuple[str, str] | None:
    """The first few words and the rest, when punctuation sets them apart."""
    found = _LEADING.match(text)
    return (found[1], found[2]) if found else None


_Offered = list[tuple[str, tuple[Tokens, ...]]]


def _is_emoji(piece: str) -> bool:
    return unicodedata.category(piece) == "So"


def _pick_first(text: str, offered: _Offered) -> str | None:
    split = leading(text)
    if split is None:
        return None
    names = _bare(tokens(split[0]), offered)
    rest = tokens(split[1][:LONGEST])
    if len(names) != 1 or (rest and rest[0] in _TURNS):
        return None
    by_number = split[0].strip().isdecimal()
    others = {name for token in rest if token.isdecimal() for name in _numbered(int(token), offered)}
    return names.pop() if others <= names or not by_number else None


def _bare(said: Tokens, offered: _Offered) -> set[str]:
    """The whole answer is one number, or one of the words."""
    if len(said) == 1 and said[0].isdecimal():
        return _numbered(int(said[0]), offered)
    names = {name for name, words in offered if said in words}
    if names or len(said) != 1 or said[0] not in _COUNTED:
        return names
    return _numbered(_COUNTED[said[0]], offered)


def _polite(said: Tokens, offered: _Offered) -> set[str]:
    """A number or word with nothing but politeness around it."""
    names, used = _contained(said, offered)
    ordinals = [token for token in said if _ordinal(token)]
    for position, token in enumerate(said):
        number = int(token) if token.isdecimal() else _ordinal(token)
        if number is None and not names and not ordinals:
            number = _COUNTED.get(token)
        if token in _LAST:
            number = len(offered)
        if number is not None and position not in used:
            found = _numbered(number, offered)
            names |= found or {""}  # A number that is not offered puts all in doubt.
            used.add(position)
    beside = (token for position, token in enumerate(said) if position not in used)
    return names if all(_says_nothing(token) for token in beside) and "" not in names else set()


def _squeezed(said: Tokens, offered: _Offered) -> set[str]:
    """The same with drawn-out letters taken back: "yesss", "nooo"."""
    calm = [(name, tuple(tuple(map(_calm, word)) for word in words)) for name, words in offered]
    return _polite(tuple(map(_calm, said)), calm)


def _parted(said: Tokens, offered: _Offered) -> set[str]:
    """The same with the thing itself in the middle: "pick it up"."""
    whole = tuple(token for token in said if token not in _OBJECTS)
    return _polite(whole, offered) if len(whole) < len(said) else set()


def _means_both(said: Tokens) -> bool:
    return any(one in _BOTH and (two.isdecimal() or two in _COUNTED) for one, two in pairwise(said))


def _mistyped(said: Tokens, offered: _Offered) -> set[str]:
    """The nearest word of at least four letters, one slip away (two in long words), if one choice is nearest."""
    if NEGATIONS.intersection(said):
        return set()
    typed = "".join(token for token in said if token not in POLITE and not _is_symbol(token))
    if len(typed) < _TYPO_LETTERS or not typed.isalpha():
        return set()
    slips: dict[str, int] = {}
    for name, words in offered:
        for word in filter(None, map("".join, words)):
            slip = OSA.distance(typed, word)
            near = slip <= (1 if len(word) < 8 else 2) and word[0] == typed[0]  # the first letter is seldom wrong
            if near and len(word) >= _TYPO_LETTERS:
                slips[name] = min(slip, slips.get(name, slip))
    return {name for name, slip in slips.items() if slip == min(slips.values())}


def _contained(said: Tokens, offered: _Offered) -> tuple[set[str], set[int]]:
    """The choices whose words stand in the answer, and where; a longer match swallows those inside it."""
    spans = [
        (start, start + len(word), name)
        for name, words in offered
        for word in words
        if word and not word[0].isdecimal()
        for start in range(len(said) - len(word) + 1)
        if said[start : start + len(word)] == word
    ]
    whole = [a for a in spans if not any(_inside(a, b) for b in spans)]
    return {name for _, _, name in whole}, {spot for start, end, _ in whole for spot in range(start, end)}


def _inside(inner: tuple[int, int, str], outer: tuple[int, int, str]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1] and outer[1] - outer[0] > inner[1] - inner[0]


def _numbered(number: int, offered: _Offered) -> set[str]:
    """The choice with that number among its words; where no choice has a number, the one at that place."""
    if any(word[:1] and word[0].isdecimal() for _, words in offered for word in words):
        return {name for name, words in offered if (str(number),) in words}
    return {name for place, (name, _) in enumerate(offered, start=1) if place == number}


def _ordinal(token: str) -> int | None:
    if token[0].isdecimal() and not token.isdecimal():
        return int(token[:-2])
    return ORDINALS.get(token)


def _says_nothing(token: str) -> bool:
    return token not in NEGATIONS and (token in POLITE or token in _ASIDE or token in _ONE or _is_symbol(token))


def _is_symbol(token: str) -> bool:
    return not token[0].isalnum()


def _calm(token: str) -> str:
    return token if token.isdecimal() else re.sub(r"(.)\1+", r"\1", token)
