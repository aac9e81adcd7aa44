"""Windows of a local day, over summer time in many zones."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbot.core.errors import SmsbotError
from smsbot.core.hours import Window, at, closes, is_open, local, narrow, next_open, opening, zone_or_none

NY = "America/New_York"
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)
ZONES = [
    NY,
    "America/Los_Angeles",
    "America/Phoenix",
    "America/Havana",
    "America/Santiago",
    "America/St_Johns",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/London",
    "Pacific/Apia",
    "UTC",
]
zones = st.sampled_from(ZONES)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start = draw(st.integers(0, 1439))
    return Window(start, draw(st.integers(start + 1, 1440)))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]  # at most six numbers


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5), (-1, 5), (0, 1441)])
def test_a_window_that_is_not_a_stretch_of_one_day_is_refused(start: int, end: int) -> None:
    with pytest.raises(SmsbotError) as caught:
        Window(start, end)

    assert caught.value.code == "bad_hours"


@pytest.mark.parametrize(
    ("day", "minute", "zone", "moment"),
    [
        (date(2026, 1, 5), 540, NY, utc(2026, 1, 5, 14)),
        (date(2026, 7, 6), 540, NY, utc(2026, 7, 6, 13)),
        (date(2026, 1, 5), 1440, NY, utc(2026, 1, 6, 5)),
        (SPRING, 119, NY, utc(2026, 3, 8, 6, 59)),
        (SPRING, 120, NY, utc(2026, 3, 8, 7)),
        (SPRING, 150, NY, utc(2026, 3, 8, 7)),
        (SPRING, 179, NY, utc(2026, 3, 8, 7)),
        (SPRING, 180, NY, utc(2026, 3, 8, 7)),
        (SPRING, 181, NY, utc(2026, 3, 8, 7, 1)),
        (AUTUMN, 90, NY, utc(2026, 11, 1, 5, 30)),
        (AUTUMN, 120, NY, utc(2026, 11, 1, 7)),
        (date(2011, 12, 30), 600, "Pacific/Apia", utc(2011, 12, 30, 10)),
    ],
)
def test_a_wall_time_is_one_moment(day: date, minute: int, zone: str, moment: datetime) -> None:
    assert at(day, minute, zone) == moment
    assert at(day, minute, zone).tzinfo is UTC


def test_a_window_is_open_from_its_start_until_just_before_its_end() -> None:
    window = Window(540, 1200)

    assert not is_open(window, NY, utc(2026, 1, 5, 13, 59, 59))
    assert is_open(window, NY, utc(2026, 1, 5, 14))
    assert is_open(window, NY, utc(2026, 1, 6, 0, 59, 59))
    assert not is_open(window, NY, utc(2026, 1, 6, 1))


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        (utc(2026, 1, 5, 12), utc(2026, 1, 5, 14)),
        (utc(2026, 1, 5, 15), utc(2026, 1, 5, 15)),
        (utc(2026, 1, 6, 2), utc(2026, 1, 6, 14)),
        (utc(2026, 3, 8, 3), utc(2026, 3, 8, 13)),
    ],
)
def test_the_next_opening_is_now_or_the_next_start(now: datetime, moment: datetime) -> None:
    assert next_open(Window(540, 1200), NY, now) == moment


def test_a_window_inside_the_spring_gap_opens_on_the_next_day() -> None:
    window = Window(130, 170)

    assert opening(window, SPRING, NY) is None
    assert next_open(window, NY, at(SPRING, 60, NY)) == at(date(2026, 3, 9), 130, NY)


def test_a_skipped_day_has_no_opening() -> None:
    assert opening(Window(0, 1440), date(2011, 12, 30), "Pacific/Apia") is None


def test_an_ordinary_day_opens_at_the_start() -> None:
    assert opening(Window(540, 600), AUTUMN, NY) == utc(2026, 11, 1, 14)


def test_a_shut_window_does_not_close() -> None:
    assert closes(Window(540, 600), NY, utc(2026, 1, 5, 12)) is None
    assert closes(Window(540, 600), NY, utc(2026, 1, 5, 14, 30)) == utc(2026, 1, 5, 15)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Window(540, 1200), Window(900, 1440), Window(900, 1200)),
        (Window(540, 1200), Window(0, 1440), Window(540, 1200)),
        (Window(540, 600), Window(600, 700), None),
    ],
)
def test_narrowing_keeps_what_both_allow(one: Window, other: Window, both: Window | None) -> None:
    assert narrow(one, other) == both
    assert narrow(other, one) == both


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        (NY, NY),
        (" UTC ", "UTC"),
        ("Europe", None),
        ("", None),
        ("../etc/passwd", None),
        ("localtime", None),
        ("america/new_york", None),
        ("Nowhere/City", None),
    ],
)
def test_only_real_zones_pass(name: str, zone: str | None) -> None:
    assert zone_or_none(name) == zone


def test_a_window_can_open_because_the_clock_is_turned_back_into_it() -> None:
    assert next_open(Window(30, 90), NY, utc(2026, 11, 1, 5, 45)) == utc(2026, 11, 1, 6)


def test_a_window_can_close_because_the_clock_is_turned_back_out_of_it() -> None:
    assert closes(Window(105, 180), NY, utc(2026, 11, 1, 5, 50)) == utc(2026, 11, 1, 6)


CLOCK_CHANGES = [utc(2026, 3, 8), utc(2026, 4, 4), utc(2026, 9, 6), utc(2026, 11, 1), utc(2011, 12, 30)]


@given(windows(), zones, st.sampled_from(CLOCK_CHANGES), st.integers(-1500, 1500))
def test_openings_and_closings_agree_with_a_walk_minute_by_minute(
    window: Window, zone: str, around: datetime, minutes: int
) -> None:
    now = around + timedelta(minutes=minutes)
    walk = (now + timedelta(minutes=n) for n in range(5 * 1440))
    first = next(moment for moment in walk if is_open(window, zone, moment))

    assert next_open(window, zone, now) == first

    end = closes(window, zone, first)
    assert end is not None
    shut = (first + timedelta(minutes=n) for n in range(1, 1600))
    expected = next(m for m in shut if not is_open(window, zone, m) or _midnight_passed(m, zone))
    assert end == expected


def _midnight_passed(moment: datetime, zone: str) -> bool:
    before = local(moment - timedelta(minutes=1), zone)
    return before.date() < local(moment, zone).date()


@given(st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)), zones)  # noqa: DTZ001
def test_a_moment_on_the_wall_clock_comes_back_as_itself_or_its_twin(naive: datetime, zone: str) -> None:
    moment = naive.replace(second=0, microsecond=0, tzinfo=UTC)
    wall = local(moment, zone)

    back = at(wall.date(), wall.hour * 60 + wall.minute, zone)

    assert back == moment or (wall.fold and back < moment)
    assert local(back, zone).replace(tzinfo=None, fold=0) == wall.replace(tzinfo=None, fold=0)


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 1439), zones)
def test_wall_times_never_run_backwards(day: date, minute: int, zone: str) -> None:
    assert at(day, minute, zone) <= at(day, minute + 1, zone)
    wall = local(at(day, minute, zone), zone).replace(tzinfo=None)
    assert wall >= datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
