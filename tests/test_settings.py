"""Settings: read once, every problem in one error, and no secret in any message."""

import base64
from pathlib import Path

import pytest

from smsbot.core.pace import NO_LIMIT, Rates
from smsbot.settings import BadSettings, Settings, read_settings

KEY, OTHER = (base64.urlsafe_b64encode(letter * 32).decode() for letter in (b"a", b"b"))


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A live environment with nothing wrong in it."""
    for name in ("flows", "templates"):
        (tmp_path / name).mkdir()
    return {
        "DATABASE_URL": "postgres://user:hunter2@db.example/smsbot",
        "PUBLIC_URL": "https://sms.example.org/",
        "DATA_KEYS": f"{KEY}, {OTHER}",
        "LOOKUP_KEYS": OTHER,
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "first, second",
        "TWILIO_FROM_NUMBER": "(336) 555-0100",
        "FLOWS_DIR": str(tmp_path / "flows"),
        "TEMPLATES_DIR": str(tmp_path / "templates"),
    }


def problems(env: dict[str, str], *, web_or_worker: bool = False) -> list[str]:
    with pytest.raises(BadSettings) as caught:
        read_settings(env, web_or_worker=web_or_worker)
    first, *lines = str(caught.value).splitlines()
    assert first == "these settings need a look:"
    return [line.strip() for line in lines]


def test_a_good_environment_is_read(env: dict[str, str], tmp_path: Path) -> None:
    settings = read_settings(env | {"TWILIO_WORKER_NUMBER": "+13365550101", "PORT": " 8080 "})
    assert settings.public_url == "https://sms.example.org"
    assert settings.data_keys == (b"a" * 32, b"b" * 32)
    assert (settings.port, settings.simulated, settings.flows_dir) == (8080, False, tmp_path / "flows")
    assert settings.twilio.auth_tokens == ("first", "second")
    assert settings.twilio.from_number == "+13365550100"
    assert settings.twilio.numbers == ("+13365550100",)
    assert settings.twilio.worker_number == "+13365550101"
    assert settings.twilio.api_url is None


def test_a_messaging_service_brings_its_numbers(env: dict[str, str]) -> None:
    del env["TWILIO_FROM_NUMBER"]
    service = {"TWILIO_MESSAGING_SERVICE_SID": "MG1", "TWILIO_NUMBERS": "+13365550100, ,+13365550101"}
    twilio = read_settings(env | service).twilio
    assert (twilio.from_number, twilio.service_sid) == (None, "MG1")
    assert twilio.numbers == ("+13365550100", "+13365550101")


def test_every_number_of_a_service_adds_its_rate_and_the_workers_have_their_own(env: dict[str, str]) -> None:
    service = {"TWILIO_MESSAGING_SERVICE_SID": "MG" + "0" * 32, "TWILIO_NUMBERS": "+13365550101,+13365550102"}
    assert read_settings(env).twilio.rates == Rates(1, 1)
    assert read_settings(env | service | {"TWILIO_SEGMENTS_PER_SECOND": "3"}).twilio.rates == Rates(6, 3)
    assert read_settings(env | {"TWILIO_SEGMENTS_PER_SECOND": "0"}).twilio.rates == NO_LIMIT


def test_nothing_set_is_told_in_one_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    named = {line.split()[0].rstrip(":") for line in problems({})}
    assert named == {
        "DATABASE_URL",
        "PUBLIC_URL",
        "DATA_KEYS",
        "LOOKUP_KEYS",
        "TWILIO_ACCOUNT_SID",
        "TWILIO_AUTH_TOKEN",
        "TWILIO_FROM_NUMBER",
        "FLOWS_DIR",
        "TEMPLATES_DIR",
    }


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DATABASE_URL", "mysql://host/name", "'mysql' is not supported"),
        ("DATABASE_URL", "nonsense", "cannot be read"),
        ("DATABASE_URL", "postgresql://u:hunter2@h:port/n", "cannot be read"),
        ("PUBLIC_URL", "sms.example.org", "no web address"),
        ("PUBLIC_URL", "https://sms.example.org?a=b", "no web address"),
        ("PUBLIC_URL", "https://sms.example.org/#a", "no web address"),
        ("PUBLIC_URL", "https://[", "no web address"),
        ("PUBLIC_URL", "https://", "no web address"),
        ("DATA_KEYS", "hunter2", "DATA_KEYS: key 1 is not 32 bytes"),
        ("LOOKUP_KEYS", f"{KEY},hunter2", "LOOKUP_KEYS: key 2 is not 32 bytes"),
        ("TWILIO_ACCOUNT_SID", "SK" + "0" * 32, "AC and 32 characters"),
        ("TWILIO_FROM_NUMBER", "12", "'12' is not a phone number"),
        ("TWILIO_WORKER_NUMBER", "call me", "'call me' is not a phone number"),
        ("TWILIO_NUMBERS", "+13365550100,x", "'x' is not a phone number"),
        ("TWILIO_MESSAGING_SERVICE_SID", "MG1", "TWILIO_NUMBERS is missing"),
        ("TWILIO_API_URL", "ftp://x", "no web address"),
        ("TWILIO_SEGMENTS_PER_SECOND", "fast", "no number of segments a second"),
        ("TWILIO_SEGMENTS_PER_SECOND", "-1", "no number of segments a second"),
        ("TWILIO_SEGMENTS_PER_SECOND", "nan", "no number of segments a second"),
        ("HEARTBEAT_URL", "http://[", "no web address"),
        ("ALARM_URL", "heartbeat", "no web address"),
        ("FLOWS_DIR", "/nowhere/at/all", "there is no folder '/nowhere/at/all'"),
        ("SMSBOT_CARRIER", "simulate", "'simulate' is not one of: simulated"),
        ("PORT", "http", "'http' is no port number"),
        ("PORT", "0", "'0' is no port number"),
        ("PORT", "65536", "no port number"),
        ("PORT", "²", "no port number"),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_do(env: dict[str, str], name: str, value: str, told: str) -> None:
    [line] = [line for line in problems(env | {name: value}) if told in line]
    assert line.startswith(name) or name == "TWILIO_MESSAGING_SERVICE_SID"
    assert "hunter2" not in line


def test_a_problem_is_told_once(env: dict[str, str]) -> None:
    simulated = env | {"SMSBOT_CARRIER": "simulated", "PORT": "x", "PUBLIC_URL": ""}
    assert problems(simulated) == ["PORT: 'x' is no port number"]


def test_the_simulated_carrier_needs_no_account_and_no_address(env: dict[str, str]) -> None:
    for name in ("PUBLIC_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM_NUMBER"):
        del env[name]
    settings = read_settings(env | {"SMSBOT_CARRIER": "simulated", "PORT": "9000"})
    assert settings.simulated
    assert settings.public_url == "http://127.0.0.1:9000"
    assert settings.twilio.from_number is not None
    assert "55501" in settings.twilio.from_number


@pytest.mark.parametrize(
    ("web_or_worker", "dyno", "refused"), [(True, "web.1", True), (True, "", False), (False, "web.1", False)]
)
def test_a_file_that_a_restart_wipes_is_refused(
    env: dict[str, str], web_or_worker: bool, dyno: str, refused: bool
) -> None:
    env |= {"DATABASE_URL": "sqlite:///smsbot.sqlite3", "DYNO": dyno}
    if refused:
        assert "wiped at every restart" in problems(env, web_or_worker=web_or_worker)[0]
    else:
        read_settings(env, web_or_worker=web_or_worker)


def test_secrets_do_not_show_when_settings_are_printed(env: dict[str, str]) -> None:
    settings = read_settings(env)
    assert isinstance(settings, Settings)
    shown = repr(settings)
    for secret in ("hunter2", "first", "second", "aaaa", "bbbb"):
        assert secret not in shown
