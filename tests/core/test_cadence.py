"""Cadence: occurrences, their moment, late timers, notches, and the way through JSON."""

import json
from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from smsbot.core.cadence import (
    Cadence,
    CadenceError,
    Later,
    Means,
    Send,
    Skip,
    Unit,
    anchored,
    due_at,
    from_json,
    judge,
    less,
    more,
    next_day,
    reanchored,
    to_json,
)
from smsbot.core.hours import Window, at, is_open, local, opening

NY = "America/New_York"
ZONES = [NY, "America/Phoenix", "America/Santiago", "Asia/Beirut", "Australia/Lord_Howe", "Europe/London", "UTC"]
AFTERNOON = Window(900, 1200)
ANCHOR = date(2026, 11, 25)  # a Wednesday


def cadence(unit: Unit = Unit.DAY, interval: int = 1, **parts: object) -> Cadence:
    base = Cadence(unit=unit, interval=interval, window=AFTERNOON, anchor=ANCHOR, offsets=SERIES[unit])
    return replace(base, **parts)  # type: ignore[arg-type]  # a table of any parts


SERIES: dict[Unit, tuple[int, ...]] = {unit: (1, 3, 7) if unit is Unit.SERIES else () for unit in Unit}


def days(rule: Cadence, count: int = 3, zone: str = NY) -> list[str]:
    found: list[str] = []
    after = rule.anchor - timedelta(days=9)
    for _ in range(count):
        day = next_day(rule, zone, after)
        if day is None:
            break
        found.append(day.isoformat())
        after = day
    return found


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (cadence(), ["2026-11-26", "2026-11-27", "2026-11-28"]),
        (cadence(interval=3), ["2026-11-28", "2026-12-01", "2026-12-04"]),
        (cadence(Unit.WEEK), ["2026-12-02", "2026-12-09", "2026-12-16"]),
        (cadence(Unit.WEEK, 2), ["2026-12-09", "2026-12-23", "2027-01-06"]),
        (cadence(Unit.WEEK, weekdays=(2,)), ["2026-12-02", "2026-12-09", "2026-12-16"]),
        (cadence(Unit.WEEK, weekdays=(3,)), ["2026-11-26", "2026-12-03", "2026-12-10"]),
        (cadence(Unit.WEEK, 2, weekdays=(1,)), ["2026-12-01", "2026-12-15", "2026-12-29"]),
        (cadence(Unit.WEEK, 2, weekdays=(0, 3)), ["2026-11-26", "2026-12-07", "2026-12-10"]),
        (cadence(Unit.MONTH), ["2026-12-25", "2027-01-25", "2027-02-25"]),
        (cadence(Unit.MONTH, anchor=date(2027, 1, 31)), ["2027-02-28", "2027-03-31", "2027-04-30"]),
        (cadence(Unit.MONTH, 2, anchor=date(2027, 12, 30)), ["2028-02-29", "2028-04-30", "2028-06-30"]),
        (cadence(Unit.MONTH, monthday=30), ["2026-11-30", "2026-12-30", "2027-01-30"]),
        (cadence(Unit.MONTH, monthday=25), ["2026-12-25", "2027-01-25", "2027-02-25"]),
        (cadence(Unit.MONTH, 3, monthday=1), ["2026-12-01", "2027-03-01", "2027-06-01"]),
        (
            cadence(Unit.MONTH, monthday=31, anchor=date(2026, 11, 30)),
            ["2026-12-31", "2027-01-31", "2027-02-28"],
        ),
        (cadence(Unit.SERIES), ["2026-11-26", "2026-11-28", "2026-12-02"]),
        (cadence(Unit.SERIES, ends=date(2026, 11, 28)), ["2026-11-26", "2026-11-28"]),
        (cadence(ends=date(2026, 11, 26)), ["2026-11-26"]),
        (cadence(ends=date(2026, 11, 25)), []),
    ],
)
def test_a_cadence_falls_on_these_days(rule: Cadence, expected: list[str]) -> None:
    assert days(rule) == expected


def test_a_series_is_over_after_its_last_day() -> None:
    assert next_day(cadence(Unit.SERIES), NY, date(2026, 12, 2)) is None


