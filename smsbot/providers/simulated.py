"""A carrier that reaches nobody: a small phone network in memory that speaks Twilio's HTTP to the programme.

Nothing leaves this machine. It behaves as Twilio's documentation says Twilio does: signed webhooks, status
callbacks, keywords that the carrier answers itself, and 21610 for whoever texted one of its stop words.
"""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from smsbot.core.delivery import Accepted, NotSent, Refused, SendResult, TextStatus
from smsbot.providers.simulated_calls import Calls
from smsbot.providers.simulated_delivery import Delivery, error_code, new_sid
from smsbot.providers.simulated_forms import Ends, inbound_form, voice_form
from smsbot.providers.simulated_later import Later
from smsbot.providers.simulated_network import PhoneNetwork
from smsbot.providers.simulated_phones import Bubble, Direction, PhoneError, PhoneView, Role
from smsbot.providers.simulated_webhook import Webhook
from smsbot.providers.simulated_words import carrier_answer
from smsbot.usecases.ports import CarrierText, Clock, ListedText, OutgoingCall, OutgoingSms

OPTED_OUT = 21610
INVALID_NUMBER = 21211
LONGEST_TEXT = 1600  # characters; Twilio's limit for a body
MOST_PICTURES = 10
PEOPLE = (
    ("+13365550111", "Ana", Role.PARTICIPANT),
    ("+13365550150", "Sam", Role.WORKER),
    ("+13365550151", "Dee", Role.WORKER),
)


