"""Signed form posts to the bot's webhooks, as Twilio makes them; to this machine only."""

import base64
import hmac
import http.client
import uuid
from collections.abc import Mapping
from hashlib import sha1
from urllib.parse import urlencode, urlsplit

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})

_PATIENCE = 15.0  # seconds; Twilio waits no longer


def signature(token: str, url: str, fields: Mapping[str, str]) -> str:
    """Twilio's signature, worked out here and not with the code under test."""
    signed = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), sha1).digest()).decode()


def post(
    url: str,
    fields: Mapping[str, str],
    token: str,
    public_url: str | None = None,
    headers: Mapping[str, str] | None = None,
    signed_with: str | None = None,
) -> tuple[int, str]:
    """Posts a form to `url`, signed as a call of `public_url`; (HTTP status, body).

    `signed_with` replaces the signature, and "" leaves the header out. The part of a URL after # stays here.
    """
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in LOCAL_HOSTS:
        raise ValueError("the stand-in calls this machine only")
    signed_url = (public_url or url).partition("#")[0]
    sent = {
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        "User-Agent": "TwilioProxy/1.1",
        "Accept": "*/*",
        "I-Twilio-Idempotency-Token": str(uuid.uuid4()),
        "X-Twilio-Signature": signature(token, signed_url, fields) if signed_with is None else signed_with,
        **(headers or {}),
    }
    if not sent["X-Twilio-Signature"]:
        del sent["X-Twilio-Signature"]
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=_PATIENCE)
    try:
        connection.request("POST", path or "/", urlencode(fields).encode(), sent)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


def text_fields(account: str, sid: str, sender: str, to: str, body: str) -> dict[str, str]:
    """Every field Twilio posts with an inbound SMS."""
    places = {
        f"{end}{part}": value
        for end in ("From", "To")
        for part, value in (("City", "SPRINGFIELD"), ("State", "MA"), ("Zip", ""), ("Country", "US"))
    }
    return {
        **places,
        "MessageSid": sid,
        "SmsSid": sid,
        "SmsMessageSid": sid,
        "AccountSid": account,
        "From": sender,
        "To": to,
        "Body": body,
        "NumMedia": "0",
        "NumSegments": "1",
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
    }


def call_fields(account: str, sid: str, sender: str, to: str) -> dict[str, str]:
    """Every field that matters of what Twilio posts when a call comes in."""
    return {
        "CallSid": sid,
        "AccountSid": account,
        "From": sender,
        "To": to,
        "Caller": sender,
        "Called": to,
        "CallStatus": "ringing",
        "Direction": "inbound",
        "ApiVersion": "2010-04-01",
    }


def callback_fields(
    account: str, sid: str, sender: str | None, to: str, status: str, error_code: int | None
) -> dict[str, str]:
    """What Twilio posts when a text's status changes."""
    fields = {
        "MessageSid": sid,
        "SmsSid": sid,
        "AccountSid": account,
        "From": sender or "",
        "To": to,
        "MessageStatus": status,
        "SmsStatus": status,
        "ApiVersion": "2010-04-01",
    }
    return fields if error_code is None else {**fields, "ErrorCode": str(error_code)}
