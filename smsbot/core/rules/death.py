"""A death is said: everything automatic is held, and a human answers (DESIGN 7; voice: in grief, a human)."""

from smsbot.core.effects import Asked, OpenTicket, Question, Remember, ReportDeath, TellHolder, Turn
from smsbot.core.flow import Level
from smsbot.core.person import CRISIS, Consent
from smsbot.core.rules import human
from smsbot.core.rules.consent import LONG
from smsbot.core.rules.crisis import tell_holders
from smsbot.core.rules.heard import Heard
from smsbot.core.rules.with_flow import amber_is_open, with_flow
from smsbot.core.scene import Scene
from smsbot.core.words import Life

TOPIC = "death"
_LOSSES = (Life.DEATH_OF_PHONE, Life.DEATH_OF_KIN, Life.DEATH, Life.GRIEF)
_OF_ANOTHER = (Life.DEATH_OF_PHONE, Life.DEATH_OF_KIN)


def reported(scene: Scene, heard: Heard) -> Turn | None:
    """The person of this phone may have died: held at once, an AMBER ticket with the words, one kind text.

    While a human is already there, in a crisis or texting with them, the text is theirs to write.
    """
    person = scene.person
    if person.death_reported or not _of_this_person(scene, heard):
        return None
    ticket = OpenTicket(TOPIC, Level.AMBER, note=heard.text)
    on = human.is_on(scene, heard)
    silent = on is not None or person.held or person.consent is Consent.STOPPED
    said = () if silent else (scene.say("death"),)
    told = on.effects if on is not None else tell_holders(scene)
    return Turn((ReportDeath(), Remember(None), *said, ticket, *told), rule="death.reported")


def _of_this_person(scene: Scene, heard: Heard) -> bool:
    """Of this phone: of whoever had it. "His mom" and "he": only where there is a plan that they may be speaking of."""
    life, person = heard.reading.life, scene.person
    if life is Life.DEATH_OF_PHONE:
        return not person.new
    in_a_crisis = amber_is_open(scene) or any(ticket.topic == CRISIS for ticket in person.tickets)
    if life is Life.DEATH:
        return person.has_plan and not in_a_crisis  # else "he" is whom the crisis was about
    return life is Life.DEATH_OF_KIN and person.has_plan


def waiting(scene: Scene, heard: Heard) -> Turn | None:
    """Until a worker has looked, whatever comes from this phone goes to a human, and nothing automatic comes back."""
    if not scene.person.death_reported:
        return None
    on = human.is_on(scene, heard)
    if on is not None:
        return on
    known = any(ticket.topic == TOPIC for ticket in scene.person.tickets)
    read = TellHolder(TOPIC) if known else OpenTicket(TOPIC, Level.AMBER, note=heard.text)
    return Turn((read, *tell_holders(scene)), rule="death.waiting")


def grief(scene: Scene, heard: Heard) -> Turn | None:
    """They lost somebody: sorry, and a person, if they would like one. A death that is told us from another phone,
    and whatever took many words, a person reads in any case.
    """
    if heard.reading.life not in _LOSSES or amber_is_open(scene):
        return None
    topic = "death_report" if heard.reading.life in _OF_ANOTHER else "words"
    read = (OpenTicket(topic, Level.ROUTINE, note=heard.text),) if topic != "words" or len(heard.text) > LONG else ()
    offer = Remember(Asked(Question.PERSON, scene.now))
    return with_flow(scene, heard, (*read, scene.say("grief")), alone=(offer,), rule="grief")
