"""What the use cases need from the outside world. The database is not a port; it is real everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from smsbot.core.delivery import SendResult
from smsbot.core.program import Program


@dataclass(frozen=True, slots=True)
class OutgoingSms:
    """One text to hand over. `id` is ours and comes back in the status callback."""

    id: str
    to: str  # E.164
    body: str
    validity_seconds: int  # 1 to 36000: not delivered by then, never
    worker_line: bool = False


@dataclass(frozen=True, slots=True)
class OutgoingCall:
    """Ring a worker; whoever answers is asked to press 1, and then connected. `id` is ours."""

    id: str
    to: str  # E.164, the worker's


@dataclass(frozen=True, slots=True)
class CarrierText:
    """One text as the carrier lists it."""

    sid: str
    body: str
    status: str
    error_code: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ListedText:
    """One text of the account, in either direction, as the carrier lists it."""

    sid: str
    inbound: bool
    sender: str  # E.164; empty where a messaging service has not chosen one yet
    to: str  # E.164
    body: str
    media: int
    status: str
    error_code: int | None
    created_at: datetime


class Transport(Protocol):
    """Hands one text to the carrier. Makes at most one request; never raises for what the network does."""

    def send(self, sms: OutgoingSms) -> SendResult: ...

    def call(self, call: OutgoingCall) -> SendResult:
        """Ring a worker from the programme's number; the bridge says what happens once they answer."""
        ...

    def sent_to(self, to: str, since: datetime) -> Sequence[CarrierText] | None:
        """Our texts to one number, newest first; None when the carrier could not be asked."""
        ...

    def listed(self, since: datetime) -> Sequence[ListedText] | None:
        """Every text to and from our numbers, oldest first; None when the carrier could not be asked."""
        ...


class Clock(Protocol):
    """The one source of time; always aware UTC."""

    def now(self) -> datetime: ...


class Programs(Protocol):
    """The programme as it is now, and the publications that older conversations finish on."""

    def current(self) -> Program: ...

    def publication(self, publication_id: str) -> Program:
        """The programme with the flows of an older publication; the current one if it is not kept."""
        ...
