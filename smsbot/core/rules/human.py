"""A human and the person are texting each other: the bot steps back."""

from datetime import UTC, datetime, timedelta

from smsbot.core.effects import Forward, Turn
from smsbot.core.person import OpenTicketFact
from smsbot.core.rules.heard import Heard
from smsbot.core.scene import Scene

STEPS_BACK_FOR = timedelta(hours=2)
"""So long after the last text in either direction the bot leaves the person to their human."""

_NEVER = datetime.min.replace(tzinfo=UTC)


def is_on(scene: Scene, _heard: Heard) -> Turn | None:
    """Their words go to whoever they are texting with: no flow, no menu, no keyword."""
    on = [ticket for ticket in scene.person.tickets if ticket.taken and _until(ticket) > scene.now]
    return Turn((Forward(max(on, key=_until).code),), rule="human.forward") if on else None


def _until(ticket: OpenTicketFact) -> datetime:
    return ticket.relay_until or _NEVER
