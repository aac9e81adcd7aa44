"""What is left: thanks, a wrong number, pictures, long texts, and everything nobody planned for."""

from datetime import timedelta

from smsbot.core import engine
from smsbot.core.effects import Asked, Freeze, MarkMenu, OpenTicket, Question, Remember, Turn
from smsbot.core.flow import Level
from smsbot.core.rules.consent import LONG
from smsbot.core.rules.heard import Heard
from smsbot.core.scene import Scene

MENU_RESTS = timedelta(hours=12)


def wrong_number(scene: Scene, heard: Heard) -> Turn | None:
    """Somebody else has this phone: nothing that we start goes there; nothing is confirmed about anyone."""
    if heard.reading.wrong_number:
        ticket = OpenTicket("number", Level.ROUTINE)
        return Turn((Freeze("wrong number"), scene.say("wrong_number"), ticket), rule="wrong_number")
    if heard.reading.who_are_you:
        return Turn((scene.say("who"),), rule="who")
    return None


def thanks(scene: Scene, heard: Heard) -> Turn | None:
    """Thanks, "ok god bless", an emoji: silence is the kind answer. A picture alone is answered.

    In the middle of what the person began, "sounds good" is meant as an answer, and silence would leave them hanging.
    """
    if heard.media and not heard.text:
        return Turn((scene.say("media"),), rule="media")
    talk = scene.person.conversation
    theirs = talk is not None and not talk.unasked
    if heard.reading.thanks and not scene.person.new and not theirs:
        return Turn(rule="thanks")
    return None


def anything(scene: Scene, heard: Heard) -> Turn:
    """A long text goes to a person; else hello, the menu once, then an offer of a person, then silence."""
    if len(heard.text) > LONG:
        return Turn((OpenTicket("words", Level.ROUTINE, note=heard.text), scene.say("long")), rule="long")
    if heard.reading.greeting or scene.person.new:
        return Turn((scene.say("greeting"),), rule="greeting")
    shown = scene.person.menu_shown_at
    if shown is None or scene.now - shown > MENU_RESTS:
        menu = engine.start(scene, "menu")
        return Turn((*menu.effects, MarkMenu()), menu.conversation, "menu")
    asked = scene.person.asked
    if asked is not None and asked.question is Question.PERSON and scene.now - asked.at <= MENU_RESTS:
        return Turn(rule="silence")
    return Turn((Remember(Asked(Question.PERSON, scene.now)), scene.say("person.offer")), rule="person.offer")
