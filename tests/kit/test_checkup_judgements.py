"""What the doctor makes of single facts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from smsbot.content.checked import checked_days
from smsbot.content.frame import read_frame
from smsbot.core.checkup import carrier, programme, webhooks
from smsbot.core.checkup.facts import NumberFacts, Webhook
from smsbot.core.checkup.finding import Finding, Status, is_well, ok, skipped
from smsbot.core.checkup.waiting import Waiting, judge_waiting
from smsbot.core.hours import Window
from smsbot.core.program import Settings, Shift
from smsbot.core.worker_words import DRILL, WORKER_TEXTS, worker_text
from smsbot.providers.twilio.account import _moment
from smsbot.usecases import checkup

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
TODAY = date(2026, 11, 2)
URL = "https://sms.example.test"
SMS = f"{URL}/twilio/sms"


def _statuses(findings: list[Finding]) -> list[str]:
    return [one.status.value for one in findings]


# The carrier.


@pytest.mark.parametrize(
    ("apart", "status"),
    [(0, Status.OK), (5, Status.OK), (6, Status.WARNING), (60, Status.WARNING), (61, Status.PROBLEM)],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_clock_is_judged_by_how_far_it_is_from_the_carriers(apart: int, sign: int, status: Status) -> None:
    assert carrier.judge_clock(NOON, NOON + timedelta(seconds=apart * sign)).status is status


def test_a_date_of_the_carrier_is_read_or_is_none() -> None:
    assert _moment("Mon, 02 Nov 2026 12:00:00 GMT") == NOON
    assert _moment(None) is None
    assert _moment("yesterday") is None


def test_a_carrier_that_does_not_say_the_time_is_a_warning() -> None:
    assert carrier.judge_clock(None, NOON).status is Status.WARNING


def test_a_short_code_is_for_a_person_to_look_at() -> None:
    findings = carrier.judge_number("78787", None, None, URL)

    assert _statuses(findings) == ["by hand"]
    assert _statuses(carrier.not_seen(["78787"], None, "no")) == ["not looked at"]


def test_a_number_that_takes_no_calls_is_asked_nothing_about_calls() -> None:
    hook = Webhook(f"{SMS}#rc=2&rp=all", "POST", "https://elsewhere.example.test")
    facts = NumberFacts("+13365550199", texts=True, calls=False, sms=hook, voice=Webhook())

    assert _statuses(carrier.judge_number("+13365550199", facts, None, URL)) == ["ok", "ok"]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        (f"{SMS}#rc=3&rp=ct,rt,5xx&ct=2000", Status.OK),
        (f"{SMS}#rp=rt,5xx", Status.OK),  # once is the default
        ("HTTPS://SMS.Example.test/twilio/sms#rp=all", Status.OK),
        (f"{SMS}#rc=0&rp=all", Status.PROBLEM),
        (f"{SMS}#rc=x&rp=all", Status.PROBLEM),
        (f"{SMS}#rc=3", Status.PROBLEM),
        (f"{SMS}#rc=3&rp=ct,5xx", Status.PROBLEM),
        (f"{SMS}/#rp=all", Status.PROBLEM),
        (f"{SMS}?a=1#rp=all", Status.PROBLEM),
        ("http://sms.example.test/twilio/sms#rp=all", Status.PROBLEM),
        ("https://[/twilio/sms#rp=all", Status.PROBLEM),
        ("", Status.PROBLEM),
    ],
)
def test_an_address_for_texts_is_ours_to_the_letter_and_asks_for_retries(url: str, status: Status) -> None:
    hook = Webhook(url, "POST", "https://elsewhere.example.test")

    assert webhooks.judge_texts("texts", "there", hook, SMS)[0].status is status


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("https://sms.example.org", Status.OK),
        ("https://0x.example.org", Status.OK),
        ("https://localhost:8000", Status.PROBLEM),
        ("https://127.0.0.1", Status.PROBLEM),
        ("https://192.168.1.4", Status.PROBLEM),
        ("https://[::1]", Status.PROBLEM),
        ("http://sms.example.org", Status.PROBLEM),
    ],
)
def test_a_public_address_is_public_and_secret_on_the_way(url: str, status: Status) -> None:
    assert carrier.judge_public_url(url).status is status


# The programme.


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (TODAY, Status.OK),
        (TODAY - timedelta(days=90), Status.OK),
        (TODAY - timedelta(days=91), Status.PROBLEM),
        (TODAY + timedelta(days=1), Status.PROBLEM),
        (None, Status.PROBLEM),
    ],
)
def test_a_number_is_believed_for_ninety_days_after_a_call(day: date | None, status: Status) -> None:
    checked = {"warmline": day} if day is not None else {}
    names = {"sender": "Caring Connect", "hours": "M-F 9-5", "warmline": "855-733-7762"}

    assert programme.judge_checked(names, checked, TODAY)[0].status is status


def test_a_file_without_dates_has_none(tmp_path: Path) -> None:
    assert checked_days(tmp_path) == {}
    (tmp_path / "program.yaml").write_text("names: {}\n")
    assert checked_days(tmp_path) == {}
    (tmp_path / "program.yaml").write_text("checked: {warmline: 2026-11-01}\n")
    assert checked_days(tmp_path) == {"warmline": date(2026, 11, 1)}


WEEK = tuple(range(7))
DAYTIME = Shift(WEEK, Window(540, 1020), ("sam",))


@pytest.mark.parametrize(
    ("shifts", "covered"),
    [
        ((), False),
        ((DAYTIME,), False),
        ((Shift(WEEK, Window(0, 1440), ("sam",)),), True),
        ((Shift(WEEK, Window(0, 720), ("sam",)), Shift(WEEK, Window(700, 1440), ("dee",))), True),
        ((Shift(WEEK, Window(0, 720), ("sam",)), Shift(WEEK, Window(721, 1440), ("dee",))), False),
        ((Shift(WEEK[:6], Window(0, 1440), ("sam",)),), False),
    ],
)
def test_a_week_is_covered_when_every_minute_is(shifts: tuple[Shift, ...], covered: bool) -> None:
    assert programme.covers_the_week(shifts) is covered


def test_somebody_with_a_number_whom_the_rota_does_not_name_is_a_warning(shipped_rules: Settings) -> None:
    findings = programme.judge_rota(shipped_rules, ["sam", "dee", "pat"])

    assert [(one.name, one.status) for one in findings] == [("worker pat", Status.WARNING)]


def test_a_rota_around_the_clock_needs_nobody_on_call(shipped_rules: Settings) -> None:
    always = (Shift(WEEK, Window(0, 1440), ("sam",)),)
    rules = replace(shipped_rules, shifts=always, on_call=(), backup=())

    assert is_well(programme.judge_rota(rules, ["sam"]))


@pytest.fixture
def shipped_rules() -> Settings:
    return read_frame(Path(__file__).parents[2] / "flows").settings


# What waits, and the machine.


@pytest.mark.parametrize(
    ("waiting", "statuses"),
    [
        (Waiting(), ["ok"]),
        (Waiting(red_untaken=1, red_taken=2), ["problem", "warning"]),
        (Waiting(flagged=1, unknown=3), ["problem", "warning"]),
        (Waiting(urgent_not_sent=1), ["problem"]),
        (Waiting(held_since="2026-11-02"), ["warning"]),
    ],
)
def test_what_waits_for_a_human_is_said(waiting: Waiting, statuses: list[str]) -> None:
    assert _statuses(judge_waiting(waiting)) == statuses


def test_only_problems_make_a_check_up_fail() -> None:
    assert is_well([ok("a", "fine"), skipped("b", "later")])


@pytest.mark.parametrize(
    ("version", "status"),
    [("3.40.1", Status.WARNING), ("3.51.2", Status.WARNING), ("3.51.3", Status.OK), ("3.52.0", Status.OK)],
)
def test_an_old_build_of_sqlite_is_worth_knowing(version: str, status: Status) -> None:
    assert checkup._build(version).status is status


@pytest.mark.parametrize(
    ("free", "status"), [(5_000_000_000, Status.OK), (500_000_000, Status.WARNING), (1_000, Status.PROBLEM)]
)
def test_room_on_the_disk_is_watched(free: int, status: Status) -> None:
    assert checkup._space(free).status is status


def test_a_heart_that_stopped_lately_is_said_in_seconds() -> None:
    assert "20 s" in checkup._heart(NOON - timedelta(seconds=20), NOON).found


# What a drill says.


@pytest.mark.parametrize("text", WORKER_TEXTS)
def test_only_a_drill_is_worded_as_one(text: str) -> None:
    assert worker_text(text, "crisis") == worker_text(text, None) == WORKER_TEXTS[text]


@pytest.mark.parametrize("text", ["alert", "again", "repeat", "taken", "taken_by_other", "already"])
def test_every_text_of_a_drill_says_drill_in_one_segment(text: str) -> None:
    worded = worker_text(text, DRILL).format(name="PORT", code="A7K2", time="10:42p", who="sam")

    assert "drill" in worded.casefold()
    assert len(worded) <= 160
    assert worded.isascii()
