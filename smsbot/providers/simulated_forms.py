"""The forms that Twilio posts to a programme, field for field as its webhook documentation lists them.

The optional place fields are left empty, as they are for most real numbers: nothing may depend on them.
"""

from dataclasses import dataclass
from datetime import datetime

from smsbot.core.segments import count

_API_VERSION = "2010-04-01"
_PLACES = {f"{end}{part}": "" for end in ("From", "To") for part in ("City", "State", "Zip", "Country")}


@dataclass(frozen=True, slots=True)
class Ends:
    """Who speaks to whom, under which account."""

    account_sid: str
    sender: str  # E.164
    recipient: str  # E.164


def inbound_form(ends: Ends, sid: str, body: str, media: int) -> dict[str, str]:
    """A text from a phone to one of our numbers, with `media` pictures."""
    base = f"https://api.twilio.com/{_API_VERSION}/Accounts/{ends.account_sid}/Messages/{sid}/Media"
    pictures: dict[str, str] = {}
    for number in range(media):
        pictures[f"MediaUrl{number}"] = f"{base}/ME{number:032x}"
        pictures[f"MediaContentType{number}"] = "image/jpeg"
    return {
        **_PLACES,
        "MessageSid": sid,
        "SmsSid": sid,
        "SmsMessageSid": sid,
        "AccountSid": ends.account_sid,
        "From": ends.sender,
        "To": ends.recipient,
        "Body": body,
        "NumMedia": str(media),
        "NumSegments": str(count(body).segments),
        "SmsStatus": "received",
        "ApiVersion": _API_VERSION,
        **pictures,
    }


def status_form(ends: Ends, sid: str, status: str, now: datetime, error_code: int | None) -> dict[str, str]:
    """What became of one of our texts; `status` is the carrier's word."""
    form = {
        "MessageSid": sid,
        "SmsSid": sid,
        "MessageStatus": status,
        "SmsStatus": status,
        "AccountSid": ends.account_sid,
        "From": ends.sender,
        "To": ends.recipient,
        "ApiVersion": _API_VERSION,
    }
    if status in ("delivered", "undelivered"):
        form["RawDlrDoneDate"] = f"{now:%y%m%d%H%M}"
    if error_code is not None:
        form["ErrorCode"] = str(error_code)
    return form


def voice_form(ends: Ends, sid: str) -> dict[str, str]:
    """A call from a phone to one of our numbers, ringing."""
    return {
        **_PLACES,
        "CallSid": sid,
        "AccountSid": ends.account_sid,
        "From": ends.sender,
        "To": ends.recipient,
        "Caller": ends.sender,
        "Called": ends.recipient,
        "CallStatus": "ringing",
        "Direction": "inbound",
        "ApiVersion": _API_VERSION,
    }
