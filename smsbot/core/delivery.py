"""What became of a text: statuses that only move forward, and what each refusal means.

Codes and their meaning: Twilio's error dictionary. An unknown code is final for this text and shown to staff.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class TextStatus(StrEnum):
    """Where an outbox row stands."""

    QUEUED = "queued"
    SENDING = "sending"  # committed just before the carrier is called
    SENT = "sent"  # the carrier has it
    DELIVERED = "delivered"  # the carrier's receipt; not "read"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELLED = "cancelled"  # we decided not to send it
    UNKNOWN = "unknown"  # handed over, outcome not known; a receipt or a list match moves it on


FINAL = frozenset({TextStatus.DELIVERED, TextStatus.UNDELIVERED, TextStatus.FAILED, TextStatus.CANCELLED})


@dataclass(frozen=True, slots=True)
class Accepted:
    """The carrier took it and named it."""

    sid: str
    status: str = "queued"


@dataclass(frozen=True, slots=True)
class Refused:
    """The carrier definitely did not take it. `code` is the carrier's, or the HTTP status without one."""

    code: int
    retry_after: float | None = None  # seconds


@dataclass(frozen=True, slots=True)
class NotSent:
    """The request provably never reached the carrier (connection refused, no such host)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The request may have reached the carrier: a read timeout, a reset, a 5xx. Never blindly repeated."""

    reason: str


SendResult = Accepted | Refused | NotSent | Lost


class CodeClass(StrEnum):
    """What a refusal asks us to do."""

    OPTED_OUT = "opted_out"  # the carrier blocks this number: it said STOP there
    BACK_OFF = "back_off"  # too much at once; provably not sent
    CONFIG = "config"  # our account, number or parameters: provably not sent, waits until it is mended
    GONE = "gone"  # the number is no longer theirs, or never was one: freeze, a worker verifies
    UNREACHABLE = "unreachable"  # off or out of reach now: rest until the next due date
    FILTERED = "filtered"  # a carrier would not carry these words
    TEXT = "text"  # this text failed; later ones may not
    EXPIRED = "expired"  # not delivered before its validity ended: meant to be so


_CLASSES: dict[CodeClass, tuple[int, ...]] = {
    CodeClass.OPTED_OUT: (21610,),
    CodeClass.BACK_OFF: (429, 20429, 21611, 30001, 30022, 30023, 30027),
    CodeClass.CONFIG: (
        *(401, 403, 404, 20003, 20404, 21212, 21601, 21602, 21603, 21604, 21606, 21608, 21609),
        *(30002, 30032, 30034, 30035),
    ),
    CodeClass.GONE: (21211, 21408, 21612, 21614, 21635, 30005, 30006),
    CodeClass.UNREACHABLE: (30003,),
    CodeClass.FILTERED: (30004, 30007),
    CodeClass.EXPIRED: (30036,),
}
_BY_CODE = {code: kind for kind, codes in reversed(_CLASSES.items()) for code in codes}


def classify(code: int) -> CodeClass:
    """What a carrier's error code asks for; TEXT for one that we do not know."""
    return _BY_CODE.get(code, CodeClass.TEXT)


_RANK = {
    "accepted": 0,
    "scheduled": 0,
    "queued": 1,
    "sending": 2,
    "sent": 3,
    "delivered": 4,
    "read": 4,
    "undelivered": 4,
    "failed": 4,
    "canceled": 4,
}


def after_receipt(current: TextStatus, reported: str) -> TextStatus | None:
    """The status after a callback that may be early, late, repeated or swapped; None: nothing changes.

    Merged by rank: the first final status stands, an unknown word changes nothing.
    """
    rank = _RANK.get(reported)
    if rank is None or current in FINAL:
        return None
    if rank < _RANK["delivered"]:
        moves_on = current in (TextStatus.SENDING, TextStatus.UNKNOWN, TextStatus.QUEUED)
        return TextStatus.SENT if moves_on else None
    if reported in ("delivered", "read"):
        return TextStatus.DELIVERED
    return TextStatus.UNDELIVERED if reported == "undelivered" else TextStatus.FAILED


MAX_TRIES = 6
_LONGEST_REST = 300.0  # seconds


def back_off(tries: int, retry_after: float | None) -> timedelta:
    """How long a text that was provably not sent waits before it passes the gate again."""
    own = _LONGEST_REST if tries > 8 else 2.0**tries  # urgent texts are tried for ever
    return timedelta(seconds=max(retry_after or 0.0, own))
