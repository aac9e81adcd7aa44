"""The answers of flow questions, in both languages: a choice, or a typed value in one canonical form."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from smsbot.core import phone
from smsbot.core.calendar_words import canonical, find_day
from smsbot.core.choice_words import SHORT, Choice, leading, pick, tokens
from smsbot.core.hours import DAY_MINUTES
from smsbot.core.hours_words import ANY, readings, take_hours, write_clocks
from smsbot.core.spoken import NEGATIONS, NUMBERS, POLITE, fold

__all__ = ["Choice", "Kind", "pick", "take"]


class Kind(StrEnum):
    """What a typed answer has to be."""

    YES_NO = "yes_no"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    PHONE = "phone"
    ZIP = "zip"
    TEXT = "text"


def take(kind: Kind, text: str, *, today: date, min: int | None = None, max: int | None = None) -> str | None:
    """The value to save, or None when the text does not fit.

    "yes" or "no"; a whole number; an ISO date; a 24-hour "HH:MM"; E.164; five digits; the trimmed text. `today` is
    the person's local day. `min` and `max` bound the number itself, for a date the days from today, for a time
    the minutes after midnight, for a text its length in characters; the other kinds know no bounds.
    """
    within = Bounds(min, max)
    match kind:
        case Kind.YES_NO:
            return pick(text, _YES_NO)
        case Kind.NUMBER:
            return _number(text, within)
        case Kind.DATE:
            return _date(text, today, within)
        case Kind.TIME:
            return _time(text, within)
        case Kind.PHONE:
            return _phone(text)
        case Kind.ZIP:
            return _zip(text)
        case Kind.TEXT:
            stripped = text.strip()
            return stripped if stripped and within.hold(len(stripped)) else None
        case _:
            assert_never(kind)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most allowed; None is no bound."""

    least: int | None
    most: int | None

    def hold(self, value: int) -> bool:
        """True when the value is allowed."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


def _words(separated: str) -> tuple[str, ...]:
    return tuple(separated.split("|"))


_YES_NO = (
    Choice(
        "yes",
        _words(
            "1|y|yes|yeah|yea|yep|yup|ya|yas|ye|sure|ok|okay|k|of course|definitely|absolutely|correct|right|true"
            "|i do|i am|i have|i can|i did|i will|i would|uh huh|sounds good|for sure|sure thing|please do"
            "|hell yeah|hell yes|fuck yeah|fuck yes|yessir|oh yeah|i guess|i guess so|i think so|sure why not"
            "|si|sip|simon|claro|claro que si|por supuesto|dale|correcto|asi es|cierto|afirmativo|de acuerdo"
            "|andale|como no|bueno|aja|si quiero|esta bien|\U0001f44d|\u2705|\U0001f44c|\u2714"
        ),
    ),
    Choice(
        "no",
        _words(
            "2|n|no|nope|nah|naw|na|no way|not really|not now|not today|not yet|no thanks|no thank you|i dont"
            "|no i dont|i do not|im not|i am not|i cant|i havent|i didnt|no i didnt|not me|negative|false|never"
            "|not at the moment|not at this time|hell no|fuck no|nop|nel"
            "|no por ahora|por ahora no|no senor|no senora"
            "|no gracias|ya no|todavia no|aun no|ahora no|ahorita no|hoy no|claro que no|para nada|no quiero"
            "|no puedo|negativo|nunca|\U0001f44e|\u274c|\U0001f6ab"
        ),
    ),
)
_COUNTS = {**{w: n for w, n in NUMBERS.items() if w != "once"}, "couple": 2, "par": 2, "dozen": 12, "docena": 12}
_GROUPS = {"couple", "par", "dozen", "docena"}
_ARTICLES = {"one", "un", "una", "uno"}
_HALF = re.compile(r"\bhalf (?:a )?dozen\b|\bmedia docena\b", re.IGNORECASE)
_ONLY = re.compile(r"\bnada m[a\u00e1]s\b", re.IGNORECASE)
_EACH = {"for", "and", "plus", "y", "para"}
_REFUSED = {"business", "importa", "asunto"}  # "none of your business" is no number
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_NOT_WHOLE = re.compile(r"\d[.,]\d|(?<![\w)])-\s?\d")
_BIGGEST = 9  # digits; more is a phone number or a slip

_DATE_NOISE = re.compile(r"[^a-z0-9/.:\s-]|(?<!\d)[./:-]|[./:-](?!\d)")
_TODAY = frozenset({"today", "tonight", "hoy", "now", "right now", "ahora", "ahorita"})
_DAY_ASIDE = frozenset({"if", "early", "mismo", "temprano"})
_YESTERDAY = frozenset({"yesterday", "ayer"})
_MILITARY = re.compile(r"^(\d{1,2})(\d\d)$")  # 1500
_CLOCK = re.compile(r"@\d+|\d{1,2}(?::\d\d)?")
_PHONE = re.compile(r"\+?[\d(][\d\s().-]{5,}\d")
_ZIP = re.compile(r"(?<![\d-])(\d{5})(?:-\d{4})?(?![\d-])")


def _number(text: str, within: Bounds) -> str | None:
    plain = _ONLY.sub(" ", _HALF.sub("6", _THOUSANDS.sub("", text)))
    if len(plain.strip()) > SHORT:
        split = leading(plain)
        plain = split[0] if split else ""
    said = tokens(plain)
    words = _ARTICLES if _GROUPS.intersection(said) else set()
    counts = [int(t) if t.isdecimal() else _COUNTS[t] for t in said if _is_count(t) and t not in words]
    found = set(counts)
    zero = found == {0} and not NEGATIONS.difference(_COUNTS).intersection(said)
    if _REFUSED.intersection(said) or (len(counts) > 1 and _EACH.intersection(said)):
        return None  # "one for me and one for my sister" is not one
    if len(found) != 1 or _NOT_WHOLE.search(plain) or (NEGATIONS.intersection(said) and not zero):
        return None
    value = found.pop()
    return str(value) if within.hold(value) else None


def _is_count(token: str) -> bool:
    return token in _COUNTS or (token.isdecimal() and len(token) <= _BIGGEST)


def _date(text: str, today: date, within: Bounds) -> str | None:
    words = canonical(write_clocks(" ".join(_DATE_NOISE.sub(" ", fold(text)).split())))
    said = take_hours(words, ANY)
    without_hours = said.rest if said is not None else words
    bare = " ".join(word for word in without_hours.split() if word not in POLITE | _DAY_ASIDE)
    for phrase in (words, without_hours, bare):
        day = _day(phrase.strip(), today)
        if day is not None:
            return day.isoformat() if within.hold((day - today).days) else None
    return None


def _day(phrase: str, today: date) -> date | None:
    if phrase in _TODAY:
        return today
    if phrase in _YESTERDAY:
        return today - timedelta(days=1)
    return find_day(re.sub(r"^(?:in|en|on|for|by|para) ", "", phrase), today)


def _time(text: str, within: Bounds) -> str | None:
    words = write_clocks(" ".join(_DATE_NOISE.sub(" ", fold(text)).split()))
    times = [
        word for word in words.split() if word not in POLITE and word not in {"around", "by", "sobre", "como", "eso"}
    ]
    if len(times) != 1:
        return None
    token = _MILITARY.sub(r"\1:\2", times[0])
    if _CLOCK.fullmatch(token) is None:
        return None
    minutes = (minute for minute in readings(token) if minute < DAY_MINUTES and within.hold(minute))
    return next((f"{minute // 60:02d}:{minute % 60:02d}" for minute in minutes), None)


def _phone(text: str) -> str | None:
    found = {number for written in _PHONE.findall(fold(text)) if (number := _parsed(written)) is not None}
    return found.pop() if len(found) == 1 else None


def _parsed(written: str) -> str | None:
    try:
        return phone.parse(written)
    except phone.InvalidPhone:
        return None


def _zip(text: str) -> str | None:
    found = set(_ZIP.findall(fold(text)))
    return found.pop() if len(found) == 1 else None
