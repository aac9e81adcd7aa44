"""The real twilio client over real HTTP: what is sent, what Twilio refuses, and what is never logged."""

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from standin.fake_twilio import FakeTwilio, Fault, Hang, Reset, Status

from smsbot.core.delivery import Accepted, Refused
from smsbot.providers.twilio.client import BadTwilioSettings, TwilioTransport
from smsbot.usecases.ports import OutgoingSms, Transport

US, WORKER_LINE, THEM = "+14135550100", "+14135550109", "+14135550123"
SERVICE = "MG" + "b" * 32
PUBLIC = "https://Bot.example.org/base/"
SMS = OutgoingSms("019a-1", THEM, "Your supplies are ready. ñ", 3600)


@pytest.fixture
def fake() -> Iterator[FakeTwilio]:
    with FakeTwilio() as running:
        yield running


def transport(fake: FakeTwilio, **changes: object) -> TwilioTransport:
    settings: dict[str, object] = {
        "account_sid": fake.account_sid,
        "auth_token": fake.auth_token,
        "public_url": PUBLIC,
        "from_number": US,
        "api_url": fake.url,
        "connect_timeout": 1.0,
        "read_timeout": 5.0,
    }
    return TwilioTransport(**(settings | changes))  # type: ignore[arg-type]


def test_it_is_a_transport(fake: FakeTwilio) -> None:
    port: Transport = transport(fake)
    assert port


def test_a_text_is_handed_over_with_everything_twilio_needs(fake: FakeTwilio) -> None:
    result = transport(fake).send(SMS)
    (taken,) = fake.accepted
    assert result == Accepted(taken.sid, "queued")
    assert (taken.to, taken.sender, taken.service) == (THEM, US, None)
    assert (taken.body, taken.validity) == (SMS.body, 3600)
    assert taken.callback == "https://bot.example.org/base/twilio/status?oid=019a-1"


def test_a_messaging_service_replaces_the_number(fake: FakeTwilio) -> None:
    result = transport(fake, service_sid=SERVICE, from_number=None).send(SMS)
    (taken,) = fake.accepted
    assert result == Accepted(taken.sid, "accepted")
    assert (taken.sender, taken.service) == (None, SERVICE)


@pytest.mark.parametrize(("worker_number", "sender"), [(WORKER_LINE, WORKER_LINE), (None, US)])
def test_a_workers_text_comes_from_the_worker_line_if_there_is_one(
    fake: FakeTwilio, worker_number: str | None, sender: str
) -> None:
    text = OutgoingSms("1", THEM, "A ticket waits.", 300, worker_line=True)
    transport(fake, worker_number=worker_number).send(text)
    assert fake.accepted[0].sender == sender


def test_a_participants_text_never_comes_from_the_worker_line(fake: FakeTwilio) -> None:
    transport(fake, worker_number=WORKER_LINE).send(SMS)
    assert fake.accepted[0].sender == US


def test_odd_characters_in_our_id_stay_inside_the_callback(fake: FakeTwilio) -> None:
    transport(fake).send(OutgoingSms("a&b=c#d", THEM, "hi", 60))
    assert str(fake.accepted[0].callback).endswith("?oid=a%26b%3Dc%23d")


@pytest.mark.parametrize(
    ("text", "sender", "code"),
    [
        (OutgoingSms("1", "+15005550001", "x", 60), US, 21211),
        (OutgoingSms("1", "+15005550002", "x", 60), US, 21612),
        (OutgoingSms("1", "+15005550003", "x", 60), US, 21408),
        (OutgoingSms("1", "+15005550004", "x", 60), US, 21610),
        (OutgoingSms("1", "+15005550009", "x", 60), US, 21614),
        (OutgoingSms("1", THEM, "x", 60), "+15005550001", 21212),
        (OutgoingSms("1", THEM, "x", 60), "+15005550007", 21606),
        (OutgoingSms("1", THEM, "x", 60), "+15005550008", 21611),
        (OutgoingSms("1", "not a number", "x", 60), US, 21211),
        (OutgoingSms("1", "", "x", 60), US, 21604),
        (OutgoingSms("1", THEM, "", 60), US, 21602),
        (OutgoingSms("1", THEM, "x" * 1601, 60), US, 21617),
        (OutgoingSms("1", THEM, "x", 0), US, 21624),
        (OutgoingSms("1", THEM, "x", 36001), US, 21624),
    ],
)
def test_what_twilio_refuses_keeps_its_code(fake: FakeTwilio, text: OutgoingSms, sender: str, code: int) -> None:
    assert transport(fake, from_number=sender).send(text) == Refused(code)
    assert fake.accepted == []
    assert len(fake.posts) == 1


