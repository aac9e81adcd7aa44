"""Reserved words: only as the whole message, or at its beginning before words that plausibly follow."""

from collections.abc import Mapping
from dataclasses import dataclass

from smsbot.core.language import Language
from smsbot.core.words.index import Index, Phrases, line
from smsbot.core.words.pattern import Words
from smsbot.core.words.plain import Plain
from smsbot.core.words.reading import Reserved

_REFUSALS = frozenset({"no", "not"})
_OTHER: Mapping[str, str] = {Language.EN: Language.ES, Language.ES: Language.EN}


@dataclass(frozen=True, slots=True)
class Opening:
    """A phrase that may begin a message, and the words that may come right after it."""

    reserved: Reserved
    then: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReservedWords:
    """`whole` are sentences; `openings` are words with arguments; `wanted` finds the language asked for."""

    whole: Index[Reserved]
    openings: Mapping[Words, Opening]
    longest: int
    wanted: Mapping[str, Language]
    lead: Phrases
    trail: Phrases


def reserved(plain: Plain, words: ReservedWords) -> tuple[Reserved | None, str]:
    """The reserved word the text is or begins with, and what follows it without courtesies.

    HELP is only the bare word: with anything around it, it may be a plea. For LANGUAGE the rest is "en", "es"
    or empty.
    """
    core = words.trail.before(words.lead.after(plain.words))
    found = _opening(plain.words, core, words)
    if found is None:
        whole = words.whole.whole(line(plain.words)) or words.whole.whole(line(core))
        found = (whole, ()) if whole else None
    if found is None:
        return None, ""
    kind, rest = found
    if kind is Reserved.LANGUAGE:
        return kind, _wanted(plain.words, words.wanted)
    return kind, " ".join(rest)


def _opening(all_words: Words, core: Words, words: ReservedWords) -> tuple[Reserved, Words] | None:
    for size in range(min(words.longest, len(core)), 0, -1):
        opening = words.openings.get(core[:size])
        if opening is None:
            continue
        rest = core[size:]
        if opening.reserved is Reserved.HELP and len(all_words) > size:
            continue
        if not rest or rest[0] in opening.then or (rest[0][0].isdigit() and "#" in opening.then):
            return opening.reserved, rest
    return None


def _wanted(words: Words, wanted: Mapping[str, Language]) -> str:
    """The language asked for; "no english" and "no hablo ingles" ask for the other one."""
    asked, refused = "", ""
    before = 0
    for place, word in enumerate(words):
        if word in wanted and _REFUSALS.isdisjoint(words[max(before, place - 3) : place]):
            asked, before = wanted[word], place + 1
        elif word in wanted:
            refused, before = wanted[word], place + 1
    return asked or _OTHER.get(refused, "")
