"""How long to be quiet, in people's own words."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbot.core.hours import at, local
from smsbot.core.language import Language
from smsbot.core.segments import is_gsm7
from smsbot.core.until_words import describe_day, parse_until

NY = "America/New_York"
NOW = at(date(2026, 11, 25), 20 * 60, NY)  # Wednesday evening; already Thursday in UTC


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("til monday", "2026-11-30"),
        ("Until Friday", "2026-11-27"),
        ("'til sunday please", "2026-11-29"),
        ("until wednesday", "2026-12-02"),
        ("till next mon", "2026-11-30"),
        ("monday", "2026-11-30"),
        ("pause til monday", "2026-11-30"),
        ("for 2 weeks", "2026-12-09"),
        ("2 weeks", "2026-12-09"),
        ("for two weeks", "2026-12-09"),
        ("for a couple of weeks", "2026-12-09"),
        ("a few days", "2026-11-28"),
        ("10 days", "2026-12-05"),
        ("in 3 days", "2026-11-28"),
        ("another week", "2026-12-02"),
        ("1 more week", "2026-12-02"),
        ("a month", "2026-12-25"),
        ("one month", "2026-12-25"),
        ("6 months", "2027-05-25"),
        ("a year", "2027-11-25"),
        ("for 12 months", "2027-11-25"),
        ("til the 1st", "2026-12-01"),
        ("til the 30th", "2026-11-30"),
        ("until the 25th", "2026-12-25"),
        ("until the 31st", "2026-12-31"),
        ("until the 5", "2026-12-05"),
        ("after the 1st", "2026-12-02"),
        ("after the 25th", "2026-11-26"),
        ("after monday", "2026-12-01"),
        ("after wednesday", "2026-11-26"),
        ("through friday", "2026-11-28"),
        ("after the weekend", "2026-11-30"),
        ("til the weekend", "2026-11-28"),
        ("after 2 weeks", "2026-12-09"),
        ("till march", "2027-03-01"),
        ("until november", "2027-11-01"),
        ("after november", "2026-12-01"),
        ("after march", "2027-04-01"),
        ("until 12/24", "2026-12-24"),
        ("until 12 24", "2026-12-24"),
        ("until 24/12", "2026-12-24"),
        ("until 1-5", "2027-01-05"),
        ("until 12/24/2026", "2026-12-24"),
        ("until 12/24/26.", "2026-12-24"),
        ("2026-12-24", "2026-12-24"),
        ("until dec 24", "2026-12-24"),
        ("until dec 24th 2026", "2026-12-24"),
        ("till the 24th of december", "2026-12-24"),
        ("til Mon Dec 7", "2026-12-07"),
        ("mar 5", "2027-03-05"),
        ("tomorrow", "2026-11-26"),
        ("day after tomorrow", "2026-11-27"),
        ("after tomorrow", "2026-11-27"),
        ("next week", "2026-11-30"),
        ("after next week", "2026-12-07"),
        ("until next month", "2026-12-01"),
        ("til the end of the month", "2026-12-01"),
        ("til new years", "2027-01-01"),
        ("after the new year", "2027-01-02"),
        ("until christmas", "2026-12-25"),
        ("hasta el lunes", "2026-11-30"),
        ("Hasta el miércoles", "2026-12-02"),
        ("hasta el sábado por favor", "2026-11-28"),
        ("hasta el proximo lunes", "2026-11-30"),
        ("hasta el martes que viene", "2026-12-01"),
        ("por 2 semanas", "2026-12-09"),
        ("por dos semanas", "2026-12-09"),
        ("un mes", "2026-12-25"),
        ("una semana más", "2026-12-02"),
        ("un par de semanas", "2026-12-09"),
        ("quince dias", "2026-12-10"),
        ("hasta enero", "2027-01-01"),
        ("hasta marzo", "2027-03-01"),
        ("hasta el 5 de enero", "2027-01-05"),
        ("hasta el 5", "2026-12-05"),
        ("hasta el dia 5", "2026-12-05"),
        ("hasta el primero", "2026-12-01"),
        ("despues del 1ro", "2026-12-02"),
        ("después del lunes", "2026-12-01"),
        ("mañana", "2026-11-26"),
        ("pasado mañana", "2026-11-27"),
        ("hasta la próxima semana", "2026-11-30"),
        ("hasta la semana que viene", "2026-11-30"),
        ("hasta el mes que viene", "2026-12-01"),
        ("hasta fin de mes", "2026-12-01"),
        ("hasta año nuevo", "2027-01-01"),
        ("hasta navidad", "2026-12-25"),
        ("hasta el fin de semana", "2026-11-28"),
        ("pausa hasta lun 7 dic", "2026-12-07"),
        ("hasta mar 1 dic", "2026-12-01"),
        ("un año", "2027-11-25"),
    ],
)
def test_a_day_named_in_plain_words_is_understood(text: str, day: str) -> None:
    moment = parse_until(text, now=NOW, zone=NY)

    assert moment == at(date.fromisoformat(day), 0, NY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "a while",
        "later",
        "today",
        "until i say",
        "hasta que yo diga",
        "2",
        "until 5",
        "0 days",
        "13 months",
        "2 years",
        "until 11/25",
        "until nov 25",
        "until 2/30",
        "until 13/13",
        "until 12/24/2025",
        "til mon dec 8",
        "monday or tuesday",
        "not monday",
        "hasta mar",
        "the 32nd",
        "until 2029-01-01",
        "3 weeks ago",
        "my mom is in the hospital til monday",
    ],
)
def test_what_is_not_clearly_a_day_ahead_is_not_guessed(text: str) -> None:
    assert parse_until(text, now=NOW, zone=NY) is None


def test_a_day_begins_at_the_persons_own_midnight() -> None:
    assert parse_until("tomorrow", now=NOW, zone="UTC") == datetime(2026, 11, 27, tzinfo=UTC)
    assert parse_until("tomorrow", now=NOW, zone=NY) == datetime(2026, 11, 26, 5, tzinfo=UTC)


def test_on_sunday_the_weekend_is_the_next_one_and_after_it_is_tomorrow() -> None:
    sunday = at(date(2026, 11, 29), 600, NY)

    assert parse_until("the weekend", now=sunday, zone=NY) == at(date(2026, 12, 5), 0, NY)
    assert parse_until("after the weekend", now=sunday, zone=NY) == at(date(2026, 11, 30), 0, NY)


def test_a_day_is_written_out_in_either_language() -> None:
    moment = at(date(2026, 12, 7), 0, NY)

    assert describe_day(moment, NY, Language.EN) == "Mon Dec 7"
    assert describe_day(moment, NY, Language.ES) == "lun 7 dic"


@given(st.integers(1, 364), st.sampled_from(Language), st.sampled_from([NY, "America/Havana", "Asia/Beirut"]))
def test_a_day_written_out_is_read_back(days: int, language: Language, zone: str) -> None:
    day = date.fromordinal(local(NOW, zone).date().toordinal() + days)
    moment = at(day, 0, zone)

    written = describe_day(moment, zone, language)

    assert is_gsm7(written)
    assert parse_until(written, now=NOW, zone=zone) == moment


@given(st.text(max_size=60) | st.sampled_from(["until 99/99/9999", "999 years", "nth0", "mo13", "wd9", "mo0 1"]))
def test_no_text_at_all_breaks_it(text: str) -> None:
    moment = parse_until(text, now=NOW, zone=NY)

    assert moment is None or moment > NOW
