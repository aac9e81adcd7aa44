"""How a call of ours travels: the worker's phone rings, they press 1, and the person's phone rings."""

from dataclasses import dataclass
from urllib.parse import quote

from smsbot.core.delivery import TextStatus
from smsbot.providers.simulated_delivery import new_sid
from smsbot.providers.simulated_forms import Ends, voice_form
from smsbot.providers.simulated_later import Later
from smsbot.providers.simulated_network import PhoneNetwork
from smsbot.providers.simulated_phones import Bubble, Direction, PhoneError, Role
from smsbot.providers.simulated_webhook import Answer, Webhook
from smsbot.usecases.ports import Clock

_OFF = "nobody answered: the phone was switched off"
_CONNECTED = "connected with a person on the team"


@dataclass(frozen=True, slots=True)
class Calls:
    """Rings at once; whoever's phone is on answers after `pace` seconds and presses 1."""

    network: PhoneNetwork
    webhook: Webhook
    later: Later
    clock: Clock
    pace: float

    def begin(self, ends: Ends, our_id: str) -> str:
        """Ring a worker's phone and name the call."""
        sid = new_sid("CA")
        self._show(ends.recipient, sid)
        path = f"/twilio/bridge?oid={quote(our_id, safe='')}"
        self.later.run_in(self.pace, lambda: self._answered(ends, sid, path))
        return sid

    def _answered(self, ends: Ends, sid: str, path: str) -> None:
        if not self.network.is_on(ends.recipient):
            self.network.mark(ends.recipient, sid, TextStatus.UNDELIVERED, _OFF)
            return
        form = {**voice_form(ends, sid), "CallStatus": "in-progress", "Direction": "outbound-api"}
        asked = self.webhook.post(path, form)
        answer = self.webhook.post(path, {**form, "Digits": "1"}) if asked.spoken else asked
        problem = asked.problem or answer.problem
        note = f"not connected ({problem})" if problem else self._ring_on(ends, answer)
        status = TextStatus.FAILED if problem else TextStatus.DELIVERED
        self.network.mark(ends.recipient, sid, status, note, "\n".join((*asked.spoken, *answer.spoken)))

    def _ring_on(self, ends: Ends, answer: Answer) -> str:
        """The person's phone; what to say about it on the worker's."""
        for number in answer.dials:
            try:
                self.network.ensure(number, Role.PARTICIPANT)
            except PhoneError as error:
                return f"not connected ({error})"
            sid, on = new_sid("CA"), self.network.is_on(number)
            self._show(number, sid)
            note = f"{_CONNECTED}; the number shown is {ends.sender}" if on else _OFF
            self.network.mark(number, sid, TextStatus.DELIVERED if on else TextStatus.UNDELIVERED, note)
        return f"then connects to {', '.join(answer.dials)}" if answer.dials else ""

    def _show(self, number: str, sid: str) -> None:
        self.network.show(number, Bubble(sid, Direction.RINGS, "", TextStatus.QUEUED, self.clock.now()))
