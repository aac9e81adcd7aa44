"""The phones of the simulated network and what is on their screens, as values that never change."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from smsbot.core.delivery import TextStatus
from smsbot.core.errors import SmsbotError


class Role(StrEnum):
    """Whose phone it is; a worker's texts go to the worker line, where there is one."""

    PARTICIPANT = "participant"
    WORKER = "worker"


class Direction(StrEnum):
    """Where a bubble came from."""

    FROM_PHONE = "from_phone"
    FROM_PROGRAMME = "from_programme"
    FROM_CARRIER = "from_carrier"  # a keyword's canned answer
    RINGS = "rings"  # the programme calls this phone; the body is what was spoken
    CALL = "call"  # a call from this phone; the body is what was spoken, a sentence a line


@dataclass(frozen=True, slots=True)
class Bubble:
    """One text or call on a phone's screen. `note` says in words what went wrong or is worth knowing."""

    id: str  # the carrier's sid
    direction: Direction
    body: str
    status: TextStatus  # of a text from the phone: delivered = the programme took it
    at: datetime  # aware UTC
    note: str = ""


@dataclass(frozen=True, slots=True)
class PhoneView:
    """One phone as it is now, oldest bubble first."""

    number: str  # E.164
    label: str
    role: Role
    blocked: bool  # it said a stop word to the carrier, which now refuses our texts to it
    on: bool
    messages: tuple[Bubble, ...]


class PhoneError(SmsbotError):
    """The phone cannot do that; the message says why, in words for its user."""

    code = "phone"
