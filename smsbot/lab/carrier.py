"""A carrier for the virtual clock: keeps what it was handed, and refuses whom it was told to refuse."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from smsbot.core.delivery import Accepted, Refused, SendResult
from smsbot.usecases.ports import CarrierText, Clock, ListedText, OutgoingCall, OutgoingSms


@dataclass(frozen=True, slots=True)
class Sent:
    """One text that was handed over."""

    id: str
    to: str
    body: str
    at: datetime
    validity_seconds: int


@dataclass(frozen=True, slots=True)
class Rang:
    """One worker's phone that rang."""

    id: str
    to: str
    at: datetime


@dataclass(slots=True)
class LabCarrier:
    """Implements Transport. `refuses` maps a number to the code it is refused with."""

    clock: Clock
    sent: list[Sent] = field(default_factory=list)
    refuses: dict[str, int] = field(default_factory=dict)
    rang: list[Rang] = field(default_factory=list)
    received: list[ListedText] = field(default_factory=list)  # what no webhook brought to the programme
    ended: dict[str, tuple[str, int | None]] = field(default_factory=dict)  # by our id: an end no callback told of

    def send(self, sms: OutgoingSms) -> SendResult:
        """Take one text, or refuse it."""
        if sms.to in self.refuses:
            return Refused(self.refuses[sms.to])
        self.sent.append(Sent(sms.id, sms.to, sms.body, self.clock.now(), sms.validity_seconds))
        return Accepted(f"SM{len(self.sent):032x}")

    def call(self, call: OutgoingCall) -> SendResult:
        """Ring a worker, or refuse to."""
        if call.to in self.refuses:
            return Refused(self.refuses[call.to])
        self.rang.append(Rang(call.id, call.to, self.clock.now()))
        return Accepted(f"CA{len(self.rang):032x}")

    def listed(self, since: datetime) -> Sequence[ListedText] | None:
        """Everything it took, oldest first."""
        ours = [
            ListedText(f"SM{n:032x}", False, "", one.to, one.body, 0, *self.ended.get(one.id, ("sent", None)), one.at)
            for n, one in enumerate(self.sent, start=1)
        ]
        return sorted(
            (one for one in (*ours, *self.received) if one.created_at >= since), key=lambda one: one.created_at
        )

    def sent_to(self, to: str, since: datetime) -> Sequence[CarrierText]:
        """What it has for one number."""
        return [
            CarrierText(f"SM{n:032x}", one.body, "delivered", None, one.at)
            for n, one in enumerate(self.sent, start=1)
            if one.to == to and one.at >= since
        ]
