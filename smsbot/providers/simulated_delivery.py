"""How a text of ours travels to a phone, and what the programme is told about it on the way."""

import uuid
from dataclasses import dataclass

from smsbot.core.delivery import TextStatus
from smsbot.providers.simulated_forms import Ends, status_form
from smsbot.providers.simulated_later import Later
from smsbot.providers.simulated_network import PhoneNetwork
from smsbot.providers.simulated_phones import Bubble, Direction
from smsbot.providers.simulated_webhook import Webhook
from smsbot.usecases.ports import Clock

UNREACHABLE = 30003


@dataclass(frozen=True, slots=True)
class Delivery:
    """Queued at once, sent after `pace` seconds, delivered after as many again unless the phone is off."""

    network: PhoneNetwork
    webhook: Webhook
    later: Later
    clock: Clock
    pace: float

    def begin(self, ends: Ends, body: str, receipts: str | None) -> str:
        """Put a text on its way and name it. `receipts` is the path that is told what becomes of it."""
        sid = new_sid("SM")
        self.network.show(
            ends.recipient,
            Bubble(sid, Direction.FROM_PROGRAMME, body, TextStatus.QUEUED, self.clock.now()),
        )
        self.later.run_in(self.pace, lambda: self._report(ends, sid, TextStatus.SENT, receipts))
        self.later.run_in(2 * self.pace, lambda: self._arrive(ends, sid, receipts))
        return sid

    def _arrive(self, ends: Ends, sid: str, receipts: str | None) -> None:
        on = self.network.is_on(ends.recipient)
        self._report(ends, sid, TextStatus.DELIVERED if on else TextStatus.UNDELIVERED, receipts)

    def _report(self, ends: Ends, sid: str, status: TextStatus, receipts: str | None) -> None:
        code = error_code(status)
        note = f"not delivered: the phone was switched off ({code})" if code else ""
        self.network.mark(ends.recipient, sid, status, note)
        if receipts is None:
            return
        answer = self.webhook.post(receipts, status_form(ends, sid, status.value, self.clock.now(), code))
        if answer.problem:
            lost = f"the programme did not take the receipt ({answer.problem})"
            self.network.mark(ends.recipient, sid, status, f"{note}; {lost}" if note else lost)


def new_sid(kind: str) -> str:
    """A fresh name of a text or call, as Twilio makes them: two letters and 32 hex digits."""
    return f"{kind}{uuid.uuid4().hex}"


def error_code(status: TextStatus) -> int | None:
    """The carrier's code for a text that has this status: only a phone out of reach ever fails one."""
    return UNREACHABLE if status is TextStatus.UNDELIVERED else None
