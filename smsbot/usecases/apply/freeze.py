"""Freeze: a phone that may be somebody else's now."""

from smsbot.core.effects import Freeze, TextKind, TimerKind
from smsbot.db import conversations, outbox, people, timers
from smsbot.usecases.apply.cause import Cause

_KEPT = (TextKind.CRISIS, TextKind.STOPPED, TextKind.RELAY)
_STOPPED = (TimerKind.FOLLOW_UP, TimerKind.REPLY_TIMEOUT, TimerKind.EXPIRATION, TimerKind.AWAY_ENDS)


def freeze(cause: Cause, effect: Freeze) -> None:
    """What we start no longer goes there, and what was open with the person before is not shown to who has it now."""
    tx, person_id = cause.tx, cause.person.id
    people.freeze(tx, [cause.phone_id], effect.why)
    outbox.cancel_queued(tx, person_id, effect.why, keep=_KEPT)
    conversations.stop_open(tx, person_id)
    timers.cancel(tx, *_STOPPED, participant_id=person_id)
    people.change(tx, person_id, asked=None)
