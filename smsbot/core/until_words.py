"""PAUSE in a person's own words: the day from which texts may come again, and that day written out."""

import re
from datetime import UTC, datetime

from dateutil.relativedelta import relativedelta

from smsbot.core.calendar_words import canonical, find_day
from smsbot.core.hours import at, local
from smsbot.core.language import Language
from smsbot.core.spoken import fold

_NOISE = re.compile(
    r"\b(?:por favor|please|pls|plz|gracias|thanks|thank you|thx|ok|okay|just|like|maybe|around"
    r"|paus[ae]d?|pausar|pausen?|resume|start again|again|back|mensajes|texts?|me|it)\b"
)
_SEPARATORS = re.compile(r"[^a-z0-9/.\s-]|(?<!\d)[./-]|[./-](?!\d)")
_LEAD = re.compile(
    r"(?:(?:(?:until|for|por) )?(?P<after>after|past|through|thru|despues(?: de| del)?|pasado)"
    r"|until|for|por|x|in|en|dentro de|on|from|starting) "
)

WEEKDAY_NAMES = {
    Language.EN: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    Language.ES: ("lun", "mar", "mié", "jue", "vie", "sab", "dom"),
}
MONTH_NAMES = {
    Language.EN: ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    Language.ES: ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
}
"""Short names without á í ó ú, so that they never make a text dear."""


def parse_until(text: str, *, now: datetime, zone: str) -> datetime | None:
    """The UTC moment at which the first day begins, in `zone`, on which texts may come again.

    "til monday" is Monday 0:00, "after monday" Tuesday 0:00; a weekday equal to today is next week's. At most one
    year ahead; None for anything else, so that the caller asks instead of guessing.
    """
    today = local(now, zone).date()
    words = " ".join(_NOISE.sub(" ", _SEPARATORS.sub(" ", fold(text))).split())
    words = canonical(words)
    lead = _LEAD.match(words)
    phrase, after = (words[lead.end() :], lead["after"] is not None) if lead else (words, False)
    day = find_day(phrase, today, after=after)
    if day is None or day > today + relativedelta(years=1):
        return None
    return at(day, 0, zone).astimezone(UTC)


def describe_day(moment: datetime, zone: str, language: Language) -> str:
    """The local day of a moment: "Mon Dec 7" or "lun 7 dic"; the year is left out."""
    day = local(moment, zone).date()
    weekday, month = WEEKDAY_NAMES[language][day.weekday()], MONTH_NAMES[language][day.month - 1]
    return f"{weekday} {month} {day.day}" if language is Language.EN else f"{weekday} {day.day} {month}"
