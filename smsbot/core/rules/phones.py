"""What people say about their phones: others read it, or it is a new one."""

from dataclasses import replace

from smsbot.core.effects import MarkFamily, MarkShared, OpenTicket, Turn
from smsbot.core.flow import Level
from smsbot.core.rules.heard import Heard
from smsbot.core.rules.with_flow import amber_is_open, with_flow
from smsbot.core.scene import Scene
from smsbot.core.words import Life, Reserved


def shared(scene: Scene, heard: Heard) -> Turn | None:
    """Others read this phone: said once what that means, in the quiet words that it means.

    "This is not my phone, it's my cousin's" may be the cousin: then nothing of anybody's is shown there.
    """
    if heard.reading.life is not Life.SHARED_PHONE or heard.reading.wrong_number or _asks_for_more(scene, heard):
        return None
    quietly = replace(scene, person=replace(scene.person, shared=True, quiet=True, name=""))
    return with_flow(quietly, heard, (MarkShared(), quietly.say("shared_phone")), rule="phone.shared")


def join_on_shared(scene: Scene, heard: Heard) -> Turn | None:
    """JOIN from a shared phone: the truth, which is that nothing scheduled goes there."""
    if not scene.person.shared or heard.reading.reserved is not Reserved.JOIN:
        return None
    return Turn((scene.say("shared_phone.join"),), rule="phone.join_on_shared")


def new(scene: Scene, heard: Heard) -> Turn | None:
    """ "This is Dee, new phone": full service at once, as somebody new; a worker talks with them before any joining.

    Nothing is said about whether we know a Dee.
    """
    if heard.reading.life is not Life.NEW_PHONE or heard.reading.who_are_you or _asks_for_more(scene, heard):
        return None
    ticket = OpenTicket("new_number", Level.ROUTINE, note=heard.text)
    return with_flow(scene, heard, (ticket, scene.say("new_phone")), rule="phone.new")


def family(scene: Scene, heard: Heard) -> Turn | None:
    """Somebody who cares about a person: what they can get themselves, and nothing about anyone.

    On the phone of somebody with a plan it is a sign that others read it; a worker looks.
    """
    if heard.reading.life is not Life.FAMILY or amber_is_open(scene):
        return None
    if scene.person.has_plan:
        look = OpenTicket("number", Level.ROUTINE, note=heard.text)
        return with_flow(scene, heard, (look,), alone=(scene.say("family"),), rule="family")
    return with_flow(scene, heard, (MarkFamily(),), alone=(scene.say("family"),), rule="family")


def _asks_for_more(scene: Scene, heard: Heard) -> bool:
    """A reserved word says more clearly what is wanted; "cambie de numero" only sounds like one."""
    return heard.reading.reserved not in (None, Reserved.CHANGE) or amber_is_open(scene)
