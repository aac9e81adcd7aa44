"""The stand-in is held to what is known of Twilio; its signatures to those that Twilio printed."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode

import pytest

from standin.calls import FORM, THEM, US, call, send
from standin.fake_twilio import FakeTwilio
from standin.webhooks import signature

SERVICE = "MG" + "b" * 32


@pytest.fixture
def fake() -> Iterator[FakeTwilio]:
    with FakeTwilio() as running:
        yield running


@contextmanager
def bot() -> Iterator[tuple[str, list[tuple[str, dict[str, str], dict[str, str]]]]]:
    """A webhook that answers everything and keeps (path, form, headers) of what came."""
    seen: list[tuple[str, dict[str, str], dict[str, str]]] = []

    class Webhook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(raw, keep_blank_values=True).items()}
            seen.append((self.path, form, dict(self.headers)))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<Response/>")

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Webhook) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", seen
        server.shutdown()
        thread.join()


def test_its_signature_is_the_one_twilio_prints() -> None:
    fields = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675310",
        "Digits": "1234",
        "From": "+14158675310",
        "To": "+18005551212",
    }
    printed = "L/OH5YylLD5NRKLltdqwSvS0BnU="
    assert signature("12345", "https://example.com/myapp.php?foo=1&bar=2", fields) == printed


def test_a_text_is_answered_in_twilios_shape(fake: FakeTwilio) -> None:
    status, shown = send(fake)
    (taken,) = fake.wait_for(1)
    assert status == 201
    assert shown == {
        "account_sid": fake.account_sid,
        "api_version": "2010-04-01",
        "body": "hi",
        "date_created": shown["date_created"],
        "date_sent": None,
        "date_updated": shown["date_created"],
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": US,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": "1",
        "price": None,
        "price_unit": "USD",
        "sid": taken.sid,
        "status": "queued",
        "subresource_uris": {"media": f"/2010-04-01/Accounts/{fake.account_sid}/Messages/{taken.sid}/Media.json"},
        "to": THEM,
        "uri": f"/2010-04-01/Accounts/{fake.account_sid}/Messages/{taken.sid}.json",
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"To": ""}, 21604),
        ({"From": ""}, 21603),
        ({"Body": ""}, 21602),
        ({"Body": "x" * 1601}, 21617),
        ({"ValidityPeriod": "0"}, 21624),
        ({"ValidityPeriod": "36001"}, 21624),
        ({"ValidityPeriod": "soon"}, 21624),
        ({"StatusCallback": "bot.example.org"}, 21609),
        ({"StatusCallback": "https://my_bot.example.org/"}, 21609),
        ({"StatusCallback": "https://["}, 21609),
        ({"To": "4135550123"}, 21211),
        ({"From": "+"}, 21212),
        ({"To": US}, 21266),
    ],
)
def test_bad_parameters_get_twilios_codes(fake: FakeTwilio, changes: dict[str, str], code: int) -> None:
    status, shown = send(fake, **changes)
    assert (status, shown["code"], shown["status"]) == (400, code, 400)
    assert sorted(shown) == ["code", "message", "more_info", "status"]
    assert fake.accepted == []


def test_a_wrong_login_is_refused_and_still_counted(fake: FakeTwilio) -> None:
    status, shown = call(fake.url + fake.messages_path, fake, "POST", FORM, token="wrong")
    assert (status, shown["code"]) == (401, 20003)
    assert (len(fake.posts), fake.accepted) == (1, [])


def test_a_text_can_be_looked_up_and_unknown_ones_cannot(fake: FakeTwilio) -> None:
    _, shown = send(fake)
    assert call(fake.url + str(shown["uri"]), fake) == (200, shown)
    status, error = call(fake.url + str(shown["uri"]).replace("SM", "MM"), fake)
    assert (status, error["code"]) == (404, 20404)


def test_the_list_has_pages_newest_first(fake: FakeTwilio) -> None:
    for n in range(5):
        send(fake, Body=str(n))
    send(fake, To="+14135550124")
    bodies, address = [], f"{fake.messages_path}?{urlencode({'To': THEM, 'PageSize': 2})}"
    while address:
        _, page = call(fake.url + address, fake)
        messages = page["messages"]
        assert isinstance(messages, list)
        bodies += [message["body"] for message in messages]
        address = str(page["next_page_uri"] or "")
    assert bodies == ["4", "3", "2", "1", "0"]


def test_a_service_accepts_for_a_blocked_number_and_fails_later(fake: FakeTwilio) -> None:
    fake.block(THEM)
    with bot() as (base, seen):
        fake.callback_base = base
        status, shown = send(fake, From="", MessagingServiceSid=SERVICE)
        assert (status, shown["status"], shown["num_segments"]) == (201, "accepted", "0")
        deadline = time.monotonic() + 5
        while not seen and time.monotonic() < deadline:
            time.sleep(0.01)
    path, form, headers = seen[0]
    assert path == "/twilio/status?oid=7"
    assert (form["MessageStatus"], form["ErrorCode"]) == ("failed", "21610")
    assert headers["X-Twilio-Signature"] == signature(fake.auth_token, FORM["StatusCallback"], form)
    message = fake.message(str(shown["sid"]))
    assert (message.status, message.error_code) == ("failed", 21610)


def test_a_callback_is_signed_for_the_public_address_and_posted_here(fake: FakeTwilio) -> None:
    send(fake)
    (taken,) = fake.accepted
    with bot() as (base, seen):
        assert fake.callback(taken, "delivered", url_base=base) == (200, "<Response/>")
        fake.callback(taken, "sent", url_base=base)
    path, form, headers = seen[0]
    assert path == "/twilio/status?oid=7"
    assert (form["MessageSid"], form["MessageStatus"], "ErrorCode" in form) == (taken.sid, "delivered", False)
    assert headers["X-Twilio-Signature"] == signature(fake.auth_token, FORM["StatusCallback"], form)
    assert fake.message(taken.sid).status == "delivered"  # a final status stays


def test_nothing_is_posted_to_another_machine(fake: FakeTwilio) -> None:
    send(fake)
    with pytest.raises(ValueError, match="this machine"):
        fake.callback(fake.accepted[0], "sent")
    with pytest.raises(ValueError, match="this machine"):
        fake.deliver_text("https://bot.example.org/twilio/sms", THEM, US, "hi")


def test_a_text_from_a_phone_comes_with_everything_twilio_sends(fake: FakeTwilio) -> None:
    sid, public = fake.new_sid(), "https://bot.example.org/twilio/sms"
    with bot() as (base, seen):
        answer = fake.deliver_text(
            *(f"{base}/twilio/sms#rc=3", THEM, US, "¿hola? 😀"), sid=sid, public_url=public, extra={"New": ""}
        )
    path, form, headers = seen[0]
    assert answer == (200, "<Response/>")
    assert path == "/twilio/sms"
    assert form["MessageSid"] == form["SmsSid"] == form["SmsMessageSid"] == sid
    assert (form["From"], form["To"], form["Body"], form["New"]) == (THEM, US, "¿hola? 😀", "")
    assert headers["X-Twilio-Signature"] == signature(fake.auth_token, public, form)
    assert headers["I-Twilio-Idempotency-Token"]


def test_a_text_can_be_forged_or_unsigned(fake: FakeTwilio) -> None:
    with bot() as (base, seen):
        fake.deliver_text(base, THEM, US, "hi", signature="forged", headers={"X-Extra": "1"})
        fake.deliver_text(base, THEM, US, "hi", signature="")
        fake.deliver_text(base, THEM, US, "hi", token="old")
    assert [headers.get("X-Twilio-Signature") for _, _, headers in seen] == [
        *("forged", None, signature("old", base, seen[2][1]))
    ]
    assert seen[0][2]["X-Extra"] == "1"


def test_a_call_from_a_phone_is_signed(fake: FakeTwilio) -> None:
    with bot() as (base, seen):
        fake.deliver_call(f"{base}/twilio/voice", THEM, US, extra={"DialCallStatus": "busy"})
    _, form, headers = seen[0]
    assert form["CallSid"].startswith("CA")
    assert headers["X-Twilio-Signature"] == signature(fake.auth_token, f"{base}/twilio/voice", form)


@pytest.mark.parametrize("keywords", [True, False])
def test_stop_blocks_and_start_unblocks_before_the_bot_hears_of_it(fake: FakeTwilio, keywords: bool) -> None:
    fake.keywords = keywords
    with bot() as (base, _):
        fake.deliver_text(base, THEM, US, " stop ")
        assert send(fake)[0] == (400 if keywords else 201)
        fake.deliver_text(base, THEM, US, "STOP please")
        fake.deliver_text(base, THEM, US, "Start")
        assert send(fake)[0] == 201
