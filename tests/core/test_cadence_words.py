"""Cadences in people's own words: what is understood, what is refused, and what we say back."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbot.core.cadence import Cadence, Means, Unit, Window, less
from smsbot.core.cadence_words import Wish, describe, parse
from smsbot.core.hours import narrow
from smsbot.core.language import Language
from smsbot.core.segments import is_gsm7

TODAY = date(2026, 11, 25)  # a Wednesday
PROGRAMME = Window(540, 1200)
CURRENT = Cadence(
    unit=Unit.WEEK, window=Window(900, 1140), anchor=date(2026, 10, 1), ends=date(2027, 1, 1), means=Means.TEXT
)


def code(cadence: Cadence | None) -> str:
    """A cadence in short: rule, days, hours, means, quiet, end; what is ordinary is left out."""
    if cadence is None:
        return "never"
    named = cadence.weekdays or ((cadence.monthday,) if cadence.monthday else ())
    hours = f"{cadence.window.start / 60:g}-{cadence.window.end / 60:g}"
    parts = [
        f"{cadence.unit}{cadence.interval}" + (f":{','.join(map(str, named))}" if named else ""),
        hours if cadence.window != PROGRAMME else "",
        cadence.means.value if cadence.means is not Means.TEXT else "",
        "quiet" if cadence.quiet else "",
        f"<={cadence.ends}" if cadence.ends else "",
    ]
    return " ".join(filter(None, parts))


def understood(text: str, current: Cadence | None = None) -> str | None:
    wish = parse(text, today=TODAY, window=PROGRAMME, current=current)
    return None if wish is None else code(wish.cadence)


with (Path(__file__).parent / "cadence_phrases.csv").open(encoding="utf-8", newline="") as file:
    PHRASES = [(row["text"], row["plan"], row["means"]) for row in csv.DictReader(file)]
"""What people write, who has a plan already ("weekly") or not, and what it means; "?" is asked about."""

PLANS = {"": None, "weekly": CURRENT}
WORDS = ("less: ", "pause: ")  # two wishes that are words of their own: see test_how_often.py


@pytest.mark.parametrize(("text", "plan", "means"), [row for row in PHRASES if not row[2].startswith(WORDS)])
def test_a_wish_is_understood_whole_or_not_at_all(text: str, plan: str, means: str) -> None:
    assert (understood(text, PLANS[plan]) or "?") == means


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("after 3", "week1 15-20 <=2027-01-01"),
        ("mornings", "week1 9-12 <=2027-01-01"),
        ("por la manana", "week1 9-12 <=2027-01-01"),
        ("any time", "week1 <=2027-01-01"),
        ("call me instead", "week1 15-19 call <=2027-01-01"),
        ("id rather a call", "week1 15-19 call <=2027-01-01"),
        ("mejor llameme", "week1 15-19 call <=2027-01-01"),
        ("prefiero llamadas en vez de mensajes", "week1 15-19 call <=2027-01-01"),
        ("in person", "week1 15-19 visit <=2027-01-01"),
        ("just hello, no treatment talk", "week1 15-19 quiet <=2027-01-01"),
        ("solo un saludo", "week1 15-19 quiet <=2027-01-01"),
        ("for 2 weeks", "week1 15-19 <=2026-12-09"),
        ("every other tue", "week2:1 15-19 <=2027-01-01"),
        ("daily after 6", "day1 18-20 <=2027-01-01"),
        ("only when i text", "never"),
    ],
)
def test_what_is_not_said_stays_as_it_was(text: str, expected: str) -> None:
    assert understood(text, CURRENT) == expected


def test_a_change_of_hours_keeps_the_anchor_and_a_new_rule_counts_from_today() -> None:
    changed = parse("after 3", today=TODAY, window=PROGRAMME, current=CURRENT)
    chosen = parse("weekly", today=TODAY, window=PROGRAMME, current=CURRENT)

    assert changed == Wish(replace(CURRENT, window=Window(900, 1200)))
    assert chosen == Wish(replace(CURRENT, anchor=TODAY))


def test_hours_that_leave_nothing_are_not_understood() -> None:
    assert understood("after 11pm", CURRENT) is None


def test_a_change_without_a_cadence_to_change_is_not_understood() -> None:
    assert understood("after 3") is None
    assert understood("call me instead") is None


def test_quiet_words_can_be_given_up() -> None:
    assert understood("normal words", replace(CURRENT, quiet=True)) == code(CURRENT)
    assert understood("weekly", replace(CURRENT, quiet=True)) == code(replace(CURRENT, quiet=True))


def test_old_hours_are_cut_to_those_of_the_programme() -> None:
    late = replace(CURRENT, window=Window(1140, 1380))
    night = replace(CURRENT, window=Window(1260, 1380))

    assert understood("weekly", late) == "week1 19-20 <=2027-01-01"
    assert understood("weekly", night) == "week1 <=2027-01-01"


@pytest.mark.parametrize("text", [text for text, _, means in PHRASES if means == "?"])
def test_what_is_in_doubt_is_in_doubt_with_a_plan_too(text: str) -> None:
    assert understood(text, CURRENT) is None


@pytest.mark.parametrize("text", ["", "   ", "less", "stop texting me every day", "every day please" + " please" * 50])
def test_what_is_no_wish_is_none(text: str) -> None:
    assert understood(text) is None
    assert understood(text, CURRENT) is None


def test_a_bare_request_for_a_call_is_no_cadence_even_with_one_chosen() -> None:
    assert understood("call me", CURRENT) is None
    assert understood("llameme por favor", CURRENT) is None
    assert understood("call me after 3", CURRENT) is None
    assert understood("call me tuesday", CURRENT) is None
    assert understood("llameme el martes por la tarde", CURRENT) is None
    assert understood("call me tuesday instead", CURRENT) == "week1:1 15-19 call <=2027-01-01"


def cadence(**parts: object) -> Cadence:
    base = Cadence(unit=Unit.WEEK, window=Window(900, 1200), anchor=TODAY)
    return replace(base, **parts)  # type: ignore[arg-type]  # a table of any parts


@pytest.mark.parametrize(
    ("said", "english", "spanish"),
    [
        (None, "only when you text", "solo cuando usted escriba"),
        (
            cadence(interval=2, weekdays=(1,), ends=date(2027, 2, 22)),
            "every other Tuesday between 3 pm and 8 pm, by text, until Feb 22",
            "cada 2 semanas, los martes entre las 3 pm y las 8 pm, por mensaje, hasta el 22 feb",
        ),
        (
            cadence(unit=Unit.DAY, window=Window(0, 1440), means=Means.CALL),
            "every day at any hour, by call",
            "a diario a cualquier hora, por llamada",
        ),
        (
            cadence(unit=Unit.DAY, interval=3, window=Window(750, 1440)),
            "every 3 days between 12:30 pm and 12 am, by text",
            "cada 72 horas entre las 12:30 pm y las 12 am, por mensaje",
        ),
        (
            cadence(unit=Unit.DAY, interval=5, window=Window(780, 840), quiet=True),
            "every 5 days between 1 pm and 2 pm, by text, in quiet words",
            "cada 5 dias entre la 1 pm y las 2 pm, por mensaje, con palabras discretas",
        ),
        (
            cadence(ends=date(2027, 11, 25)),
            "once a week between 3 pm and 8 pm, by text, until Nov 25 2027",
            "una vez por semana entre las 3 pm y las 8 pm, por mensaje, hasta el 25 nov 2027",
        ),
        (
            cadence(interval=3),
            "every 3 weeks between 3 pm and 8 pm, by text",
            "cada 3 semanas entre las 3 pm y las 8 pm, por mensaje",
        ),
        (
            cadence(interval=3, weekdays=(0, 2, 5)),
            "every 3 weeks on Monday, Wednesday and Saturday between 3 pm and 8 pm, by text",
            "cada 3 semanas, los lunes, miércoles y sab. entre las 3 pm y las 8 pm, por mensaje",
        ),
        (
            cadence(weekdays=(0, 1, 2, 3, 4), means=Means.VISIT),
            "every Monday to Friday between 3 pm and 8 pm, by visit",
            "cada lunes a viernes entre las 3 pm y las 8 pm, con visita",
        ),
        (
            cadence(unit=Unit.MONTH),
            "once a month between 3 pm and 8 pm, by text",
            "una vez al mes entre las 3 pm y las 8 pm, por mensaje",
        ),
        (
            cadence(unit=Unit.MONTH, interval=2),
            "every 2 months between 3 pm and 8 pm, by text",
            "cada 2 meses entre las 3 pm y las 8 pm, por mensaje",
        ),
        (
            cadence(unit=Unit.MONTH, monthday=31),
            "on the last day of every month between 3 pm and 8 pm, by text",
            "a fin de cada mes entre las 3 pm y las 8 pm, por mensaje",
        ),
        (
            cadence(unit=Unit.MONTH, monthday=22),
            "on the 22nd of every month between 3 pm and 8 pm, by text",
            "el 22 de cada mes entre las 3 pm y las 8 pm, por mensaje",
        ),
        (
            cadence(unit=Unit.MONTH, interval=3, monthday=13),
            "every 3 months on the 13th between 3 pm and 8 pm, by text",
            "cada 3 meses, el 13 entre las 3 pm y las 8 pm, por mensaje",
        ),
    ],
)
def test_what_we_say_back_is_plain_and_is_understood_again(said: Cadence | None, english: str, spanish: str) -> None:
    assert describe(said, Language.EN) == english
    assert describe(said, Language.ES) == spanish
    for words in (english, spanish):
        assert is_gsm7(words)
        assert parse(words, today=TODAY, window=Window(0, 1440), current=None) == Wish(said)


@pytest.mark.parametrize(
    ("ends", "english", "spanish"),
    [
        (None, "3 times until Dec 2", "3 veces hasta el 2 dic"),
        (date(2026, 11, 30), "2 times until Nov 28", "2 veces hasta el 28 nov"),
        (date(2026, 11, 25), "0 times until Dec 2", "0 veces hasta el 2 dic"),
    ],
)
def test_a_series_is_counted_with_its_last_day(ends: date | None, english: str, spanish: str) -> None:
    series = cadence(unit=Unit.SERIES, offsets=(1, 3, 7), ends=ends)

    assert describe(series, Language.EN) == f"{english} between 3 pm and 8 pm, by text"
    assert describe(series, Language.ES) == f"{spanish} entre las 3 pm y las 8 pm, por mensaje"


@st.composite
def cadences(draw: st.DrawFn) -> Cadence:
    unit = draw(st.sampled_from([Unit.DAY, Unit.WEEK, Unit.MONTH]))
    start = draw(st.integers(0, 95)) * 15
    length = draw(st.none() | st.integers(1, 700))
    return Cadence(
        unit=unit,
        # Whole weeks of days are read as weeks, whoever says them.
        interval=draw(st.integers(1, 30).filter(lambda n: unit is not Unit.DAY or n % 7)),
        weekdays=tuple(sorted(draw(st.sets(st.integers(0, 6))))) if unit is Unit.WEEK else (),
        monthday=draw(st.none() | st.integers(1, 31)) if unit is Unit.MONTH else None,
        window=Window(start, draw(st.integers(start // 15 + 1, 96)) * 15),
        anchor=TODAY,
        ends=None if length is None else TODAY + timedelta(days=length),
        means=draw(st.sampled_from(Means)),
        quiet=draw(st.booleans()),
    )


@given(cadences(), st.sampled_from(Language))
def test_every_cadence_we_can_say_is_read_back_as_it_was(said: Cadence, language: Language) -> None:
    words = describe(said, language)

    assert is_gsm7(words)
    assert parse(words, today=TODAY, window=Window(0, 1440), current=None) == Wish(said)


@given(cadences(), st.sampled_from(Language))
def test_what_less_makes_can_be_said(said: Cadence, language: Language) -> None:
    rarer = less(said)

    assert parse(describe(rarer, language), today=TODAY, window=Window(0, 1440), current=None) == Wish(rarer)


PIECES = [text for text, _, _ in PHRASES] + ["@900", "wd9", "nth99", "mo13", "every", "99", "12/24", "?"]


@given(st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join))
def test_no_text_breaks_it_and_hours_stay_inside_the_programme(text: str) -> None:
    wish = parse(text, today=TODAY, window=PROGRAMME, current=CURRENT)

    if wish is not None and wish.cadence is not None:
        assert narrow(wish.cadence.window, PROGRAMME) == wish.cadence.window
