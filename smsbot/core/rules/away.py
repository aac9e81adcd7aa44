"""AWAY: jail, a hospital, a programme. Everything rests, and nothing resumes by itself (DESIGN 7)."""

from smsbot.core import engine
from smsbot.core.away_words import until_said
from smsbot.core.effects import (
    Away,
    ConsentAct,
    HoldTexts,
    MarkMenu,
    OpenTicket,
    RecordConsent,
    SetTimer,
    TimerKind,
    Turn,
)
from smsbot.core.flow import Level
from smsbot.core.keywords import flow_for
from smsbot.core.plan import NOTHING_NEXT
from smsbot.core.rules.consent import LONG
from smsbot.core.rules.heard import Heard
from smsbot.core.rules.with_flow import amber_is_open
from smsbot.core.scene import Scene
from smsbot.core.words import Life

BACK = "welcome_back"


def begin(scene: Scene, heard: Heard) -> Turn:
    """Everything rests from now on. A day that was named asks a worker to get in touch; no text goes by itself."""
    until = until_said(heard.text, now=scene.now, zone=scene.person.zone)
    rests = (HoldTexts(), RecordConsent(ConsentAct.AWAY, heard.text), Away(scene.now, until), NOTHING_NEXT)
    if until is None:
        return Turn((*rests, scene.say("away.done")))
    said = scene.say("away.until", until=scene.day(until))
    return Turn((*rests, SetTimer(TimerKind.AWAY_ENDS, until), said))


def ends(scene: Scene) -> Turn:
    """The day they named: a worker gets in touch. Who is back already, or stopped, needs nobody."""
    if scene.person.away_since is None or scene.person.death_reported:
        return Turn(rule="away.stale")
    return Turn((OpenTicket("away_ends", Level.ROUTINE),), rule="away.ends")


def of_another(scene: Scene, heard: Heard) -> Turn | None:
    """ "He's locked up til march", from whomever: a worker reads it. Nothing changes for anybody by itself."""
    if heard.reading.life is not Life.AWAY_OF_ANOTHER or amber_is_open(scene):
        return None
    told = OpenTicket("away_report", Level.ROUTINE, note=heard.text)
    return Turn((told, scene.say("report")), rule="away.of_another")


def back(scene: Scene, heard: Heard) -> Turn | None:
    """ "I'm back": they are, and still nothing starts by itself."""
    if scene.person.away_since is None or flow_for(heard.reading.plain, scene.program) != BACK:
        return None
    turn = engine.start(scene, BACK)
    return Turn((Away(None), *turn.effects), turn.conversation, "away.back")


def welcome(scene: Scene, heard: Heard) -> Turn | None:
    """Their first words since they went, if they ask for nothing in particular: once, what they would like now."""
    since, shown = scene.person.away_since, scene.person.menu_shown_at
    welcomed = since is not None and shown is not None and shown > since
    if since is None or welcomed or BACK not in scene.program.flows or len(heard.text) > LONG:
        return None
    turn = engine.start(scene, BACK)
    return Turn((*turn.effects, MarkMenu()), turn.conversation, "away.welcome")
