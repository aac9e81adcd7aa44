"""Two things in one text: what it says about a person or their phone, and the flow that it asks for."""

from smsbot.core import engine
from smsbot.core.effects import Effect, Question, Turn
from smsbot.core.keywords import flow_for
from smsbot.core.rules.asked import ANSWERABLE_FOR
from smsbot.core.rules.heard import Heard
from smsbot.core.scene import Scene


def with_flow(
    scene: Scene, heard: Heard, effects: tuple[Effect, ...], *, rule: str, alone: tuple[Effect, ...] = ()
) -> Turn:
    """These effects, and the flow whose keyword stands in the text; `alone` only where no flow was asked for."""
    name = flow_for(heard.reading.plain, scene.program)
    if name is None:
        return Turn((*effects, *alone), rule=rule)
    asked = engine.start(scene, name)
    return Turn((*effects, *asked.effects), asked.conversation, rule)


def amber_is_open(scene: Scene) -> bool:
    """Did we ask lately whether somebody is in danger? Then that comes first."""
    asked = scene.person.asked
    return asked is not None and asked.question is Question.AMBER and scene.now - asked.at <= ANSWERABLE_FOR