def test_a_day_whose_hours_summer_time_swallows_is_no_occurrence() -> None:
    rule = cadence(window=Window(130, 170), anchor=date(2026, 3, 6))

    assert days(rule) == ["2026-03-07", "2026-03-09", "2026-03-10"]


@pytest.mark.parametrize(
    "parts",
    [
        {"interval": 0},
        {"interval": 367},
        {"weekdays": (1,)},
        {"unit": Unit.WEEK, "weekdays": (3, 1)},
        {"unit": Unit.WEEK, "weekdays": (7,)},
        {"unit": Unit.WEEK, "monthday": 3},
        {"unit": Unit.MONTH, "monthday": 32},
        {"unit": Unit.MONTH, "offsets": (1,)},
        {"unit": Unit.SERIES, "offsets": ()},
        {"unit": Unit.SERIES, "offsets": (0, 1)},
        {"unit": Unit.SERIES, "offsets": (3, 3)},
    ],
)
def test_a_cadence_that_contradicts_itself_is_refused(parts: dict[str, object]) -> None:
    with pytest.raises(CadenceError) as caught:
        cadence(**parts)  # type: ignore[arg-type]

    assert caught.value.code == "bad_cadence"


DUE = date(2026, 12, 2)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return at(day, hour * 60 + minute, NY)


def later(days_on: int) -> date:
    return DUE + timedelta(days=days_on)


@pytest.mark.parametrize(
    ("rule", "now", "verdict"),
    [
        (cadence(Unit.WEEK), moment(DUE, 15), Send()),
        (cadence(Unit.WEEK), moment(DUE, 19, 59), Send()),
        (cadence(Unit.WEEK), moment(DUE, 9), Later(moment(DUE, 15))),
        (cadence(Unit.WEEK), moment(later(-3), 16), Later(moment(DUE, 15))),
        (cadence(Unit.WEEK), moment(DUE, 20), Later(moment(later(1), 15))),
        (cadence(Unit.WEEK), moment(later(1), 16), Send()),
        (cadence(Unit.WEEK), moment(later(2), 21), Skip(date(2026, 12, 9))),
        (cadence(Unit.WEEK), moment(later(3), 11), Skip(date(2026, 12, 9))),
        (cadence(Unit.WEEK), moment(later(7), 16), Skip(date(2026, 12, 9))),
        (cadence(Unit.WEEK), moment(later(7), 20), Skip(date(2026, 12, 16))),
        (cadence(Unit.WEEK), moment(later(80), 16), Skip(date(2027, 2, 24))),
        (cadence(Unit.WEEK, weekdays=(2,)), moment(DUE, 16), Send()),
        (cadence(Unit.WEEK, weekdays=(2,)), moment(DUE, 20), Skip(date(2026, 12, 9))),
        (cadence(Unit.WEEK, weekdays=(2,)), moment(later(1), 16), Skip(date(2026, 12, 9))),
        (cadence(Unit.MONTH, monthday=2), moment(later(1), 16), Skip(date(2027, 1, 2))),
        (cadence(Unit.MONTH), at(date(2027, 1, 8), 960, NY), Send()),
        (cadence(Unit.SERIES), moment(later(1), 16), Skip(None)),
        (cadence(), moment(DUE, 20), Skip(date(2026, 12, 3))),
        (cadence(window=Window(0, 60)), moment(DUE, 2), Skip(date(2026, 12, 3))),
        (cadence(interval=3, anchor=later(-3)), moment(DUE, 20), Skip(date(2026, 12, 5))),
        (cadence(interval=3, anchor=later(-3), window=Window(540, 720)), moment(DUE, 20), Later(moment(later(1), 9))),
        (cadence(Unit.WEEK, ends=DUE), moment(DUE, 16), Send()),
        (cadence(Unit.WEEK, ends=DUE), moment(DUE, 20), Skip(None)),
        (cadence(Unit.WEEK, ends=DUE), moment(later(1), 16), Skip(None)),
        (cadence(Unit.WEEK, ends=later(-1)), moment(later(-1), 16), Skip(None)),
    ],
)
def test_a_timer_is_judged_when_it_is_looked_at(rule: Cadence, now: datetime, verdict: object) -> None:
    due = date(2026, 12, 25) if rule.unit is Unit.MONTH and not rule.named else DUE

    assert judge(rule, due, now, NY) == verdict


