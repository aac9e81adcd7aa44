"""What the stand-in remembers: every request to send, every text accepted, and what became of each."""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from threading import Condition

FINAL = frozenset({"delivered", "undelivered", "failed", "read", "received", "canceled"})


@dataclass(frozen=True)
class Accepted:
    """One text that the carrier took. `at` is monotonic seconds."""

    sid: str
    to: str
    sender: str | None
    service: str | None
    body: str
    callback: str | None
    validity: int | None
    at: float


@dataclass(frozen=True)
class Post:
    """One request to send a text, accepted or not. `at` is monotonic seconds."""

    form: dict[str, str]
    at: float


@dataclass
class Message:
    """A text as the API shows it now."""

    sid: str
    to: str
    sender: str | None
    service: str | None
    body: str
    direction: str
    status: str
    created_at: datetime
    error_code: int | None = None

    def shown(self, account: str) -> dict[str, object]:
        """The API's JSON for it."""
        uri = f"/2010-04-01/Accounts/{account}/Messages/{self.sid}"
        moment = format_datetime(self.created_at)
        return {
            "account_sid": account,
            "api_version": "2010-04-01",
            "body": self.body,
            "date_created": moment,
            "date_sent": moment if self.status in FINAL else None,
            "date_updated": moment,
            "direction": self.direction,
            "error_code": self.error_code,
            "error_message": None,
            "from": self.sender,
            "messaging_service_sid": self.service,
            "num_media": "0",
            "num_segments": "0" if self.status == "accepted" else "1",
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": self.to,
            "uri": f"{uri}.json",
        }


@dataclass
class Book:
    """The stand-in's memory; every method may be called from any thread."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    changed: Condition = field(default_factory=Condition)
    posts: list[Post] = field(default_factory=list)
    accepted: list[Accepted] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)

    def arrived(self, form: Mapping[str, str]) -> None:
        """Notes a request to send, before anything is decided about it."""
        with self.changed:
            self.posts.append(Post(dict(form), time.monotonic()))
            self.changed.notify_all()

    def accept(self, form: Mapping[str, str]) -> Message:
        """Takes a text over and names it."""
        service = form.get("MessagingServiceSid") or None
        sender = form.get("From") or None
        validity = form.get("ValidityPeriod")
        body, sid = form.get("Body", ""), new_sid()
        message = Message(sid, form["To"], sender, service, body, "outbound-api", first_status(form), self._now())
        with self.changed:
            self.messages[sid] = message
            self.accepted.append(
                Accepted(
                    *(sid, message.to, sender, service, body, form.get("StatusCallback")),
                    validity=int(validity) if validity else None,
                    at=time.monotonic(),
                )
            )
            self.changed.notify_all()
        return message

    def received(self, sid: str, sender: str, to: str, body: str) -> None:
        """Keeps a text that somebody sent to one of the account's numbers."""
        with self.changed:
            self.messages.setdefault(sid, Message(sid, to, sender, None, body, "inbound", "received", self._now()))

    def listed(self, to: str | None, sender: str | None) -> list[Message]:
        """The texts to and from these numbers, newest first."""
        with self.changed:
            found = [
                message
                for message in self.messages.values()
                if to in (None, message.to) and sender in (None, message.sender)
            ]
        return found[::-1]

    def _now(self) -> datetime:
        return self.clock().replace(microsecond=0)  # the API's times have whole seconds


def first_status(form: Mapping[str, str]) -> str:
    """A messaging service only accepts at first; it chooses a sender later."""
    return "accepted" if form.get("MessagingServiceSid") and not form.get("From") else "queued"


def new_sid(prefix: str = "SM") -> str:
    """A new SID, as unguessable as Twilio's."""
    return prefix + secrets.token_hex(16)
