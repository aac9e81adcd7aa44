"""The person and what they asked for: never mind, a change, and the answer to "what changed?"."""

from dataclasses import replace

from smsbot.core.conversation import Conversation, Status
from smsbot.core.effects import Asked, ChangeRequest, CloseRequest, Question, Remember, Turn
from smsbot.core.person import OpenTicketFact
from smsbot.core.requests import is_request
from smsbot.core.rules.heard import Heard
from smsbot.core.rules.human import STEPS_BACK_FOR
from smsbot.core.scene import Scene
from smsbot.core.words import Reserved

_ABOUT_TEXTS = frozenset(
    "texts messages checkins checkin check plan schedule cadence often language mensajes saludos idioma".split()
)
"""A change of these is a change of the plan or the language, not of what was asked for."""


_BARE = 3
"""Up to so many words ("change my address") say that something changed and not what."""


def newest_own(scene: Scene) -> OpenTicketFact | None:
    """The newest open request of this person."""
    return next((t for t in reversed(scene.person.tickets) if is_request(t.topic, t.level)), None)


def calls_off(scene: Scene, heard: Heard) -> OpenTicketFact | None:
    """The request that this text calls off, if it calls one off."""
    if heard.reading.reserved is not Reserved.NEVERMIND or in_the_middle(scene):
        return None  # in the middle of something new it is that which they let go of
    return newest_own(scene)


def in_the_middle(scene: Scene) -> bool:
    """Is a question open in something that the person began?"""
    talk = scene.person.conversation
    return talk is not None and talk.status is Status.WAITING and not talk.unasked


def close(own: OpenTicketFact) -> CloseRequest:
    """Their own request ends."""
    return CloseRequest(own.code)


def never_mind(scene: Scene, heard: Heard) -> Turn:
    """An open conversation ends quietly; else their newest request is closed; with none open, all is fine."""
    own = calls_off(scene, heard)
    if own is not None:
        return Turn((close(own), Remember(None), scene.say("request.closed")), _ended(scene))
    said = "nevermind.none" if newest_own(scene) is None else "nevermind.still"
    return Turn((Remember(None), scene.say(said)), _ended(scene))


def change(scene: Scene, heard: Heard) -> Turn | None:
    """The words go to the open request; a bare CHANGE is asked what changed. Nothing open: another word's matter."""
    own = newest_own(scene)
    if own is None or not _ABOUT_TEXTS.isdisjoint(heard.reading.plain.split()):
        return None
    if len(heard.reading.plain.split()) > _BARE:
        return kept(scene, own, heard.text)
    return Turn((Remember(Asked(Question.CHANGE, scene.now, {"code": own.code})), scene.say("request.what")))


def what_changed(scene: Scene, heard: Heard) -> Turn | None:
    """The next text after "what changed?" is the answer, unless it is a wish of its own."""
    asked = scene.person.asked
    if asked is None or asked.question is not Question.CHANGE or scene.now - asked.at > STEPS_BACK_FOR:
        return None
    own = next((t for t in scene.person.tickets if t.code == asked.about["code"]), None)
    other = heard.reading.reserved not in (None, Reserved.CHANGE) or heard.reading.opt_out is not None
    if own is None or other or not heard.text:
        return None
    turn = kept(scene, own, heard.text)
    return replace(turn, effects=(Remember(None), *turn.effects), rule="request.changed")


def kept(scene: Scene, own: OpenTicketFact, words: str) -> Turn:
    """The person's words stay with their request, and whoever has it is told."""
    return Turn((ChangeRequest(own.code, words), scene.say("request.changed")))


def _ended(scene: Scene) -> Conversation | None:
    state = scene.person.conversation
    return None if state is None else replace(state, status=Status.STOPPED)