@pytest.mark.parametrize(
    ("rule", "sent_on", "anchor"),
    [
        (cadence(Unit.WEEK), later(1), later(1)),
        (cadence(Unit.WEEK), DUE, ANCHOR),
        (cadence(Unit.WEEK), ANCHOR, ANCHOR),
        (cadence(Unit.WEEK, weekdays=(2,)), later(1), ANCHOR),
        (cadence(Unit.SERIES), later(1), ANCHOR),
    ],
)
def test_only_an_every_n_sent_late_counts_from_the_day_it_was_sent(rule: Cadence, sent_on: date, anchor: date) -> None:
    assert reanchored(rule, sent_on) == anchored(rule, anchor)


def ladder(rule: Cadence) -> list[str]:
    return [rule.unit.value, str(rule.interval), *map(str, rule.weekdays)]


@pytest.mark.parametrize(
    ("rule", "rarer"),
    [
        (cadence(), ["day", "3"]),
        (cadence(interval=2), ["day", "3"]),
        (cadence(interval=3), ["week", "1"]),
        (cadence(interval=7), ["week", "2"]),
        (cadence(interval=14), ["month", "1"]),
        (cadence(interval=30), None),
        (cadence(Unit.WEEK), ["week", "2"]),
        (cadence(Unit.WEEK, weekdays=(1, 3)), ["week", "1", "1"]),
        (cadence(Unit.WEEK, weekdays=(1,)), ["week", "2", "1"]),
        (cadence(Unit.WEEK, 2, weekdays=(1, 3)), ["week", "2", "1"]),
        (cadence(Unit.WEEK, 2), ["month", "1"]),
        (cadence(Unit.WEEK, 4), None),
        (cadence(Unit.MONTH), None),
        (cadence(Unit.MONTH, 2, monthday=3), None),
        (cadence(Unit.SERIES), ["month", "1"]),
    ],
)
def test_less_is_one_notch_rarer(rule: Cadence, rarer: list[str] | None) -> None:
    found = less(rule)

    assert (found and ladder(found)) == rarer


@pytest.mark.parametrize(
    ("rule", "oftener"),
    [
        (cadence(Unit.SERIES), ["week", "1"]),
        (cadence(Unit.MONTH, 3), ["month", "1"]),
        (cadence(Unit.MONTH, monthday=3), ["week", "2"]),
        (cadence(Unit.WEEK, 5), ["week", "2"]),
        (cadence(Unit.WEEK, 2, weekdays=(1,)), ["week", "1", "1"]),
        (cadence(Unit.WEEK), ["day", "3"]),
        (cadence(Unit.WEEK, weekdays=(1, 3)), ["day", "3"]),
        (cadence(Unit.WEEK, weekdays=(0, 2, 4)), ["day", "1"]),
        (cadence(interval=60), ["month", "1"]),
        (cadence(interval=20), ["week", "2"]),
        (cadence(interval=10), ["week", "1"]),
        (cadence(interval=5), ["day", "3"]),
        (cadence(interval=3), ["day", "1"]),
        (cadence(), ["day", "1"]),
    ],
)
def test_more_is_one_notch_more_often_and_never_beyond_daily(rule: Cadence, oftener: list[str]) -> None:
    assert ladder(more(rule)) == oftener


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start = draw(st.integers(0, 1439))
    return Window(start, draw(st.integers(start + 1, 1440)))


