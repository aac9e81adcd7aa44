"""Days as people name them in either language: "monday", "the 1st", "5 de marzo", "2 weeks", "next month".

`canonical` turns both languages into one small vocabulary (wd0 to wd6, mo1 to mo12, nth5, every, day, week,
month, year, digits), which this grammar and the cadence grammar read.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta
from rapidfuzz.distance import OSA

from smsbot.core.spoken import NUMBERS, ORDINALS

_WEEKDAYS = (
    "monday mon mondays lunes lun",
    "tuesday tue tues tuesdays martes",
    "wednesday wed weds wednesdays miercoles mie mier",
    "thursday thu thur thurs thursdays jueves jue juev juebes",
    "friday fri fridays viernes vie vier biernes",
    "saturday sat saturdays sats sabado sabados sab",
    "sunday sun sundays suns domingo domingos dom",
)
_MONTHS = (
    "january jan enero ene",
    "february feb febrero",
    "march marzo",
    "april apr abril abr",
    "may mayo",
    "june jun junio",
    "july jul julio",
    "august aug agosto ago",
    "september sep sept septiembre setiembre",
    "october oct octubre",
    "november nov noviembre",
    "december dec diciembre dic",
)
_WORDS: dict[str, str] = {
    **{word: str(number) for word, number in NUMBERS.items() if word not in {"once", "none", "zero", "cero"}},
    **{word: f"nth{number}" for word, number in ORDINALS.items()},
    **{word: f"wd{n}" for n, words in enumerate(_WEEKDAYS) for word in words.split()},
    **{word: f"mo{n}" for n, words in enumerate(_MONTHS, 1) for word in words.split()},
    **dict.fromkeys(["days", "dia", "dias"], "day"),
    **dict.fromkeys(["weeks", "wk", "wks", "semana", "semanas"], "week"),
    **dict.fromkeys(["months", "mes", "meses"], "month"),
    **dict.fromkeys(["years", "yr", "yrs", "ano", "anos"], "year"),
    **dict.fromkeys(["each", "evry", "cada"], "every"),
    **dict.fromkeys(["till", "til", "untill", "hasta"], "until"),
    **dict.fromkeys(["tmrw", "tmr", "tmw", "tomorow", "tommorow", "tomorrows", "manana"], "tomorrow"),
    **dict.fromkeys(["another", "otra", "otro"], "1"),
    **dict.fromkeys(["durante"], "for"),
}
_SHORTEST_MISTYPED = 6
_LONG_NAMES = tuple(
    name for name, meaning in _WORDS.items() if len(name) >= _SHORTEST_MISTYPED and meaning[:2] in {"wd", "mo"}
)
_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), to)
    for pattern, to in (
        (r"pasado manana|(?:the )?day after tomorrow", "overmorrow"),
        (r"week-?ends?|fin(?:es)? de semana", "weekend"),
        (r"(?:la )?(?:proxima semana|semana (?:que viene|proxima|entrante))|next (?:week|wk)", "nextweek"),
        (r"(?:el )?(?:proximo mes|mes (?:que viene|proximo|entrante))|next month", "nextmonth"),
        (r"(?:the )?end of (?:the |this )?month|fin(?:al)?(?:es)? de(?:l)? mes", "nextmonth"),
        (r"(?:the )?new years?(?: day)?|ano nuevo|(?:el )?ano que viene|next year", "january nth1"),
        (r"(?:the )?end of (?:the |this )?year|fin(?:al)?(?:es)? de(?:l)? ano", "december nth31"),
        (r"christmas(?: day)?|xmas|navidad", "december nth25"),
        (r"(?:a )?couple(?: of)?|(?:un )?par de", "2"),
        (r"(?:a )?few", "3"),
    )
)
_NTH = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_ARTICLE_NTH = re.compile(r"\b(?:the|d?el)(?: day)? (\d{1,2})\b(?! (?:day|week|month|year))|\bday (\d{1,2})\b")
_FILLERS = re.compile(r"\b(?:the|el|la|los|las|this|este|esta|next|proximo|proxima|on|of|de|del|que viene|more|mas)\b")


@dataclass(frozen=True, slots=True)
class _Period:
    first: date
    end: date  # the first day that no longer belongs to it


_Periods = tuple[_Period, ...]


def canonical(folded: str) -> str:
    """The text in the common vocabulary; words that mean nothing here stay as they are."""
    for pattern, to in _PHRASES:
        folded = pattern.sub(to, folded)
    words = " ".join(_WORDS.get(word) or _mistyped(word) for word in folded.split())
    words = _NTH.sub(r"nth\1", words)
    return _ARTICLE_NTH.sub(lambda found: f"nth{found[1] or found[2]}", words)


@lru_cache(maxsize=4096)
def _mistyped(word: str) -> str:
    """A weekday or month one slip away (two in long ones), its first letter right; else the word itself."""
    near = [
        (slips, _WORDS[name])
        for name in _LONG_NAMES
        if name[0] == word[0] and (slips := OSA.distance(name, word)) <= (1 if len(name) < 8 else 2)
    ]
    return min(near)[1] if len(word) >= _SHORTEST_MISTYPED and near else word


def find_day(words: str, today: date, *, after: bool = False) -> date | None:
    """The local day after `today` that canonical `words` name as a whole; None when they name none.

    Of a stretch ("march", "next week", "2 weeks") it is the first day; with `after` the first day after it. A
    weekday equal to today is next week's; a date equal to today is none.
    """
    phrase = " ".join(_FILLERS.sub(" ", words).split())
    for pattern, candidates in _GRAMMAR:
        found = pattern.fullmatch(phrase)
        if found:
            days = (period.end if after else period.first for period in candidates(found, today))
            return next((day for day in days if day > today), None)
    return None


def _day(day: date) -> _Period:
    return _Period(day, day + timedelta(days=1))


def _length(found: re.Match[str], today: date) -> _Periods:
    count = int(found[1] or 1)
    match found[2]:
        case "day":
            day = today + timedelta(days=count)
        case "week":
            day = today + timedelta(weeks=count)
        case "month":
            day = today + relativedelta(months=count)
        case _:
            day = today + relativedelta(years=count)
    return (_Period(day, day),)


def _weekday(found: re.Match[str], today: date) -> _Periods:
    day = today + timedelta(days=(int(found[1]) - today.weekday()) % 7)
    return (_day(day), _day(day + timedelta(weeks=1)))


def _weekend(_found: re.Match[str], today: date) -> _Periods:
    saturday = today + timedelta(days=5 - today.weekday())
    return tuple(_Period(day, day + timedelta(days=2)) for day in (saturday, saturday + timedelta(weeks=1)))


def _tomorrow(found: re.Match[str], today: date) -> _Periods:
    return (_day(today + timedelta(days=1 if found[0] == "tomorrow" else 2)),)


def _next_week(_found: re.Match[str], today: date) -> _Periods:
    monday = today + timedelta(days=7 - today.weekday())
    return (_Period(monday, monday + timedelta(weeks=1)),)


def _next_month(_found: re.Match[str], today: date) -> _Periods:
    first = today.replace(day=1) + relativedelta(months=1)
    return (_Period(first, first + relativedelta(months=1)),)


def _month(found: re.Match[str], today: date) -> _Periods:
    firsts = (date(year, int(found[1]), 1) for year in (today.year, today.year + 1))
    return tuple(_Period(first, first + relativedelta(months=1)) for first in firsts)


def _monthday(found: re.Match[str], today: date) -> _Periods:
    firsts = [today.replace(day=1) + relativedelta(months=months) for months in range(4)]
    return _real((first.year, first.month, int(found[1])) for first in firsts)


def _month_and_day(found: re.Match[str], today: date) -> _Periods:
    parts = found.groupdict()
    month = 3 if parts["month"] == "mar" else int(parts["month"][2:])
    periods = _in_year(month, int(parts["day"]), parts["year"], today)
    if parts["wd"] is None:
        return periods
    weekday = 1 if parts["wd"] == "mar" else int(parts["wd"][2:])
    return tuple(period for period in periods if period.first.weekday() == weekday)


def _figures(found: re.Match[str], today: date) -> _Periods:
    month, day = int(found[1]), int(found[2])
    if month > 12:
        month, day = day, month  # 24/12 can only be the Spanish order.
    return _in_year(month, day, found[3], today)


def _iso(found: re.Match[str], today: date) -> _Periods:
    return _in_year(int(found[2]), int(found[3]), found[1], today)


def _in_year(month: int, day: int, year: str | None, today: date) -> _Periods:
    if year is not None:
        return _real([(2000 + int(year[-2:]), month, day)])
    if (month, day) == (today.month, today.day):
        return (_day(today),)  # Whoever names today's date does not mean in a year.
    return _real((number, month, day) for number in (today.year, today.year + 1))


def _real(dates: Iterable[tuple[int, int, int]]) -> _Periods:
    """Those that exist: there is no 30 February."""
    return tuple(
        _day(date(year, month, day))
        for year, month, day in dates
        if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
    )


_MONTH_TOKEN, _DAY_TOKEN, _YEAR = (
    r"(?P<month>mo(?:[1-9]|1[0-2])|mar)",
    r"(?:nth)?(?P<day>\d{1,2})",
    r"(?: (?P<year>20\d\d))?",
)
_GRAMMAR: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], _Periods]], ...] = tuple(
    (re.compile(pattern), candidates)
    for pattern, candidates in (
        (r"(?:(\d{1,3})|an?) (day|week|month|year)", _length),
        (r"wd([0-6])", _weekday),
        (r"tomorrow|overmorrow", _tomorrow),
        (r"weekend", _weekend),
        (r"nextweek", _next_week),
        (r"nextmonth", _next_month),
        (r"mo([1-9]|1[0-2])", _month),
        (r"nth(\d{1,2})", _monthday),
        (rf"(?:(?P<wd>wd[0-6]|mar) )?{_MONTH_TOKEN} {_DAY_TOKEN}{_YEAR}", _month_and_day),
        (rf"(?:(?P<wd>wd[0-6]|mar) )?{_DAY_TOKEN} {_MONTH_TOKEN}{_YEAR}", _month_and_day),
        (r"(\d{1,2})[/. -](\d{1,2})(?:[/. -](20\d\d|\d\d))?", _figures),
        (r"(20\d\d)-(\d\d)-(\d\d)", _iso),
    )
)
