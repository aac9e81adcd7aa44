"""Cadences in people's own words: what is understood, what is refused, and what we say back."""

from dataclasses import replace
from datetime import date, timedelta

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


ENGLISH = [
    ("daily", "day1"),
    ("Every day please", "day1"),
    ("everyday", "day1"),
    ("each day", "day1"),
    ("once a day", "day1"),
    ("every single day", "day1"),
    ("every 2 days", "day2"),
    ("every other day", "day2"),
    ("every second day", "day2"),
    ("every 2nd day", "day2"),
    ("every couple of days", "day2"),
    ("every three days", "day3"),
    ("every few days", "day3"),
    ("every 10 days", "day10"),
    ("every 7 days", "week1"),
    ("every 14 days", "week2"),
    ("weekly", "week1"),
    ("Weekly.", "week1"),
    ("once a week", "week1"),
    ("1 time a week", "week1"),
    ("once per week is plenty", "week1"),
    ("ok once every week", "week1"),
    ("id like weekly thanks", "week1"),
    ("every wk", "week1"),
    ("every other week", "week2"),
    ("biweekly", "week2"),
    ("bi-weekly", "week2"),
    ("fortnightly", "week2"),
    ("every two weeks", "week2"),
    ("once every couple weeks", "week2"),
    ("every 6 weeks", "week6"),
    ("monthly", "month1"),
    ("once a month is plenty", "month1"),
    ("maybe once a month", "month1"),
    ("every month", "month1"),
    ("every 2 months", "month2"),
    ("every other month", "month2"),
    ("on the 15th of every month", "month1:15"),
    ("the 1st of each month", "month1:1"),
    ("monthly on the 15th", "month1:15"),
    ("every first of the month", "month1:1"),
    ("every 2 months on the 3rd", "month2:3"),
    ("the last day of every month", "month1:31"),
    ("end of the month", "month1:31"),
    ("at the end of every month", "month1:31"),
    ("tuesdays", "week1:1"),
    ("every tue", "week1:1"),
    ("on thursdays", "week1:3"),
    ("tuesday", "week1:1"),
    ("once a week on fri", "week1:4"),
    ("every other tue after 3", "week2:1 15-20"),
    ("every other tuesday", "week2:1"),
    ("alternate mondays", "week2:0"),
    ("every 3 weeks on monday", "week3:0"),
    ("every 2 weeks on mon and fri", "week2:0,4"),
    ("every second friday", "week2:4"),
    ("mon and thu mornings", "week1:0,3 9-12"),
    ("tue n thurs", "week1:1,3"),
    ("mon, wed, fri", "week1:0,2,4"),
    ("MWF", "week1:0,2,4"),
    ("every mon and every wed", "week1:0,2"),
    ("mon/wed", "week1:0,2"),
    ("mon-fri", "week1:0,1,2,3,4"),
    ("monday through friday", "week1:0,1,2,3,4"),
    ("fri to mon", "week1:0,4,5,6"),
    ("weekdays after 5", "week1:0,1,2,3,4 17-20"),
    ("every weekend", "week1:5,6"),
    ("every morning", "day1 9-12"),
    ("every day in the evening", "day1 17-20"),
    ("weekly afternoons", "week1 12-17"),
    ("weekly, not before noon", "week1 12-20"),
    ("weekly before 5", "week1 9-17"),
    ("weekly, no texts after 7", "week1 9-19"),
    ("weekly no later than 6pm", "week1 9-18"),
    ("weekly between 2 and 4", "week1 14-16"),
    ("weekly from 10 to 2", "week1 10-14"),
    ("weekly from 12 to 3", "week1 12-15"),
    ("weekly 2-4pm", "week1 14-16"),
    ("weekly 9 to 11:30", "week1 9-11.5"),
    ("weekly after half past 3", "week1 15.5-20"),
    ("tuesdays at 3", "week1:1 15-16"),
    ("tuesdays around 6 pm", "week1:1 18-19"),
    ("tuesdays 5pm", "week1:1 17-18"),
    ("tuesdays 15:00 to 17:00", "week1:1 15-17"),
    ("every day at noon", "day1 12-13"),
    ("weekly before 8", "week1"),
    ("weekly after 8am", "week1"),
    ("weekly before midnight", "week1"),
    ("weekly any time", "week1"),
    ("call me weekly", "week1 call"),
    ("call me tuesdays after 3", "week1:1 15-20 call"),
    ("call me every tue", "week1:1 call"),
    ("weekly by phone", "week1 call"),
    ("a phone call once a month", "month1 call"),
    ("visit me every month", "month1 visit"),
    ("come by every other friday afternoon", "week2:4 12-17 visit"),
    ("weekly texts instead of calls", "week1"),
    ("weekly, just hello, no treatment talk", "week1 quiet"),
    ("monthly but keep it private", None),
    ("monthly, keep it private", "month1 quiet"),
    ("weekly until feb 22", "week1 <=2027-02-22"),
    ("weekly for 3 months", "week1 <=2027-02-25"),
    ("daily for two weeks after 3", "day1 15-20 <=2026-12-09"),
    ("daily til the 1st", "day1 <=2026-12-01"),
    ("weekly until 5", "week1 9-17"),
    ("only when i text", "never"),
    ("just when I text you", "never"),
    ("ill text you first", "never"),
    ("never", "never"),
    ("on demand please", "never"),
]
SPANISH = [
    ("cada día", "day1"),
    ("todos los dias", "day1"),
    ("a diario", "day1"),
    ("diariamente", "day1"),
    ("una vez al dia", "day1"),
    ("cada dos días", "day2"),
    ("un dia si y otro no", "day2"),
    ("cada tercer dia", None),
    ("cada 3 dias por favor", "day3"),
    ("cada semana", "week1"),
    ("Semanal", "week1"),
    ("semanalmente", "week1"),
    ("una vez por semana", "week1"),
    ("una vez a la semana esta bien", "week1"),
    ("todas las semanas", "week1"),
    ("cada 2 semanas", "week2"),
    ("cada dos semanas", "week2"),
    ("cada quince días", "week2"),
    ("cada 15 dias", "week2"),
    ("quincenal", "week2"),
    ("cada otra semana", "week2"),
    ("semana por medio", "week2"),
    ("una vez cada 3 semanas", "week3"),
    ("cada mes", "month1"),
    ("mensual", "month1"),
    ("una vez al mes", "month1"),
    ("todos los meses", "month1"),
    ("cada 2 meses", "month2"),
    ("el 15 de cada mes", "month1:15"),
    ("el dia 1 de cada mes", "month1:1"),
    ("15 de cada mes", "month1:15"),
    ("cada 2 meses el 15", "month2:15"),
    ("el ultimo dia de cada mes", "month1:31"),
    ("a fin de mes", "month1:31"),
    ("los martes", "week1:1"),
    ("cada mar", "week1:1"),
    ("todos los sábados", "week1:5"),
    ("el miércoles", "week1:2"),
    ("lunes y jueves por la mañana", "week1:0,3 9-12"),
    ("lun, mie y vie", "week1:0,2,4"),
    ("de lunes a viernes", "week1:0,1,2,3,4"),
    ("entre semana", "week1:0,1,2,3,4"),
    ("fines de semana", "week1:5,6"),
    ("cada 2 semanas los martes", "week2:1"),
    ("los domingos por la tarde", "week1:6 12-19"),
    ("cada semana por la noche", "week1 18-20"),
    ("cada mañana", "day1 9-12"),
    ("todas las tardes", "day1 12-19"),
    ("los martes despues de las 3", "week1:1 15-20"),
    ("los martes después de las 3 de la tarde", "week1:1 15-20"),
    ("cada semana antes de las 5", "week1 9-17"),
    ("cada semana, no antes del mediodia", "week1 12-20"),
    ("cada semana nada despues de las 6", "week1 9-18"),
    ("cada semana entre las 2 y las 4", "week1 14-16"),
    ("cada semana de 10 a 2", "week1 10-14"),
    ("cada semana desde las 3 hasta las 5", "week1 15-17"),
    ("los lunes a las 10 de la mañana", "week1:0 10-11"),
    ("los lunes a las 3 y media", "week1:0 15.5-16.5"),
    ("a partir de las 4 cada dia", "day1 16-20"),
    ("cada semana a cualquier hora", "week1"),
    ("llámeme cada semana", "week1 call"),
    ("una llamada al mes", None),
    ("una llamada cada mes", "month1 call"),
    ("llameme los martes", "week1:1 call"),
    ("cada mes en persona", "month1 visit"),
    ("visiteme cada viernes", "week1:4 visit"),
    ("un mensaje cada semana", "week1"),
    ("cada semana, solo saludar", "week1 quiet"),
    ("cada mes sin hablar de tratamiento", "month1 quiet"),
    ("cada semana hasta el 22 de feb", "week1 <=2027-02-22"),
    ("cada semana por 3 meses", "week1 <=2027-02-25"),
    ("cada semana hasta marzo", "week1 <=2027-03-01"),
    ("solo cuando yo escriba", "never"),
    ("cuando yo le escriba", "never"),
    ("solo si yo escribo", "never"),
    ("nunca", "never"),
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH + SPANISH)
def test_a_wish_is_understood_whole_or_not_at_all(text: str, expected: str | None) -> None:
    assert understood(text) == expected


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


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "the 15th",
        "el 15",
        "every 15th",
        "cada tercer",
        "weekly on the 15th",
        "?!",
        "ok thanks",
        "weekly or monthly",
        "every 2 to 3 weeks",
        "every 0 days",
        "every day monday",
        "daily on the 15th",
        "every 2 weeks every 3 weeks",
        "weekly every other tuesday",
        "tuesday and every other friday",
        "every other tuesday and every 3 friday",
        "every 0 tuesday",
        "the 1st and the 15th",
        "the 32nd of every month",
        "second tuesday of the month",
        "not monday",
        "every day except sunday",
        "no",
        "never mind",
        "never on monday",
        "stop texting me every day",
        "dont text me weekly",
        "no calls weekly",
        "call or text me weekly",
        "twice a week",
        "3 times a week",
        "bimonthly",
        "after 11pm",
        "weekly after 9",
        "weekly at 3am",
        "weekly between 11pm and 1am",
        "weekly at 25",
        "weekly at 24:00",
        "weekly before 3:75",
        "weekly at 13pm",
        "weekly after 24:00",
        "tuesday mornings and thursday evenings",
        "call me",
        "llameme",
        "text me",
        "when i get out of jail",
        "weekly if my phone works",
        "cada semana pero no los lunes",
        "no quiero cada dia",
        "semanal o mensual",
        "dos veces por semana",
        "less",
        "i need help every day with food and a place to stay" + " please" * 50,
    ],
)
def test_what_could_mean_something_else_is_refused(text: str) -> None:
    assert understood(text) is None
    if text not in {"after 11pm"}:
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
        # Whole weeks of days are said as weeks, and fifteen days is how Spanish says a fortnight.
        interval=draw(st.integers(1, 30).filter(lambda n: unit is not Unit.DAY or (n % 7 and n != 15))),
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


PIECES = [text for text, _ in ENGLISH + SPANISH] + ["@900", "wd9", "nth99", "mo13", "every", "99", "12/24", "?"]


@given(st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join))
def test_no_text_breaks_it_and_hours_stay_inside_the_programme(text: str) -> None:
    wish = parse(text, today=TODAY, window=PROGRAMME, current=CURRENT)

    if wish is not None and wish.cadence is not None:
        assert narrow(wish.cadence.window, PROGRAMME) == wish.cadence.window
