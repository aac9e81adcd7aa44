"""CALL with the real twilio client over real HTTP, and the bridge that Twilio fetches once the worker answers."""

import socket
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from standin import webhooks
from standin.fake_twilio import FakeTwilio, Fault, Garbled, LostAnswer, Status

from smsbot.core.delivery import Accepted, Lost, NotSent, Refused
from smsbot.db import tickets
from smsbot.lab.world import World
from smsbot.providers.twilio.client import TwilioTransport
from smsbot.usecases.ports import OutgoingCall
from smsbot.web.twilio import Doors, twilio_blueprint

US, SERVICE = "+14135550100", "MG" + "b" * 32
ANA, SAM = "+13365550111", "+13365550150"
PUBLIC = "https://bot.example.org/base"
CALL = OutgoingCall("0198-1", SAM)


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


def test_one_post_rings_the_worker_from_the_programmes_number(fake: FakeTwilio) -> None:
    result = transport(fake).call(CALL)
    assert isinstance(result, Accepted)
    assert result.sid.startswith("CA")
    [form] = fake.calls
    assert form == {"To": SAM, "From": US, "Url": f"{PUBLIC}/twilio/bridge?oid=0198-1", "Timeout": "20"}
    assert fake.posts == [], "no text"


def test_with_a_messaging_service_the_first_of_its_numbers_is_shown(fake: FakeTwilio) -> None:
    transport(fake, from_number=None, service_sid=SERVICE, call_from="+14135550107").call(CALL)
    assert fake.calls[0]["From"] == "+14135550107"


def test_without_a_number_nothing_rings(fake: FakeTwilio) -> None:
    assert isinstance(transport(fake, from_number=None, service_sid=SERVICE).call(CALL), NotSent)
    assert fake.calls == []


@pytest.mark.parametrize(
    ("fault", "result"),
    [(Status(429, retry_after=3), Refused(20429, 3.0)), (Status(500), Lost("http 500")), (LostAnswer(), Lost)],
)
def test_what_goes_wrong_is_said_as_for_a_text(fake: FakeTwilio, fault: Fault, result: object) -> None:
    fake.on_get = lambda _: fault
    found = transport(fake).call(CALL)
    assert found == result or (isinstance(result, type) and isinstance(found, result))


def test_an_answer_that_names_no_call_leaves_it_open(fake: FakeTwilio) -> None:
    fake.on_get = lambda _: Garbled('{"sid": "SM' + "1" * 32 + '"}')
    assert isinstance(transport(fake).call(CALL), Lost)


def test_a_number_that_is_none_is_refused(fake: FakeTwilio) -> None:
    assert transport(fake).call(OutgoingCall("1", "nobody")) == Refused(21211)


def test_a_carrier_that_is_away_was_certainly_not_asked(fake: FakeTwilio) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert isinstance(transport(fake, api_url=f"http://127.0.0.1:{port}").call(CALL), NotSent)


# --- the bridge


@pytest.fixture
def ringing(world: World) -> str:
    """Sam has Ana's ticket and texted CALL; the address that Twilio was given, without its host."""
    world.text(ANA, "I'd like a person")
    with world.db.read(world.clock.now()) as tx:
        [row] = tickets.all_open(tx)
    world.text(SAM, row.code)
    world.text(SAM, "call")
    return f"/twilio/bridge?oid={world.carrier.rang[-1].id}"


def web(world: World, fake: FakeTwilio, caller_id: str | None = US) -> FlaskClient:
    app = Flask("bridge")
    app.register_blueprint(
        twilio_blueprint(Doors(world.db, world.clock, PUBLIC, [fake.auth_token], fake.account_sid, caller_id=caller_id))
    )
    return app.test_client()


def fetch(client: FlaskClient, fake: FakeTwilio, path: str, *, token: str = "", **more: str) -> tuple[int, str]:
    form = webhooks.call_fields(fake.account_sid, "CA" + "1" * 32, US, SAM) | more
    signed = webhooks.signature(token or fake.auth_token, PUBLIC + path, form)
    answer = client.post(path, data=form, headers={"X-Twilio-Signature": signed})
    return answer.status_code, answer.text


def test_the_worker_is_asked_for_a_key_before_anybody_else_rings(world: World, fake: FakeTwilio, ringing: str) -> None:
    status, body = fetch(web(world, fake), fake, ringing)
    gather = ElementTree.fromstring(body).find("Gather")  # noqa: S314  # our own answer
    assert status == 200
    assert gather is not None
    assert gather.attrib["numDigits"] == "1"
    action = urlsplit(gather.attrib["action"])
    assert gather.attrib["action"].startswith(f"{PUBLIC}/twilio/bridge?")
    assert parse_qs(action.query)["oid"] == [world.carrier.rang[-1].id]
    assert ANA not in body


def test_then_the_person_is_rung_and_sees_the_programmes_number(world: World, fake: FakeTwilio, ringing: str) -> None:
    root = ElementTree.fromstring(fetch(web(world, fake), fake, ringing, Digits="1")[1])  # noqa: S314
    assert [child.tag for child in root] == ["Say", "Dial", "Say"]
    dial = root[1]
    assert dial.attrib["callerId"] == US
    assert [number.text for number in dial] == [ANA]
    assert root[0].text == "Connecting you."
    assert SAM not in ElementTree.tostring(root, encoding="unicode")


def _another_key(_world: World) -> dict[str, str]:
    return {"Digits": "2"}


def _after_stop(world: World) -> dict[str, str]:
    world.text(ANA, "stop texting me")
    return {"Digits": "1"}


@pytest.mark.parametrize("how", [_another_key, _after_stop])
def test_or_nobody_is(world: World, fake: FakeTwilio, ringing: str, how: object) -> None:
    assert callable(how)
    status, body = fetch(web(world, fake), fake, ringing, **how(world))
    assert status == 200
    assert "Dial" not in body
    assert "can not be connected" in body


@pytest.mark.parametrize("query", ["", "?oid=", "?oid=nonsense", "?oid=%00"])
def test_an_address_without_a_call_connects_nobody(world: World, fake: FakeTwilio, query: str) -> None:
    status, body = fetch(web(world, fake), fake, f"/twilio/bridge{query}", Digits="1")
    assert (status, "Dial" in body) == (200, False)


def test_without_a_number_to_show_nobody_is_connected(world: World, fake: FakeTwilio, ringing: str) -> None:
    assert "Dial" not in fetch(web(world, fake, None), fake, ringing, Digits="1")[1]


def test_only_twilio_may_ask(world: World, fake: FakeTwilio, ringing: str) -> None:
    client = web(world, fake)
    assert fetch(client, fake, ringing, token="e" * 32, Digits="1")[0] == 403
    assert fetch(client, fake, ringing, Digits="1", CallSid="nonsense")[0] == 400
