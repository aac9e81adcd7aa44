"""Reads what Twilio posts to us: a text, a status callback, a call.

Fields: https://www.twilio.com/docs/messaging/guides/webhook-request. Values that Twilio would never send are
refused; everything else is taken, because a text that is turned away is lost.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from re import Pattern

from smsbot.core.errors import SmsbotError
from smsbot.providers.twilio.characters import plain

Form = Mapping[str, object]

MAX_BODY = 1600  # characters; Twilio delivers no more

_MAX_ADDRESS = 128  # an E.164 number has 16; a short code, a name or "client:..." may stand in its place
_MESSAGE_SID = re.compile("(?:SM|MM)[0-9a-fA-F]{32}")
_CALL_SID = re.compile("CA[0-9a-fA-F]{32}")
_SERVICE_SID = re.compile("MG[0-9a-fA-F]{32}")
_OUR_ID = re.compile("[0-9A-Za-z_-]{1,64}")
_STATUS = re.compile("[a-z_-]{1,32}")
_COUNT = re.compile("[0-9]{1,3}")
_CODE = re.compile("[1-9][0-9]{0,8}")
_OPT_OUT_TYPES = frozenset({"STOP", "START", "HELP"})


class NotTwilio(SmsbotError):
    """The request cannot have come from Twilio for us; answer 400. The message names the field, never its value."""

    code = "not_twilio"


@dataclass(frozen=True, slots=True)
class InboundSms:
    """One text as Twilio posted it. `sid` is the same on every retry: the key that makes it count once."""

    sid: str
    account_sid: str
    sender: str  # E.164, a short code, or a name
    to: str
    body: str  # plain characters, at most MAX_BODY; empty for a picture alone
    media: int  # how many pictures or files came with it
    opt_out_type: str | None  # STOP, START or HELP when Twilio matched the word itself and answered it
    service_sid: str | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a text of ours, so far. May be early, late, repeated or out of order."""

    text_id: str  # ours, from the address we gave with the text
    sid: str
    status: str  # Twilio's word in small letters; it may be one we do not know
    error_code: int | None


@dataclass(frozen=True, slots=True)
class InboundCall:
    """Someone called one of our numbers, or (with `dial_status`) the call we passed on has ended."""

    sid: str
    sender: str  # empty, or a word such as "anonymous", when the caller hides the number
    to: str
    dial_status: str | None


def read_inbound(form: Form, account_sid: str | None = None) -> InboundSms:
    """The text in a verified post; NotTwilio if a field is missing, odd, or of another account than `account_sid`."""
    service = _field(form, "MessagingServiceSid")
    opt_out_type = _field(form, "OptOutType").upper()
    media = _field(form, "NumMedia")
    return InboundSms(
        sid=_matching(form, "MessageSid", _MESSAGE_SID),
        account_sid=_account(form, account_sid),
        sender=_address(form, "From"),
        to=_address(form, "To"),
        body=plain(_field(form, "Body"))[:MAX_BODY],
        media=int(media) if _COUNT.fullmatch(media) else 0,
        opt_out_type=opt_out_type if opt_out_type in _OPT_OUT_TYPES else None,
        service_sid=service if _SERVICE_SID.fullmatch(service) else None,
    )


def read_receipt(form: Form, args: Form, account_sid: str | None = None) -> Receipt:
    """The news in a verified status callback; `args` is its query string, which carries our own id as `oid`."""
    _account(form, account_sid)
    status = (_field(form, "MessageStatus") or _field(form, "SmsStatus")).lower()
    if not _STATUS.fullmatch(status):
        raise NotTwilio("MessageStatus is missing or no word")
    code = _field(form, "ErrorCode")
    return Receipt(
        text_id=_matching(args, "oid", _OUR_ID),
        sid=_matching(form, "MessageSid", _MESSAGE_SID),
        status=status,
        error_code=int(code) if _CODE.fullmatch(code) else None,
    )


def read_call(form: Form, account_sid: str | None = None) -> InboundCall:
    """The call in a verified post; NotTwilio if a field is missing, odd, or of another account."""
    _account(form, account_sid)
    dial_status = _field(form, "DialCallStatus").lower()
    return InboundCall(
        sid=_matching(form, "CallSid", _CALL_SID),
        sender=_address(form, "From") if _field(form, "From").strip() else "",
        to=_address(form, "To"),
        dial_status=dial_status if _STATUS.fullmatch(dial_status) else None,
    )


def _field(form: Form, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _matching(form: Form, name: str, pattern: Pattern[str]) -> str:
    value = _field(form, name)
    if not pattern.fullmatch(value):
        raise NotTwilio(f"{name} is missing or has another form than Twilio's")
    return value


def _address(form: Form, name: str) -> str:
    value = _field(form, name).strip()
    if not value or len(value) > _MAX_ADDRESS or not value.isprintable():
        raise NotTwilio(f"{name} is missing, too long or unreadable")
    return value


def _account(form: Form, expected: str | None) -> str:
    value = _field(form, "AccountSid")
    if len(value) > _MAX_ADDRESS or (expected is not None and value != expected):
        raise NotTwilio("AccountSid is not the account this server works for")
    return plain(value)
