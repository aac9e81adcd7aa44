"""Texts that want silence, a hello, or a careful answer about who we are; and a guess at the language."""

from collections.abc import Mapping
from dataclasses import dataclass

from smsbot.core.language import Language
from smsbot.core.words.index import Index, Line, Phrases, overlaps
from smsbot.core.words.plain import Plain

_SHORT = 16  # words; longer texts are never only thanks


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """The phrases; `joiners` may stand among thanks or greetings but are neither."""

    thanks: Phrases
    greetings: Phrases
    thankful: frozenset[str]
    greeting: frozenset[str]
    loud_emoji: frozenset[str]
    wrong_number: Index[None]
    right_number: Index[None]
    who: Index[None]
    languages: Mapping[Language, frozenset[str]]


def is_thanks(plain: Plain, talk: SmallTalk) -> bool:
    """Only thanks, "ok", a blessing, laughter or an emoji that asks for nothing."""
    if not plain.words:
        return bool(plain.emoji) and talk.loud_emoji.isdisjoint(plain.emoji)
    return _only(plain, talk.thanks, talk.thankful) and talk.loud_emoji.isdisjoint(plain.emoji)


def is_greeting(plain: Plain, talk: SmallTalk) -> bool:
    """Only hello."""
    return _only(plain, talk.greetings, talk.greeting)


def _only(plain: Plain, phrases: Phrases, telling: frozenset[str]) -> bool:
    if len(plain.words) > _SHORT or telling.isdisjoint(plain.words):
        return False
    return phrases.cover(plain.words)


def is_wrong_number(of: Line, talk: SmallTalk) -> str | None:
    """The words that say we have someone else's number."""
    right = talk.right_number.spans(of)
    hits = (match for _, match in talk.wrong_number.hits(of) if not overlaps(match.span(), right))
    return next((match[0].strip() for match in hits), None)


def guess_language(plain: Plain, talk: SmallTalk) -> Language | None:
    """The language with more of its everyday words in the text; None when neither has more."""
    counts = {lang: sum(word in words for word in plain.words) for lang, words in talk.languages.items()}
    if counts[Language.ES] == counts[Language.EN]:
        return None
    return Language.ES if counts[Language.ES] > counts[Language.EN] else Language.EN