def test_a_blocked_number_is_refused_at_once_without_a_service(fake: FakeTwilio) -> None:
    fake.block(THEM)
    assert transport(fake).send(SMS) == Refused(21610)
    fake.unblock(THEM)
    assert isinstance(transport(fake).send(SMS), Accepted)


def test_a_blocked_number_is_accepted_at_first_with_a_service(fake: FakeTwilio) -> None:
    fake.block(THEM)
    assert isinstance(transport(fake, service_sid=SERVICE).send(SMS), Accepted)


def test_a_wrong_token_is_refused(fake: FakeTwilio) -> None:
    assert transport(fake, auth_token="wrong").send(SMS) == Refused(20003)


def test_another_account_is_refused(fake: FakeTwilio) -> None:
    assert transport(fake, account_sid="AC" + "e" * 32).send(SMS) == Refused(20003)


def test_threads_never_get_each_others_answers(fake: FakeTwilio) -> None:
    sender = transport(fake)
    texts = [OutgoingSms(str(n), f"+1413555{101 + n:04}", f"text {n}", 60) for n in range(60)]
    with ThreadPoolExecutor(12) as pool:
        results = list(pool.map(sender.send, texts))
    sids = {taken.body: taken.sid for taken in fake.accepted}
    assert [result.sid for result in results if isinstance(result, Accepted)] == [sids[t.body] for t in texts]


@pytest.mark.parametrize(
    "environment",
    [
        {"TWILIO_EDGE": "sydney", "TWILIO_REGION": "au1"},
        {"HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"},
        {"TWILIO_ACCOUNT_SID": "AC" + "9" * 32, "TWILIO_AUTH_TOKEN": "another"},
    ],
)
def test_a_stand_in_is_reached_whatever_the_environment_says(
    fake: FakeTwilio, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert isinstance(transport(fake).send(SMS), Accepted)


def test_the_stand_in_may_live_below_a_path(fake: FakeTwilio) -> None:
    sender = transport(fake, api_url=fake.url + "/elsewhere/")
    assert sender.send(SMS) == Refused(20404)


def test_nothing_logged_holds_a_number_a_text_or_the_token(fake: FakeTwilio, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    sender = transport(fake, read_timeout=0.2)
    faults: list[Callable[[dict[str, str]], Fault | None] | None] = [
        *(None, lambda form: Hang(1, accept=False), lambda form: Status(400), lambda form: Reset())
    ]
    for fault in faults:
        fake.on_post = fake.on_get = fault
        sender.send(SMS)
        sender.sent_to(THEM, datetime(2026, 1, 1, tzinfo=UTC))
        sender.redact(fake.new_sid())
    logged = "\n".join(str(vars(record)) for record in caplog.records)
    assert "413555" not in logged
    assert "supplies" not in logged
    assert fake.auth_token not in logged


def test_nothing_of_twilios_client_is_loaded_before_the_first_request() -> None:
    program = (
        "import sys, smsbot.providers.twilio.client, smsbot.providers.twilio.signature, "
        "smsbot.providers.twilio.inbound, smsbot.providers.twilio.twiml\n"
        "smsbot.providers.twilio.client.TwilioTransport('AC' + 'a' * 32, 'token', 'https://x.org', '+14135550100')\n"
        "print([name for name in ('twilio.rest', 'requests') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"account_sid": ""}, "account SID"),
        ({"account_sid": "SK" + "a" * 32}, "account SID"),
        ({"auth_token": ""}, "auth token"),
        ({"auth_token": "one,two"}, "auth token"),
        ({"auth_token": "a b"}, "auth token"),
        ({"from_number": None}, "number to send from"),
        ({"from_number": "413-555-0100"}, "E.164"),
        ({"worker_number": "Team"}, "E.164"),
        ({"service_sid": "MG1"}, "messaging service"),
        ({"public_url": "bot.example.org"}, "public address"),
        ({"public_url": "https://"}, "public address"),
        ({"public_url": "https://["}, "public address"),
        ({"api_url": "127.0.0.1:4010"}, "API's address"),
        ({"api_url": "http://127.0.0.1:x"}, "API's address"),
    ],
)
def test_settings_that_cannot_work_are_refused_at_the_start(
    fake: FakeTwilio, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(BadTwilioSettings, match=said) as refused:
        transport(fake, **changes)
    assert fake.auth_token not in str(refused.value)


def test_all_problems_are_told_at_once(fake: FakeTwilio) -> None:
    with pytest.raises(BadTwilioSettings, match=r"account SID.*auth token.*public address"):
        transport(fake, account_sid="", auth_token="", public_url="")


def test_a_short_code_may_send(fake: FakeTwilio) -> None:
    assert isinstance(transport(fake, from_number="384387").send(SMS), Accepted)
