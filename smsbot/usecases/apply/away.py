"""Away: everything automatic rests until the person is back, or a worker has found them."""

from smsbot.core.effects import Away, TimerKind
from smsbot.db import people, timers
from smsbot.usecases.apply.cause import Cause


def away(cause: Cause, effect: Away) -> None:
    """Kept with the day they named, if they named one. What they chose stays written, and is not sent."""
    people.change(cause.tx, cause.person.id, away_since=effect.since, away_until=effect.until)
    timers.cancel(cause.tx, TimerKind.AWAY_ENDS, participant_id=cause.person.id)
