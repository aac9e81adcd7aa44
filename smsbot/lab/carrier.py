"""A carrier for the virtual clock: keeps what it was handed, and refuses whom it was told to refuse."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from smsbot.core.delivery import Accepted, Refused, SendResult
from smsbot.usecases.ports import CarrierText, Clock, OutgoingSms


@dataclass(frozen=True, slots=True)
class Sent:
    """One text that was handed over."""

    id: str
    to: str
    body: str
    at: datetime
    validity_seconds: int


@dataclass(slots=True)
class LabCarrier:
    """Implements Transport. `refuses` maps a number to the code it is refused with."""

    clock: Clock
    sent: list[Sent] = field(default_factory=list)
    refuses: dict[str, int] = field(default_factory=dict)

    def send(self, sms: OutgoingSms) -> SendResult:
        """Take one text, or refuse it."""
        if sms.to in self.refuses:
            return Refused(self.refuses[sms.to])
        self.sent.append(Sent(sms.id, sms.to, sms.body, self.clock.now(), sms.validity_seconds))
        return Accepted(f"SM{len(self.sent):032x}")

    def sent_to(self, to: str, since: datetime) -> Sequence[CarrierText]:
        """What it has for one number."""
        return [
            CarrierText(f"SM{n:032x}", one.body, "delivered", None, one.at)
            for n, one in enumerate(self.sent, start=1)
            if one.to == to and one.at >= since
        ]