numbers = st.integers(0, 6)
anchors = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@st.composite
def cadences(draw: st.DrawFn) -> Cadence:
    unit = draw(st.sampled_from(Unit))
    weekdays = draw(st.sets(numbers)) if unit is Unit.WEEK else set()
    offsets = draw(st.sets(st.integers(1, 400), min_size=1, max_size=6)) if unit is Unit.SERIES else set()
    monthday = draw(st.none() | st.integers(1, 31)) if unit is Unit.MONTH else None
    anchor = draw(anchors)
    length = draw(st.none() | st.integers(0, 400))
    return Cadence(
        unit=unit,
        interval=draw(st.integers(1, 9)),
        weekdays=tuple(sorted(weekdays)),
        offsets=tuple(sorted(offsets)),
        monthday=monthday,
        window=draw(windows()),
        anchor=anchor,
        ends=None if length is None else anchor + timedelta(days=length),
        means=draw(st.sampled_from(Means)),
        quiet=draw(st.booleans()),
    )


def clipped(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def is_occurrence(rule: Cadence, day: date) -> bool:
    """The rule said again, day by day, without any calendar library."""
    gap = (day - rule.anchor).days
    if gap < 1 or (rule.ends is not None and day > rule.ends):
        return False
    match rule.unit:
        case Unit.SERIES:
            return gap in rule.offsets
        case Unit.DAY:
            return gap % rule.interval == 0
        case Unit.WEEK if rule.weekdays:
            first = next(n for n in range(1, 8) if (rule.anchor.weekday() + n) % 7 in rule.weekdays)
            base = rule.anchor + timedelta(days=first)
            weeks = (day - base + timedelta(days=base.weekday())).days // 7
            return day.weekday() in rule.weekdays and weeks % rule.interval == 0
        case Unit.WEEK:
            return gap % (7 * rule.interval) == 0
        case Unit.MONTH:
            wanted = rule.monthday or rule.anchor.day
            months = (day.year - rule.anchor.year) * 12 + day.month - rule.anchor.month
            this_month = clipped(rule.anchor.year, rule.anchor.month, wanted) > rule.anchor
            offset = 0 if rule.monthday is None or this_month else 1
            return day == clipped(day.year, day.month, wanted) and (months - offset) % rule.interval == 0


@given(cadences(), st.integers(-20, 300))
def test_the_next_day_is_the_first_that_a_plain_walk_finds(rule: Cadence, start: int) -> None:
    rule = replace(rule, window=AFTERNOON)
    after = rule.anchor + timedelta(days=start)
    walk = (after + timedelta(days=n) for n in range(1, 420))

    assert next_day(rule, NY, after) == next((day for day in walk if is_occurrence(rule, day)), None)


CLOCK_CHANGES = [date(2026, 3, 8), date(2026, 3, 29), date(2026, 4, 5), date(2026, 9, 6), date(2026, 11, 1)]


@given(windows(), st.sampled_from(ZONES), st.sampled_from(CLOCK_CHANGES), st.integers(-2, 2), st.text(max_size=5))
def test_the_due_moment_is_inside_the_hours_of_its_own_day(
    window: Window, zone: str, change: date, off: int, seed: str
) -> None:
    rule, day = cadence(window=window), change + timedelta(days=off)
    assume(opening(window, day, zone) is not None)

    moment = due_at(rule, day, zone, seed)

    assert local(moment, zone).date() == day
    assert is_open(window, zone, moment)
    assert moment == due_at(rule, day, zone, seed)
    assert timedelta() <= moment - at(day, window.start, zone) <= timedelta(minutes=90)


def test_people_are_spread_over_the_first_half_of_a_short_window() -> None:
    rule = cadence(window=Window(900, 960))
    moments = {due_at(rule, ANCHOR, NY, f"person {n}") for n in range(200)}

    assert len(moments) > 150
    assert max(moments) < at(ANCHOR, 930, NY)


def test_a_due_moment_asked_for_a_swallowed_day_is_the_next_opening() -> None:
    rule = cadence(window=Window(130, 131))

    assert due_at(rule, date(2026, 3, 8), NY, "").date() == date(2026, 3, 9)


@given(cadences(), st.sampled_from(ZONES), st.integers(-3, 60 * 1440))
def test_nothing_is_sent_outside_the_hours_or_before_the_day(rule: Cadence, zone: str, late: int) -> None:
    day = next_day(rule, zone, rule.anchor)
    assume(day is not None)
    assert day is not None
    now = at(day, rule.window.start, zone) + timedelta(minutes=late)

    verdict = judge(rule, day, now, zone)

    match verdict:
        case Send():
            assert is_open(rule.window, zone, now)
            assert local(now, zone).date() >= day
            assert rule.ends is None or local(now, zone).date() <= rule.ends
            if rule.named or rule.unit is Unit.SERIES:
                assert local(now, zone).date() == day
        case Later(moment):
            assert moment > now
            assert is_open(rule.window, zone, moment)
            assert judge(rule, day, moment, zone) == Send()
        case Skip(following):
            assert following is None or (following > day and following >= local(now, zone).date())


@given(cadences(), st.lists(st.integers(1, 20 * 1440), min_size=3, max_size=30))
def test_texts_never_come_more_often_than_chosen_whatever_the_downtime(rule: Cadence, pauses: list[int]) -> None:
    """A worker that comes and goes: each time it is up, the timer is looked at once it is due."""
    rule = replace(rule, ends=None, window=AFTERNOON)
    chosen, sent, day, now = rule, [], next_day(rule, NY, rule.anchor), at(rule.anchor, 960, NY)
    for pause in pauses:
        if day is None:
            break
        now = max(now + timedelta(minutes=pause), at(day, 900, NY))
        verdict = judge(rule, day, now, NY)
        if isinstance(verdict, Later):
            now = verdict.at
            verdict = judge(rule, day, now, NY)
        if isinstance(verdict, Skip):
            day = verdict.next_day
            continue
        sent.append(local(now, NY).date())
        rule = reanchored(rule, sent[-1])
        day = next_day(rule, NY, sent[-1])

    assert all(gap_is_whole(chosen, one, two) for one, two in zip([chosen.anchor, *sent], sent, strict=False))


def gap_is_whole(rule: Cadence, one: date, two: date) -> bool:
    if rule.named or rule.unit is Unit.SERIES:
        return two > one and is_occurrence(rule, two)
    if rule.unit is Unit.MONTH:
        months = (two.year - one.year) * 12 + two.month - one.month
        return months >= rule.interval and (two.day >= one.day or two == clipped(two.year, two.month, 31))
    return (two - one).days >= rule.interval * (7 if rule.unit is Unit.WEEK else 1)


def per_year(rule: Cadence) -> float:
    match rule.unit:
        case Unit.DAY:
            return 365 / rule.interval
        case Unit.WEEK:
            return 365 / 7 / rule.interval * (len(rule.weekdays) or 1)
        case _:
            return 12 / rule.interval


@given(cadences())
def test_less_is_rarer_and_more_is_not(rule: Cadence) -> None:
    assume(rule.unit is not Unit.SERIES)
    rarer = less(rule)

    assert rarer is None or per_year(rarer) < per_year(rule)
    assert per_year(rule) <= per_year(more(rule)) <= 365
    assert more(rule) == rule or per_year(more(rule)) > per_year(rule) or per_year(rule) == 365


@given(cadences())
def test_less_always_ends_in_only_when_i_text(rule: Cadence) -> None:
    current: Cadence | None = rule
    for _ in range(8):
        current = less(current) if current is not None else None

    assert current is None


@given(cadences())
def test_a_cadence_comes_back_from_json_as_it_was(rule: Cadence) -> None:
    assert from_json(json.loads(json.dumps(to_json(rule)))) == rule


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "fortnight"},
        {"window": [1]},
        {"window": None},
        {"anchor": "soon"},
        {"interval": 0},
        {"interval": "2"},
        {"ends": 5},
    ],
)
def test_what_is_not_a_stored_cadence_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(CadenceError):
        from_json(to_json(cadence()) | change)


def test_a_stored_cadence_with_a_part_missing_is_refused() -> None:
    with pytest.raises(CadenceError):
        from_json({"unit": "day"})


def test_only_named_days_count_as_named() -> None:
    assert not cadence(Unit.WEEK).named
    assert cadence(Unit.WEEK, weekdays=(0,)).named
    assert cadence(Unit.MONTH, monthday=1).named
    assert datetime(2026, 12, 2, 20, tzinfo=UTC) == moment(DUE, 15)