class SimulatedCarrier:
    """A `Transport` with phones to look at. Safe to use from many threads; `close` it to end its thread."""

    def __init__(
        self,
        webhook_base: str,
        public_url: str,
        account_sid: str,
        auth_token: str,
        number: str,
        worker_number: str | None,
        clock: Clock,
        http_timeout: float = 10,
        *,
        pace: float = 0.35,
    ) -> None:
        """`webhook_base`: where the programme listens on this machine. `public_url`: the address it is known by,
        which is what gets signed. `http_timeout` and `pace`, the time between two receipts, are in seconds.
        """
        self._account_sid = account_sid
        self._number = number
        self._worker_number = worker_number
        self._clock = clock
        self._webhook = Webhook(webhook_base, public_url, auth_token, http_timeout)
        self._network = PhoneNetwork()
        self._later = Later("simulated-carrier")
        self._delivery = Delivery(self._network, self._webhook, self._later, clock, pace)
        self._calls = Calls(self._network, self._webhook, self._later, clock, pace)
        for phone in PEOPLE:
            self.add_phone(*phone)

    # What the programme sees.

    def send(self, sms: OutgoingSms) -> SendResult:
        """Put a text on a phone, which is made if it is new; the receipts follow from another thread."""
        if self._later.closed:
            return NotSent("the simulated carrier is closed")
        line = (self._worker_number if sms.worker_line else None) or self._number
        if self._network.blocks(sms.to, line):
            return Refused(OPTED_OUT)
        try:
            self._network.ensure(sms.to, Role.WORKER if sms.worker_line else Role.PARTICIPANT)
        except PhoneError:
            return Refused(INVALID_NUMBER)
        receipts = f"/twilio/status?oid={quote(sms.id, safe='')}"
        return Accepted(self._delivery.begin(Ends(self._account_sid, line, sms.to), sms.body, receipts))

    def call(self, call: OutgoingCall) -> SendResult:
        """Ring a worker's phone from the programme's number; they answer if it is on, and press 1."""
        if self._later.closed:
            return NotSent("the simulated carrier is closed")
        try:
            self._network.ensure(call.to, Role.WORKER)
        except PhoneError:
            return Refused(INVALID_NUMBER)
        return Accepted(self._calls.begin(Ends(self._account_sid, self._number, call.to), call.id))

    def sent_to(self, to: str, since: datetime) -> tuple[CarrierText, ...]:
        """Our texts to one number since an aware moment, newest first; answers in TwiML are among them."""
        return tuple(
            CarrierText(b.id, b.body, b.status.value, error_code(b.status), b.at)
            for b in self._network.texts_to(to, since)
        )

    def listed(self, since: datetime) -> tuple[ListedText, ...]:
        """Every text of every phone since an aware moment, oldest first."""
        found = [
            ListedText(
                b.id, inbound, *self._ends(number, inbound), b.body, 0, b.status.value, error_code(b.status), b.at
            )
            for number, b in self._network.texts_since(since)
            for inbound in (b.direction is Direction.FROM_PHONE,)
        ]
        return tuple(sorted(found, key=lambda text: text.created_at))

    def _ends(self, number: str, inbound: bool) -> tuple[str, str]:
        line = self._line_of(number)
        return (number, line) if inbound else (line, number)

    # What people with phones do.

    def text_from(self, number: str, body: str, media: int = 0) -> None:
        """Somebody texts the programme, from a new phone perhaps; returns when the programme has answered.

        PhoneError for a phone that is off and for a text that no phone could send.
        """
        _check_text(body, media)
        self._network.ensure(number, Role.PARTICIPANT)
        self._check_on(number)
        line = self._line_of(number)
        sid = new_sid("MM" if media else "SM")
        self._show(number, sid, Direction.FROM_PHONE, body, note=_pictures(media))
        self._answer_keyword(number, line, body)
        form = inbound_form(Ends(self._account_sid, number, line), sid, body, media)
        answer = self._webhook.post("/twilio/sms", form)
        if answer.problem:
            note = f"not delivered to the programme ({answer.problem})"
            self._network.mark(number, sid, TextStatus.FAILED, note)
        else:
            self._network.mark(number, sid, TextStatus.DELIVERED)
            self._show_answers(number, line, sid, answer.messages)

    def call_from(self, number: str) -> tuple[str, ...]:
        """Somebody calls the programme; the sentences it says. PhoneError for a phone that is off."""
        self._network.ensure(number, Role.PARTICIPANT)
        self._check_on(number)
        sid = new_sid("CA")
        self._show(number, sid, Direction.CALL, "")
        ends = Ends(self._account_sid, number, self._line_of(number))
        answer = self._webhook.post("/twilio/voice", voice_form(ends, sid))
        note = f"not connected to the programme ({answer.problem})" if answer.problem else ""
        if answer.dials:
            note = f"then connects to {', '.join(answer.dials)}"
        status = TextStatus.FAILED if answer.problem else TextStatus.DELIVERED
        self._network.mark(number, sid, status, note, "\n".join(answer.spoken))
        return answer.spoken

    def add_phone(self, number: str, label: str, role: Role) -> None:
        """Have a phone with this number (E.164); one that is there stays as it is. PhoneError if it cannot be."""
        self._network.ensure(number, role, label)

    def power(self, number: str, on: bool) -> None:
        """Switch a phone on or off; our texts to one that is off come back as undelivered."""
        self._network.power(number, on)

    # For whoever watches.

    @property
    def changes(self) -> int:
        """Grows with every change of any phone, so that a page can ask cheaply."""
        return self._network.changes

    def phones(self) -> tuple[PhoneView, ...]:
        """Every phone as it is now."""
        return self._network.snapshot()

    def close(self) -> None:
        """End the background thread; receipts not yet sent are dropped, and later texts are not taken."""
        self._later.close()

    # Inside the network.

    def _line_of(self, number: str) -> str:
        for_worker = self._network.role(number) is Role.WORKER
        return (self._worker_number if for_worker else None) or self._number

    def _check_on(self, number: str) -> None:
        if not self._network.is_on(number):
            raise PhoneError("This phone is switched off. Switch it on first.")

    def _show(self, number: str, sid: str, direction: Direction, body: str, note: str = "") -> None:
        sending = direction in (Direction.FROM_PHONE, Direction.CALL)
        status = TextStatus.SENDING if sending else TextStatus.QUEUED
        self._network.show(number, Bubble(sid, direction, body, status, self._clock.now(), note))

    def _show_answers(self, number: str, line: str, asked: str, answers: Sequence[str]) -> None:
        if answers and self._network.blocks(number, line):
            note = f"the programme's answer was refused: this phone said stop ({OPTED_OUT})"
            self._network.mark(number, asked, TextStatus.DELIVERED, note)
            return
        for text in answers:
            self._delivery.begin(Ends(self._account_sid, line, number), text, receipts=None)

    def _answer_keyword(self, number: str, line: str, body: str) -> None:
        answer = carrier_answer(body, self._network.blocks(number, line))
        if answer is None:
            return
        self._network.block(number, line, answer.blocked)
        if answer.text is not None:
            sid = new_sid("SM")
            self._show(number, sid, Direction.FROM_CARRIER, answer.text)
            self._network.mark(number, sid, TextStatus.DELIVERED)


def _pictures(media: int) -> str:
    return "" if not media else "with 1 picture" if media == 1 else f"with {media} pictures"


def _check_text(body: str, media: int) -> None:
    if not 0 <= media <= MOST_PICTURES:
        raise PhoneError(f"A message carries 0 to {MOST_PICTURES} pictures.")
    if not body.strip() and not media:
        raise PhoneError("Write something first.")
    if len(body) > LONGEST_TEXT:
        raise PhoneError(f"A text holds at most {LONGEST_TEXT} characters; this one has {len(body)}.")
    if any("\ud800" <= char <= "\udfff" or char == "\0" for char in body):
        raise PhoneError("This text holds a character that no phone can send.")
