"""What Twilio's webhooks need, and what they do with a text."""

from collections.abc import Sequence
from dataclasses import dataclass

from smsbot.db.database import Database
from smsbot.providers.twilio import twiml
from smsbot.providers.twilio.inbound import InboundSms
from smsbot.usecases.ports import Clock
from smsbot.usecases.receive import Inbound, record
from smsbot.web.words import STATIC_ANSWER


@dataclass(frozen=True, slots=True)
class Doors:
    """What the webhooks need."""

    db: Database
    clock: Clock
    public_url: str
    tokens: Sequence[str]
    account_sid: str
    worker_number: str | None = None
    forward_calls_to: str | None = None
    caller_id: str | None = None  # the number that both phones see when a worker is connected with a person


def answer_text(doors: Doors, text: InboundSms) -> str:
    """Keep a text and answer it: nothing is said, or that we are slow, when nobody is there to decide."""
    arrived = Inbound(
        "sms",
        text.sid,
        text.sender,
        text.body,
        text.media,
        worker_line=doors.worker_number is not None and text.to == doors.worker_number,
    )
    kept = record(doors.db, arrived, doors.clock.now())
    return twiml.message(STATIC_ANSWER) if kept.answer_statically else twiml.EMPTY
