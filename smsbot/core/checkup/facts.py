"""What the carrier says about our account, as plain values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """The account itself. `clock` is the carrier's own time (aware UTC, whole seconds) when it answered."""

    status: str  # "active", "suspended" or "closed"
    kind: str  # "Full" or "Trial"
    clock: datetime | None = None


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where the carrier turns to, and how. An empty address: nowhere."""

    url: str = ""
    method: str = "POST"
    fallback_url: str = ""
    taken_over: bool = False  # an application or a trunk answers, and the addresses here are ignored


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """One number of the account."""

    number: str  # E.164
    texts: bool
    calls: bool
    sms: Webhook
    voice: Webhook


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A messaging service and the numbers in its pool (E.164)."""

    inbound: Webhook
    uses_webhook_of_number: bool
    numbers: tuple[str, ...]
