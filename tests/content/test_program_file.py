"""program.yaml: resolved values, and every mistake explained."""

from datetime import timedelta

import pytest

from smsbot.content.problems import Problem
from smsbot.content.program_file import ProgramFile, read_program
from smsbot.content.yaml_files import Document, read_yaml
from smsbot.core.cadence import Means, Unit
from smsbot.core.flow import Level
from smsbot.core.hours import Window
from smsbot.core.program import Ladder, NamedCadence, Shift


def read(text: str) -> tuple[ProgramFile, list[str]]:
    problems: list[Problem] = []
    program = read_program(read_yaml("flows/program.yaml", text), problems)
    return program, [str(problem).removeprefix("flows/program.yaml:") for problem in problems]


def test_a_good_file_is_resolved(program_text: str) -> None:
    program, problems = read(program_text)
    settings = program.settings

    assert problems == []
    assert settings.names["warmline"] == "855-733-7762"
    assert (settings.zone, settings.region, settings.alert_name, settings.check_in) == (
        "America/New_York",
        "US",
        "PORT",
        "check_in",
    )
    assert (settings.window, settings.default_window) == (Window(540, 1200), Window(780, 1020))
    assert settings.shifts == (Shift((0, 1), Window(540, 1020), ("sam", "dee")),)
    assert (settings.on_call, settings.backup) == (("sam",), ("pat",))
    assert settings.ladders[Level.RED] == Ladder((timedelta(minutes=3), timedelta(minutes=6)), timedelta(minutes=10))
    assert settings.ladders[Level.ROUTINE].truth_after is None
    assert (settings.forward_calls_to, settings.body_days) == ("+13365550100", 60)
    assert program.carrier_stop == ("stop", "cancel")
    assert program.check_in_line == 7


def test_cadences_are_rules_without_a_first_day(program_text: str) -> None:
    assert read(program_text)[0].settings.cadences == {
        "weekly": NamedCadence("weekly", Unit.WEEK, lasts=timedelta(days=90)),
        "mornings": NamedCadence("mornings", Unit.WEEK, 2, weekdays=(0, 3), window=Window(540, 720), means=Means.CALL),
        "first_month": NamedCadence("first_month", Unit.SERIES, offsets=(1, 3, 7)),
    }


def test_what_may_be_left_out_has_gentle_defaults() -> None:
    text = """\
names: {}
zone: UTC
hours: {unprompted: "09:00-20:00", default: "13:00-17:00"}
cadences: {}
ladder: {red: {repeat: [3 minutes]}, amber: {repeat: [1 hour]}, routine: {repeat: [1 day]}}
on_call: [sam]
backup: []
carrier: {stop: []}
"""
    program, problems = read(text)

    assert problems == []
    assert (program.settings.alert_name, program.settings.check_in, program.settings.region) == (
        "PORT",
        "check_in",
        "US",
    )
    assert (program.settings.forward_calls_to, program.settings.body_days) == (None, 90)
    assert program.settings.backup == ()
    assert program.carrier_stop == ()
    assert "stop" in read(text.replace("carrier: {stop: []}\n", ""))[0].carrier_stop


