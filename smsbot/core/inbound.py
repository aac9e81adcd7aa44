"""What one inbound text leads to: the rules, in their order. The first that has something to say decides.

Crisis and opt-out come first and need no flow, no template and no conversation.
"""

from collections.abc import Callable
from dataclasses import replace

from smsbot.core.effects import Effect, MarkFamily, SetLanguage, Turn
from smsbot.core.rules import (
    asked,
    away,
    consent,
    conversation,
    crisis,
    death,
    human,
    late,
    other,
    phones,
    requests,
    reserved,
    wishes,
)
from smsbot.core.rules.heard import Heard
from smsbot.core.scene import Scene
from smsbot.core.words import Life, read

Rule = Callable[[Scene, Heard], Turn | None]

RULES: tuple[Rule, ...] = (
    crisis.red,
    crisis.amber,
    asked.amber,
    consent.stop,
    consent.ask_for_help,
    death.reported,
    death.waiting,
    consent.start,
    crisis.held,
    human.is_on,
    asked.amber_after_stop,
    consent.stopped_stays_silent,
    asked.answered,
    requests.what_changed,
    conversation.answer,
    consent.perhaps_stop,
    phones.shared,
    phones.join_on_shared,
    phones.new,
    wishes.worker,
    reserved.act,
    wishes.words,
    conversation.wish,
    other.wrong_number,
    away.of_another,
    away.back,
    death.grief,
    phones.family,
    crisis.perhaps,
    conversation.keyword,
    consent.perhaps_meant_stop,
    asked.amber_unclear,
    other.thanks,
    conversation.try_again,
    conversation.how_often,
    away.welcome,
    other.anything,
)

_ABOUT_NOW = (
    *(asked.amber, asked.amber_after_stop, asked.answered, requests.what_changed, conversation.answer),
    *(asked.amber_unclear, other.thanks, conversation.try_again, away.welcome, other.anything),
)
"""They take a text for an answer to what was said last, or for the beginning of a talk."""

OVERTAKEN: tuple[Rule, ...] = (
    crisis.red,
    crisis.amber,
    late.danger,
    late.consent_moved_on,
    *(rule for rule in RULES if rule not in (crisis.red, crisis.amber, *_ABOUT_NOW)),
    late.rest,
)
"""The rules for a text that reached us after what was sent later."""


def decide(text: str, scene: Scene, *, media: int = 0) -> Turn:
    """One text of a participant, one turn. Total: any text, in any state.

    Args:
        text: the body as received, up to 1,600 characters.
        scene: the person, the programme and the moment.
        media: how many pictures came along; we cannot open them.
    """
    reading = read(text, scene.program.lexicon)
    effects: tuple[Effect, ...] = ()
    if reading.language is not None and (scene.person.new or reading.urgency is not None):
        # A first text, or a crisis in the other language, is answered in the language it was written in.
        scene = replace(scene, person=replace(scene.person, language=reading.language))
        effects = (SetLanguage(reading.language),)
    heard = Heard(text.strip(), reading, media)
    if reading.urgency is not None and reading.life is Life.FAMILY and not scene.person.has_plan:
        effects = (*effects, MarkFamily())  # the crisis is answered; who they are is kept for what they ask next
    rules = RULES if scene.overtaken is None else OVERTAKEN
    turn = next(turn for rule in rules if (turn := rule(scene, heard)) is not None)
    return replace(turn, effects=effects + turn.effects)
