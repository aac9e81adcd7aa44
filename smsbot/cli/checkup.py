"""Everything that `smsbot doctor` looks at, in the order in which it is best mended."""

from collections.abc import Sequence
from datetime import datetime

from smsbot.cli.parts import settings_from_env
from smsbot.content.catalog import Catalog
from smsbot.content.checked import checked_days
from smsbot.content.frame import Frame, read_frame
from smsbot.content.problems import ContentError
from smsbot.core.checkup import carrier, programme
from smsbot.core.checkup.finding import Finding, Status, ok, problem, skipped, warning
from smsbot.core.checkup.waiting import judge_waiting
from smsbot.core.hours import local, zone_or_none
from smsbot.core.program import Program
from smsbot.core.program import Settings as Rules
from smsbot.providers.twilio.account import AccountReader, CannotRead
from smsbot.settings import BadSettings, Settings, Twilio
from smsbot.usecases.checkup import look_at_database, look_at_rows
from smsbot.wiring import RealClock, clock_for, open_database

_SIMULATED = "simulated: there is no Twilio, and nothing leaves this machine"
_TWILIO = ("Twilio account", "clock", "numbers", "words that Twilio answers", "PUBLIC_URL", "watchers")


def look_at_everything() -> list[Finding]:
    """Every check. Never raises for what it finds; changes nothing but the moment of its trial write."""
    try:
        settings = settings_from_env()
    except BadSettings as error:
        do = "correct it where the environment of smsbot is set; README.md, Settings"
        found = [problem("settings", line.strip(), do) for line in str(error).splitlines()[1:]]
        return [*found, skipped("everything else", "it needs the settings")]
    files, usable = _files(settings)
    rows, handles, now = _database(settings)
    findings = [ok("settings", "complete"), *rows, *files]
    if usable is not None:
        findings += _programme(settings, usable.settings, handles, now)
    stop = sorted(usable.lexicon.carrier.stop) if usable is not None else []
    return [*findings, *_zone_data(), *_twilio(settings, now, stop)]


def _database(settings: Settings) -> tuple[list[Finding], tuple[str, ...] | None, datetime]:
    """What was found, who has a number (None: it cannot be known), and what time it is in there."""
    db, now = open_database(settings), RealClock().now()
    try:
        findings = look_at_database(db, now, "demo" if settings.simulated else "live")
        if findings[0].status is Status.PROBLEM:
            why = "it is in the database"
            return [*findings, skipped("worker", why), skipped("what waits for a human", why)], None, now
        now = clock_for(settings, db).now()
        looked = look_at_rows(db, now)
        return [*findings, looked.worker, *judge_waiting(looked.waiting)], looked.handles, now
    finally:
        db.close()


def _files(settings: Settings) -> tuple[list[Finding], Program | Frame | None]:
    """What is wrong with the staff's files, and as much of them as can be used."""
    try:
        program = Catalog(settings.flows_dir, settings.templates_dir, lambda _kept: None).check()
    except ContentError as error:
        do = "mend it, then smsbot flows check; until then the last good files stay in use"
        return [problem("flows", str(one), do) for one in error.problems], _frame_alone(settings)
    return [ok("flows", _count(program))], program


def _count(program: Program) -> str:
    return f"{len(program.flows)} flows and {len(program.texts)} shared texts, no problems"


def _frame_alone(settings: Settings) -> Frame | None:
    """program.yaml may be good where a flow is not."""
    try:
        return read_frame(settings.flows_dir)
    except ContentError:
        return None


def _programme(settings: Settings, rules: Rules, handles: Sequence[str] | None, now: datetime) -> list[Finding]:
    checked = checked_days(settings.flows_dir)
    findings = programme.judge_checked(rules.names, checked, local(now, rules.zone).date())
    if handles is None:
        return [*findings, skipped("rota", "who has a number is in the database")]
    return [*findings, *programme.judge_rota(rules, handles)]


def _zone_data() -> list[Finding]:
    if zone_or_none("America/New_York") is not None:
        return []
    do = "make install puts the package tzdata in place"
    return [problem("time zones", "this machine has no time zone data: every hour would be wrong", do)]


def _twilio(settings: Settings, now: datetime, stop: Sequence[str]) -> list[Finding]:
    if settings.simulated:
        return [ok(name, _SIMULATED) for name in _TWILIO]
    return [
        *_account(settings, now),
        carrier.opt_out_by_hand(settings.twilio.service_sid, stop),
        carrier.judge_public_url(settings.public_url),
        *_watchers(settings),
    ]


def _account(settings: Settings, now: datetime) -> list[Finding]:
    twilio = settings.twilio
    reader = AccountReader(twilio.account_sid, twilio.auth_tokens[0], twilio.api_url)
    numbers = list(dict.fromkeys(filter(None, (twilio.from_number, *twilio.numbers, twilio.worker_number))))
    try:
        facts = reader.account()
    except CannotRead as error:
        do = "compare TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN with the Twilio console, Account, API keys & tokens"
        if error.status is None:
            do = "is this machine on the internet? status.twilio.com says how Twilio is"
        why = "Twilio did not let us look"
        return [problem("Twilio account", str(error), do), *carrier.not_seen(numbers, twilio.service_sid, why)]
    return [
        carrier.judge_account(facts),
        carrier.judge_clock(facts.clock, now),
        *_numbers(reader, twilio, numbers, settings.public_url),
    ]


def _numbers(reader: AccountReader, twilio: Twilio, numbers: Sequence[str], public_url: str) -> list[Finding]:
    findings: list[Finding] = []
    service = None
    try:
        if twilio.service_sid is not None:
            service = reader.service(twilio.service_sid)
            findings += carrier.judge_service(twilio.service_sid, service, twilio.numbers, public_url)
        for number in numbers:
            findings += carrier.judge_number(number, reader.number(number), service, public_url)
    except CannotRead as error:
        findings.append(problem("Twilio", f"{error}; the other numbers were not looked at", "run smsbot doctor again"))
    return findings


def _watchers(settings: Settings) -> list[Finding]:
    findings = []
    if settings.heartbeat_url is None:
        do = "set HEARTBEAT_URL to a monitor that calls a person when it hears nothing for five minutes"
        findings.append(warning("HEARTBEAT_URL", "unset: nobody learns that this machine is down", do))
    if settings.alarm_url is None:
        do = "set ALARM_URL to something that wakes a person, by another way than this Twilio account"
        findings.append(warning("ALARM_URL", "unset: nobody is woken when a RED is not taken", do))
    return findings or [ok("watchers", "HEARTBEAT_URL and ALARM_URL are set")]
