"""Words that staff give a meaning, choice words and keywords, compared the way inbound texts are read."""

from collections.abc import Iterable

from smsbot.content.places import Place
from smsbot.core.words import Lexicon, Reserved, read
from smsbot.core.words.plain import plainly

CARRIER_WORDS = frozenset(
    (
        *("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"),
        *("help", "info", "start", "unstop"),
    )
)
"""Twilio's own opt-out, help and opt-in words, except YES, which is a fair answer to a question."""

_ANSWERS = frozenset(("yes", "no", "y", "n", "si", "ok"))
_LONGEST_ANSWER = 2  # digits; 211 is a fair keyword


def folded(word: str, lexicon: Lexicon) -> str:
    """The word as an inbound text would be read; itself in small letters when it is all punctuation."""
    return plainly(word, lexicon.speller).text or word.casefold()


def is_carrier_word(word: str, lexicon: Lexicon) -> bool:
    """Whether the carrier answers this word, so that it cannot mean anything else."""
    return word.casefold() in CARRIER_WORDS | lexicon.carrier.stop


def check_keywords(flows: Iterable[tuple[str, Place]], lexicon: Lexicon) -> None:
    """Note keywords (a place for each, with its flow) of two flows, and those something else answers first."""
    owners: dict[str, str] = {}
    for flow, place in flows:
        word = place.typed()
        plain = folded(word, lexicon)
        taken = _taken(word, plain, lexicon)
        if word and taken:
            place.note(f"keyword '{word}' {taken}", "choose another word")
        elif word and owners.setdefault(plain, flow) != flow:
            place.note(f"keyword '{word}' belongs to flow '{owners[plain]}' too", "keep it in one flow")


def _taken(word: str, plain: str, lexicon: Lexicon) -> str:
    if is_carrier_word(word, lexicon):
        return "is answered by the carrier"
    if plain in _ANSWERS or (plain.isdigit() and len(plain) <= _LONGEST_ANSWER):
        return "is an answer to questions"
    reading = read(word, lexicon)
    if reading.urgency:
        return "is read as a crisis first"
    if reading.opt_out:
        return "is read as an opt-out first"
    if reading.reserved in (None, Reserved.CHANGE):
        return ""  # CHANGE only acts for who has asked for something, and else leaves its words to keywords
    return f"is the reserved word {reading.reserved.upper()}"
