"""A cadence as one plain sentence fragment, in either language, in GSM-7, that `cadence_words.parse` reads back."""

from datetime import date, timedelta

from smsbot.core.cadence_rule import Cadence, Means, Unit
from smsbot.core.hours import DAY_MINUTES
from smsbot.core.language import Language
from smsbot.core.until_words import MONTH_NAMES

_WEEKDAYS = {
    Language.EN: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    Language.ES: ("lunes", "martes", "miércoles", "jueves", "viernes", "sab.", "domingo"),
}
_WORKDAYS = {Language.EN: "Monday to Friday", Language.ES: "lunes a viernes"}
_AND = {Language.EN: "and", Language.ES: "y"}
_NEVER = {Language.EN: "only when you text", Language.ES: "solo cuando usted escriba"}
_MEANS = {
    Language.EN: {Means.TEXT: "by text", Means.CALL: "by call", Means.VISIT: "by visit"},
    Language.ES: {Means.TEXT: "por mensaje", Means.CALL: "por llamada", Means.VISIT: "con visita"},
}
_QUIET = {Language.EN: "in quiet words", Language.ES: "con palabras discretas"}


def describe(cadence: Cadence | None, language: Language) -> str:
    """The cadence in words: how often, hours, means, words, end. A series is counted, with its last day."""
    if cadence is None:
        return _NEVER[language]
    rule = _rule_en(cadence) if language is Language.EN else _rule_es(cadence)
    parts = [f"{rule} {_hours(cadence, language)}", _MEANS[language][cadence.means]]
    if cadence.quiet:
        parts.append(_QUIET[language])
    if cadence.ends is not None and cadence.unit is not Unit.SERIES:
        parts.append(_until(cadence, cadence.ends, language))
    return ", ".join(parts)


def _rule_en(cadence: Cadence) -> str:
    n = cadence.interval
    match cadence.unit:
        case Unit.SERIES:
            count, last = _series(cadence)
            return f"{count} times {_until(cadence, last, Language.EN)}"
        case Unit.DAY:
            return "every day" if n == 1 else f"every {n} days"
        case Unit.WEEK if cadence.weekdays:
            often = {1: "every", 2: "every other"}.get(n, f"every {n} weeks on")
            return f"{often} {_listed(cadence, Language.EN)}"
        case Unit.WEEK:
            return "once a week" if n == 1 else f"every {n} weeks"
        case _:
            return _months_en(cadence)


def _months_en(cadence: Cadence) -> str:
    n, day = cadence.interval, cadence.monthday
    if day is None:
        return "once a month" if n == 1 else f"every {n} months"
    named = "the last day" if day == 31 else f"the {day}{_suffix(day)}"
    return f"on {named} of every month" if n == 1 else f"every {n} months on the {day}{_suffix(day)}"


def _suffix(day: int) -> str:
    return "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _rule_es(cadence: Cadence) -> str:
    n = cadence.interval
    match cadence.unit:
        case Unit.SERIES:
            count, last = _series(cadence)
            return f"{count} veces {_until(cadence, last, Language.ES)}"
        case Unit.DAY:
            return "a diario" if n == 1 else _days_es(n)
        case Unit.WEEK if cadence.weekdays:
            often = "cada" if n == 1 else f"cada {n} semanas, los"
            return f"{often} {_listed(cadence, Language.ES)}"
        case Unit.WEEK:
            return "una vez por semana" if n == 1 else f"cada {n} semanas"
        case _:
            return _months_es(cadence)


def _series(cadence: Cadence) -> tuple[int, date]:
    days = [cadence.anchor + timedelta(days=offset) for offset in cadence.offsets]
    kept = [day for day in days if cadence.ends is None or day <= cadence.ends]
    return len(kept), (kept or days)[-1]


def _days_es(days: int) -> str:
    # The usual word carries an accent that GSM-7 lacks; the two intervals the ladder makes need no such word.
    # In Spanish 8 days are a week and 15 a fortnight, unless one says otherwise.
    exact = " exactos" if days in (8, 15) else ""
    return f"cada {days * 24} horas" if days < 4 else f"cada {days} dias{exact}"


def _months_es(cadence: Cadence) -> str:
    n, day = cadence.interval, cadence.monthday
    if day is None:
        return "una vez al mes" if n == 1 else f"cada {n} meses"
    if n == 1:
        return "a fin de cada mes" if day == 31 else f"el {day} de cada mes"
    return f"cada {n} meses, el {day}"


def _listed(cadence: Cadence, language: Language) -> str:
    if cadence.weekdays == (0, 1, 2, 3, 4):
        return _WORKDAYS[language]
    names = [_WEEKDAYS[language][day] for day in cadence.weekdays]
    return f" {_AND[language]} ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _hours(cadence: Cadence, language: Language) -> str:
    start, end = cadence.window.start, cadence.window.end
    if (start, end) == (0, DAY_MINUTES):
        return "at any hour" if language is Language.EN else "a cualquier hora"
    if language is Language.EN:
        return f"between {_clock(start)} and {_clock(end)}"
    return f"entre {_las(start)} y {_las(end)}"


def _las(minute: int) -> str:
    return f"{'la' if minute // 60 % 12 == 1 else 'las'} {_clock(minute)}"


def _clock(minute: int) -> str:
    hour, rest = divmod(minute % DAY_MINUTES, 60)
    minutes = f":{rest:02d}" if rest else ""
    return f"{hour % 12 or 12}{minutes} {'am' if hour < 12 else 'pm'}"


def _until(cadence: Cadence, day: date, language: Language) -> str:
    month = MONTH_NAMES[language][day.month - 1]
    # The year is said only where the day alone would be read as an earlier one.
    year = f" {day.year}" if (day - cadence.anchor).days >= 365 else ""
    return f"until {month} {day.day}{year}" if language is Language.EN else f"hasta el {day.day} {month}{year}"
