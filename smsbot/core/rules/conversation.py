"""The open question, wishes in a person's own words, and the words that start a flow."""

from dataclasses import replace

from smsbot.core import engine
from smsbot.core.answer_fit import saved_cadence
from smsbot.core.answers import Kind
from smsbot.core.cadence import Means
from smsbot.core.cadence_words import parse, speaks_of_it
from smsbot.core.effects import OpenTicket, Question, Turn
from smsbot.core.flow import Level
from smsbot.core.keywords import flow_for
from smsbot.core.rules.consent import LONG
from smsbot.core.rules.crisis import MUCH_DOUBT
from smsbot.core.rules.heard import Heard
from smsbot.core.scene import Scene
from smsbot.core.words import Reserved

CADENCE_FLOW = "cadence"


def answer(scene: Scene, heard: Heard) -> Turn | None:
    """An answer that fits the open question; "I meant 2" is about the one before."""
    if heard.reading.reserved is Reserved.MEANT:
        return None
    if _takes_anything(scene) and _means_something_else(scene, heard):
        return None  # "person" is a wish here, not the name of a meeting place
    return engine.reply(scene, heard.text) if engine.fits(scene, heard.text) else None


def _takes_anything(scene: Scene) -> bool:
    conversation, flow = scene.person.conversation, scene.person.flow
    if conversation is None or flow is None or conversation.step not in flow.steps:
        return False
    asked = flow.steps[conversation.step].ask
    return asked is not None and asked.answer == Kind.TEXT


def _means_something_else(scene: Scene, heard: Heard) -> bool:
    read, asked = heard.reading, scene.person.asked
    in_doubt = asked is not None and asked.question is Question.AMBER  # "I don't know" answers that one
    if read.doubt is not None and read.weighed.danger >= MUCH_DOUBT:
        return True
    return in_doubt or any((read.reserved, read.opt_out, read.wrong_number, read.who_are_you, read.life))


def wish(scene: Scene, heard: Heard) -> Turn | None:
    """How often, in their own words: understood, echoed back, and confirmed in the cadence flow."""
    window = scene.program.settings.window
    found = parse(heard.text, today=scene.today, window=window, current=scene.person.cadence)
    if found is None or CADENCE_FLOW not in scene.program.flows:
        return None
    if scene.person.shared and found.cadence is not None and found.cadence.means is Means.TEXT:
        return Turn((scene.say("shared_phone.join"),), rule="phone.join_on_shared")
    return engine.start(scene, CADENCE_FLOW, answers={"wish": saved_cadence(found.cadence)})


def how_often(scene: Scene, heard: Heard) -> Turn | None:
    """ "Every third friday" with nothing open: not understood, and clearly about this. The choices are offered."""
    if scene.person.new or CADENCE_FLOW not in scene.program.flows or not speaks_of_it(heard.text):
        return None
    return replace(engine.start(scene, CADENCE_FLOW), rule="conversation.how_often")


def keyword(scene: Scene, heard: Heard) -> Turn | None:
    """A word that starts a flow, typos forgiven."""
    name = flow_for(heard.reading.plain, scene.program)
    return None if name is None else engine.start(scene, name)


def try_again(scene: Scene, heard: Heard) -> Turn | None:
    """An open question and no answer to it: one more try, then the way on without it."""
    if not engine.is_open(scene):
        return None
    turn = engine.reply(scene, heard.text)
    if len(heard.text) <= LONG:
        return turn
    # More than a slip of the thumb: whatever the flow makes of it, a person reads these words.
    return replace(turn, effects=(*turn.effects, OpenTicket("words", Level.ROUTINE, note=heard.text)))
