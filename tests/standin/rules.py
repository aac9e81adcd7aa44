"""What Twilio refuses at once, and with which code.

Numbers: https://www.twilio.com/docs/iam/test-credentials. Codes: https://www.twilio.com/docs/api/errors
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from urllib.parse import urlsplit

BAD_RECIPIENTS = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}
BAD_SENDERS = {"+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611}

STOP_WORDS = frozenset(("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"))
START_WORDS = frozenset(("START", "UNSTOP", "YES"))

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_SENDER = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")
_MESSAGES = {
    20003: "Authenticate",
    20009: "Resource not in a state in which it can be changed",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20500: "An internal server error has occurred",
    20503: "Service Unavailable",
    21211: "The 'To' number {to} is not a valid phone number.",
    21212: "The 'From' number {sender} is not a valid phone number, shortcode, or alphanumeric sender ID.",
    21266: "'To' and 'From' number cannot be the same: {to}",
    21408: "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: {to}.",
    21602: "Message body is required.",
    21603: "A 'From' phone number is required.",
    21604: "A 'To' phone number is required.",
    21606: "The 'From' phone number {sender} is not a message-capable number of this account.",
    21609: "The 'StatusCallback' URL {callback} is not a valid URL.",
    21610: "Attempt to send to unsubscribed recipient",
    21611: "The 'From' number {sender} has exceeded the maximum number of queued messages",
    21612: "Message cannot be sent with the current combination of 'To' ({to}) and 'From' ({sender}) parameters",
    21614: "'To' number {to} is not a valid mobile number",
    21617: "The concatenated message body exceeds the 1600 character limit.",
    21624: "Invalid validity period value",
}


@dataclass(frozen=True)
class Refusal:
    """An error answer."""

    code: int
    message: str
    status: int = 400

    def shown(self) -> dict[str, object]:
        """The JSON of the API's errors."""
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


def refuse(code: int, form: Mapping[str, str] | None = None, status: int = 400) -> Refusal:
    """The refusal with this code; like Twilio's, its words repeat the numbers of the request."""
    said = form or {}
    words = _MESSAGES.get(code, "Error").format(
        to=said.get("To", ""), sender=said.get("From", ""), callback=said.get("StatusCallback", "")
    )
    return Refusal(code, words, status)


def refusal(form: Mapping[str, str], blocked: Set[str]) -> Refusal | None:
    """Why this request to send a text is refused at once; None if it is accepted.

    A recipient who opted out is refused here only for a plain sender: with a messaging service the text is
    accepted and fails later, with the same code.
    """
    for code, broken in (
        (21604, not form.get("To")),
        (21603, not (form.get("From") or form.get("MessagingServiceSid"))),
        (21602, not form.get("Body")),
        (21617, len(form.get("Body", "")) > 1600),
        (21624, not _fits_validity(form.get("ValidityPeriod"))),
        (21609, not _fits_callback(form.get("StatusCallback"))),
    ):
        if broken:
            return refuse(code, form)
    return _refused_numbers(form, blocked)


def _refused_numbers(form: Mapping[str, str], blocked: Set[str]) -> Refusal | None:
    to, sender = form["To"], form.get("From") or None  # a blank field counts as none
    code = BAD_SENDERS.get(sender or "")
    if code is None and sender is not None and not _SENDER.fullmatch(sender):
        code = 21212
    if code is None:
        code = BAD_RECIPIENTS.get(to)
    if code is None and not _E164.fullmatch(to):
        code = 21211
    if code is None and to == sender:
        code = 21266
    if code is None and to in blocked and not form.get("MessagingServiceSid"):
        code = 21610
    return refuse(code, form) if code else None


def _fits_validity(value: str | None) -> bool:
    return value is None or (re.fullmatch("[0-9]{1,5}", value) is not None and 1 <= int(value) <= 36000)


def _fits_callback(value: str | None) -> bool:
    if value is None:
        return True
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "_" not in str(parts.hostname)
