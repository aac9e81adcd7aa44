"""HoldTexts: a crisis. Nothing automatic goes out, and nothing resumes by itself."""

from smsbot.core.effects import TextKind, TimerKind
from smsbot.db import conversations, outbox, timers
from smsbot.usecases.apply.cause import Cause

_KEPT = (TextKind.CRISIS, TextKind.TRUTH, TextKind.ANSWER, TextKind.STOPPED, TextKind.RELAY)


def hold_texts(cause: Cause) -> None:
    """Cancel what is queued, end the open conversation and its timers. The follow-up timer asks again when due."""
    outbox.cancel_queued(cause.tx, cause.person.id, "held", keep=_KEPT)
    conversations.stop_open(cause.tx, cause.person.id)
    kinds = (TimerKind.REPLY_TIMEOUT, TimerKind.EXPIRATION, TimerKind.WAKE)
    timers.cancel(cause.tx, *kinds, participant_id=cause.person.id)
