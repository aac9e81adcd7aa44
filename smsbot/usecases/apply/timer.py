"""SetTimer: due moments of the open conversation, and of a question that silence answers."""

from smsbot.core.effects import SetTimer, TimerKind
from smsbot.db import timers
from smsbot.usecases.apply.cause import Cause

_OF_QUESTION = (TimerKind.REPLY_TIMEOUT, TimerKind.EXPIRATION)
_OF_CONVERSATION = (*_OF_QUESTION, TimerKind.WAKE)


def cancel_timers(cause: Cause) -> None:
    """A conversation that moved on needs none of its earlier timers; one that sleeps beside it keeps its own."""
    timers.cancel(cause.tx, *_OF_QUESTION, participant_id=cause.person.id)


def set_timer(cause: Cause, effect: SetTimer) -> None:
    """Set it; it names the visit of the step, so that it is a no-op once the conversation has moved on."""
    if effect.kind not in _OF_CONVERSATION:
        timers.cancel(cause.tx, effect.kind, participant_id=cause.person.id)
        timers.set_timer(cause.tx, effect.kind, effect.due, participant_id=cause.person.id)
        return
    if cause.conversation is not None:
        timers.set_timer(
            cause.tx,
            effect.kind,
            effect.due,
            participant_id=cause.person.id,
            conversation_id=cause.conversation.id,
            visit=cause.conversation.visit,
        )
