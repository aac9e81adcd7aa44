"""Freeze: a phone that may be somebody else's now."""

from smsbot.core.effects import Freeze, TimerKind
from smsbot.db import people, timers
from smsbot.usecases.apply.cause import Cause


def freeze(cause: Cause, effect: Freeze) -> None:
    """What we start no longer goes there; what they text is answered as ever."""
    people.freeze(cause.tx, [cause.phone_id], effect.why)
    timers.cancel(cause.tx, TimerKind.FOLLOW_UP, participant_id=cause.person.id)
