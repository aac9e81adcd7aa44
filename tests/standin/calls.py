"""Bare requests to the stand-in, without any client."""

import http.client
import json
from base64 import b64encode
from urllib.parse import urlencode, urlsplit

from standin.fake_twilio import FakeTwilio

US, THEM = "+14135550100", "+14135550123"
FORM = {"To": THEM, "From": US, "Body": "hi", "StatusCallback": "https://bot.example.org/twilio/status?oid=7"}


def call(
    url: str, fake: FakeTwilio, method: str = "GET", form: dict[str, str] | None = None, token: str | None = None
) -> tuple[int, dict[str, object]]:
    """One request with the account's login."""
    parts = urlsplit(url)
    login = b64encode(f"{fake.account_sid}:{token or fake.auth_token}".encode()).decode()
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=5)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, urlencode(form or {}), {"Authorization": f"Basic {login}"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def send(fake: FakeTwilio, **changes: str) -> tuple[int, dict[str, object]]:
    return call(fake.url + fake.messages_path, fake, "POST", {**FORM, **changes})


def steer(url: str, what: str, wish: object) -> int:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=5)
    try:
        connection.request("POST", f"/_standin/{what}", json.dumps(wish))
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()
