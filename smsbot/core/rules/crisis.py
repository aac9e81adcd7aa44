"""Crisis first: in any state, either language, before any other rule."""

from dataclasses import replace

from smsbot.core import engine
from smsbot.core.effects import (
    Asked,
    Effect,
    HoldTexts,
    OpenTicket,
    Question,
    Remember,
    Stop,
    TellHolder,
    TextKind,
    Turn,
)
from smsbot.core.flow import Level
from smsbot.core.keywords import flow_for, is_keyword
from smsbot.core.person import CRISIS
from smsbot.core.rules.heard import Heard
from smsbot.core.scene import Scene
from smsbot.core.words import OptOut, Situation, Urgency

MUCH_DOUBT = 0.5
"""From this share of belief on, a text is more likely about danger than about anything else."""


def red(scene: Scene, heard: Heard) -> Turn | None:
    """A life may be in danger now: one useful answer and an alert; everything automatic rests."""
    if heard.reading.urgency is not Urgency.RED:
        return None
    return raise_alarm(scene, heard.reading.situation or Situation.OVERDOSE, heard)


def raise_alarm(scene: Scene, situation: Situation, heard: Heard) -> Turn:
    """The answer to this situation first, then the RED ticket."""
    return Turn(
        (
            *_rest(heard),
            scene.say(f"crisis.{situation}", TextKind.CRISIS),
            OpenTicket(CRISIS, Level.RED, note=heard.text),
            Remember(None),
        ),
        rule="crisis.red",
    )


def _rest(heard: Heard) -> tuple[Effect, ...]:
    # "stop texting me he's not breathing": the opt-out is recorded, and the crisis answered once all the same.
    return (Stop(heard.text),) if heard.reading.opt_out is OptOut.SURE else (HoldTexts(),)


def amber(scene: Scene, heard: Heard) -> Turn | None:
    """Unclear: one plain question, and the truth that someone on the team can see it."""
    if heard.reading.urgency is not Urgency.AMBER:
        return None
    situation = heard.reading.situation or Situation.OVERDOSE
    if scene.person.held:
        return raise_alarm(scene, situation, heard)
    stop: tuple[Effect, ...] = (Stop(heard.text),) if heard.reading.opt_out is OptOut.SURE else ()
    return Turn(
        (
            *stop,
            scene.say("crisis.amber", TextKind.CRISIS),
            OpenTicket(CRISIS, Level.AMBER, note=heard.text),
            Remember(Asked(Question.AMBER, scene.now, {"situation": situation.value})),
        ),
        rule="crisis.amber",
    )


def perhaps(scene: Scene, heard: Heard) -> Turn | None:
    """No rule sees danger, and all the words together may: the same plain question.

    Beside a keyword, or in answer to a question that is asked once more anyway, only in much doubt; never where the
    text is a keyword and nothing else.
    """
    reading = heard.reading
    if reading.doubt is None or reading.reserved is not None or reading.greeting:
        return None
    if is_keyword(reading.plain, scene.program):
        return None
    fits = engine.is_open(scene) or flow_for(reading.plain, scene.program) is not None
    if fits and reading.weighed.danger < MUCH_DOUBT:
        return None
    return amber(scene, replace(heard, reading=replace(reading, urgency=Urgency.AMBER, situation=reading.doubt)))


def held(scene: Scene, heard: Heard) -> Turn | None:
    """While a RED ticket is open the bot steps back: a human answers, and is told that there is more to read."""
    if not scene.person.held:
        return None
    return Turn(tell_holders(scene), rule="crisis.held")


def tell_holders(scene: Scene) -> tuple[TellHolder, ...]:
    """A notice for every open RED ticket, whatever its topic; none while there is none."""
    red = (ticket.topic for ticket in scene.person.tickets if ticket.level is Level.RED)
    return tuple(TellHolder(topic) for topic in dict.fromkeys(red))
