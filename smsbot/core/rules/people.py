"""A human was asked for: a ticket, and the truth about when somebody can answer."""

from smsbot.core.duty import is_staffed
from smsbot.core.effects import OpenTicket, Turn
from smsbot.core.flow import Level
from smsbot.core.scene import Scene


def call_in_a_person(scene: Scene, topic: str = "person", note: str = "") -> Turn:
    """A ticket for a person, answered with who can read it now."""
    staffed = is_staffed(scene.program.settings, scene.now)
    key = "person.asked" if staffed else "person.asked_closed"
    return Turn((OpenTicket(topic, Level.ROUTINE, note=note), scene.say(key)), rule="person")