BROKEN = [
    (
        "names: {",
        "names: {Team: x, ",
        ["1: 'Team' is not a name; use small letters, digits and _, beginning with a letter"],
    ),
    ("names: {", "names: {plan: x, ", ["1: the name 'plan' is taken; choose another; texts use it for something else"]),
    ("names: {", "names: {self: x, ", ["1: the name 'self' is taken; choose another; texts use it for something else"]),
    ("names: {", "names: {line: 211, ", ["1: 'line' must be words, not a number; put quotes around it: \"211\""]),
    ("names: {", f"names: {{line: {'a' * 161}, ", ["1: 'line' has 161 characters; use at most 160"]),
    ("{warmline: 2026", "{warmlin: 2026", ["2: 'warmlin' is none of the names; did you mean 'warmline'?"]),
    ("2026-11-01", "1 November", ["2: '1 November' is not a date; write it like 2026-11-01"]),
    ("2026-11-01", "", ["2: 'warmline' is empty; write words"]),
    (
        "America/New_York",
        "Eastern",
        ["3: unknown time zone 'Eastern'; write it like America/New_York; capitals matter"],
    ),
    ("every: week,", "every: '',", ["9: 'every' is empty; write words"]),
    ('"13:00-17:00"', "''", ["5: 'default' is empty; write words"]),
    ("60 days", "''", ["21: 'bodies' is empty; write words"]),
    ("region: US", "region: USA", ["4: 'USA' is not a country code; write two capitals, like US"]),
    ("13:00-17:00", "08:00-17:00", ["5: 'default' is not all inside 'unprompted'; narrow it"]),
    (
        "13:00-17:00",
        "17:00-13:00",
        ["5: '17:00-13:00' is not a stretch of one day; write it like \"09:00-17:00\", the earlier time first"],
    ),
    (
        "13:00-17:00",
        "1-5 pm",
        ["5: '1-5 pm' is not a stretch of one day; write it like \"09:00-17:00\", the earlier time first"],
    ),
    (', default: "13:00-17:00"', "", ["5: 'default' is missing; add default: ..."]),
    ("alert_name: PORT", "alert_name: 7", ["6: 'alert_name' must be words, not a number; put quotes around it: \"7\""]),
    ("alert_name", "alert_nam", ["6: unknown key 'alert_nam'; did you mean 'alert_name'?"]),
    (
        "every: week,",
        "every: fortnight,",
        ["9: 'fortnight' is not a rhythm; write it like day, week, month, 2 weeks or 3 days"],
    ),
    (
        "every: week,",
        "every: 999 days,",
        ["9: '999 days' is not a rhythm; write it like day, week, month, 2 weeks or 3 days"],
    ),
    ("every: week,", "", ["9: cadence 'weekly' needs one rhythm; write either every: ... or offsets: [...]"]),
    ("every: week,", "every: day, days: [mon],", ["9: 'days' belongs beside every: week; remove it"]),
    ("weekly:", "none:", ["9: a cadence cannot be called 'none'; flows write that for 'only when I text'"]),
    ("[thu, mon]", "[thu, Monday]", ["10: 'Monday' is not a weekday; did you mean 'mon'?"]),
    ("[thu, mon]", "[thu, '']", ["10: 'days' is empty; write words"]),
    ("[thu, mon]", "[xyz]", ["10: 'xyz' is not a weekday; one of: mon, tue, wed, thu, fri, sat, sun"]),
    ("09:00-12:00", "07:00-12:00", ["10: these hours are not all inside hours: unprompted; narrow them"]),
    ("by: call", "by: cal", ["10: unknown means 'cal'; did you mean 'call'?"]),
    ("[1, 3, 7]", "[3, 1]", ["11: 'offsets' do not increase; write each day once, the earliest first"]),
    ("[1, 3, 7]", "[0]", ["11: 'offsets' is 0; write a number from 1 to 3660"]),
    ("workers: [sam, dee]", "wokers: [sam]", ["13: unknown key 'wokers'; did you mean 'workers'?"]),
    (", workers: [sam, dee]", "", ["13: 'workers' is missing; add workers: ..."]),
    (
        "on_call: [sam]",
        "on_call: [Sam]",
        ["14: 'Sam' is not a name; use small letters, digits and _, beginning with a letter"],
    ),
    ("[3 minutes, 6", "[9 minutes, 6", ["17: 'repeat' does not increase; each is counted from the ticket's opening"]),
    ("repeat: [30 minutes, 1 hour]", "", ["18: 'repeat' is missing; add repeat: ..."]),
    ("  routine: {repeat: [4 hours, 1 day]}\n", "", ["16: 'routine' is missing; add routine: ..."]),
    (
        '"+13365550100"',
        "336 555 0100",
        ["20: 'forward_to' is not a number with its country code; write it like \"+1...\""],
    ),
    ('forward_to: "+13365550100"', "", ["20: 'forward_to' is missing; add forward_to: ..."]),
    ("60 days", "2 hours", ["21: bodies are kept less than a day; keep them at least 1 day"]),
    ("bodies: 60 days", "", ["21: 'bodies' is missing; add bodies: ..."]),
    ("[stop, cancel]", "[stop all]", ["22: 'stop all' is not a single word; the carrier answers only single words"]),
    ("stop: [stop, cancel]", "", ["22: 'stop' is missing; add stop: ..."]),
]


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN)
def test_a_mistake_is_explained(program_text: str, old: str, new: str, expected: list[str]) -> None:
    assert program_text.count(old) >= 1

    assert read(program_text.replace(old, new, 1))[1] == expected


def test_all_that_is_missing_is_named_together() -> None:
    assert read("region: US")[1] == [
        "1: 'names' is missing; add names: ...",
        "1: 'zone' is missing; add zone: ...",
        "1: 'hours' is missing; add hours: ...",
        "1: 'cadences' is missing; add cadences: ...",
        "1: 'ladder' is missing; add ladder: ...",
        "1: nobody is on the rota; add rota, on_call or backup, so that alerts reach somebody",
    ]


def test_an_unreadable_file_says_only_that() -> None:
    assert len(read("a: [")[1]) == 1
    problems: list[Problem] = []
    read_program(Document("flows/program.yaml", None), problems)
    assert problems == []
