"""Lengths and moments as transcripts write them."""

from datetime import UTC, datetime, timedelta

import pytest

from smsbot.lab.transcript_times import BadTime, length, moment, shown, span

ZONE = "America/New_York"
NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)  # Monday, 10:00 in New York


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10m", timedelta(minutes=10)),
        ("90 minutes", timedelta(minutes=90)),
        ("1 minute", timedelta(minutes=1)),
        ("2 hours", timedelta(hours=2)),
        ("28h", timedelta(hours=28)),
        ("3d", timedelta(days=3)),
        ("1 day", timedelta(days=1)),
        ("2 weeks", timedelta(weeks=2)),
    ],
)
def test_a_length_is_written_short_or_long(written: str, meant: timedelta) -> None:
    assert length(written) == meant


@pytest.mark.parametrize(
    ("written", "next_one"),
    [
        ("tue 15:00", "2026-11-03 15:00"),
        ("mon 15:00", "2026-11-02 15:00"),
        ("mon 09:00", "2026-11-09 09:00"),
        ("Tuesday 3pm", "2026-11-03 15:00"),
        ("nov 10 3pm", "2026-11-10 15:00"),
        ("november 10 3 pm", "2026-11-10 15:00"),
        ("jan 5 12am", "2027-01-05 00:00"),
        ("jan 5 12pm", "2027-01-05 12:00"),
        ("2026-11-10 15:00", "2026-11-10 15:00"),
        ("15:00", "2026-11-02 15:00"),
        ("09:00", "2026-11-03 09:00"),
    ],
)
def test_a_moment_is_the_next_one_of_its_kind_in_local_time(written: str, next_one: str) -> None:
    found = moment(written).after(NOW, ZONE)
    assert found == datetime.fromisoformat(f"{next_one}-05:00")


def test_a_moment_in_summer_is_summer_time() -> None:
    assert moment("2027-07-01 12:00").after(NOW, ZONE) == datetime(2027, 7, 1, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize("written", ["2026-11-01 10:00", "2026-11-02 10:00", "2031-01-01 10:00", "feb 30 10:00"])
def test_a_moment_that_is_past_never_comes_or_is_years_away_is_refused(written: str) -> None:
    with pytest.raises(BadTime, match="past"):
        moment(written).after(NOW, ZONE)


@pytest.mark.parametrize("written", ["", "tue", "someday 15:00", "tue 15", "2026-13-01 15:00", "tue 25:00", "15:61"])
def test_what_is_no_moment_says_how_to_write_one(written: str) -> None:
    with pytest.raises(BadTime, match="write it like"):
        moment(written)


@pytest.mark.parametrize("written", ["", "soon", "3", "3 fortnights", "-1d"])
def test_what_is_no_length_says_how_to_write_one(written: str) -> None:
    with pytest.raises(BadTime, match="write it like"):
        length(written)


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("mon 09:00-11:00", True),
        ("mon", True),
        ("nov 2", True),
        ("2026-11-02", True),
        ("09:00-11:00", True),
        ("mon 10:00-10:01", True),
        ("mon 09:00-10:00", False),
        ("tue 09:00-11:00", False),
        ("nov 3", False),
    ],
)
def test_a_span_holds_what_happened_within_it(written: str, held: bool) -> None:
    assert span(written).holds(NOW, ZONE) is held


def test_moments_are_shown_as_transcripts_print_them() -> None:
    assert shown(NOW, ZONE) == "Mon Nov 2 10:00"
