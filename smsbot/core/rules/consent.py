"""STOP, HELP, START and JOIN: what opens and closes consent."""

from datetime import timedelta

from smsbot.core import engine
from smsbot.core.effects import (
    Asked,
    ConsentAct,
    Effect,
    OpenTicket,
    Pause,
    Question,
    RecordConsent,
    Remember,
    SetTimer,
    Stop,
    TextKind,
    TimerKind,
    Turn,
)
from smsbot.core.flow import Level
from smsbot.core.person import Consent
from smsbot.core.plan import next_follow_up
from smsbot.core.rules.heard import Heard
from smsbot.core.scene import Scene
from smsbot.core.words import OptOut, Reserved

SILENCE_MEANS_STOP = timedelta(days=1)
LONG = 40
"""Longer texts than this are read by a person (DESIGN 4, rule 9)."""


def stop(scene: Scene, heard: Heard) -> Turn | None:
    """A clear opt-out: everything ends at once. The carrier's own words are answered by the carrier alone."""
    if heard.reading.opt_out is not OptOut.SURE:
        return None
    if scene.person.consent is Consent.STOPPED:
        return Turn(rule="stop.again")
    ended = (Stop(heard.text), Remember(None))
    if heard.reading.carrier_stop:
        return Turn(ended, rule="stop.carrier")
    return Turn((*ended, scene.say("stop.confirm", TextKind.STOPPED)), rule="stop.own")


def ask_for_help(scene: Scene, heard: Heard) -> Turn | None:
    """HELP: who we are, a person, 911 and 988; also after STOP."""
    if heard.reading.reserved is not Reserved.HELP:
        return None
    return Turn((scene.say("help", TextKind.ANSWER),), rule="help")


def start(scene: Scene, heard: Heard) -> Turn | None:
    """START re-opens consent and lifts a pause; follow-ups still need a cadence. JOIN after STOP is as explicit."""
    word, person = heard.reading.reserved, scene.person
    closed = person.consent in (Consent.STOPPED, Consent.HELD)
    if word is Reserved.JOIN and closed:
        joined = engine.start(scene, "join") if not person.held else Turn()
        opened = (RecordConsent(ConsentAct.START, heard.text), Remember(None))
        return Turn((*opened, *joined.effects), joined.conversation, "start.join")
    if word is not Reserved.START:
        return None
    if not closed and person.paused_until is None:
        return Turn((scene.say("greeting", TextKind.ANSWER),), rule="start.greeting")
    effects: list[Effect] = [Pause(None), Remember(None)]
    if closed:
        effects.append(RecordConsent(ConsentAct.START, heard.text))
    if person.cadence is not None:
        effects.append(next_follow_up(person.cadence, person, scene.today, scene.now))
    return Turn((*effects, scene.say("start", TextKind.ANSWER)), rule="start")


def stopped_stays_silent(scene: Scene, heard: Heard) -> Turn | None:
    """After STOP nothing else is answered; what looks like a wish is left for a human to read."""
    if scene.person.consent is not Consent.STOPPED:
        return None
    if len(heard.text) <= LONG and heard.reading.reserved is None:
        return Turn(rule="stopped.silent")
    return Turn((OpenTicket("after_stop", Level.ROUTINE, note=heard.text),), rule="stopped.to_a_person")


def perhaps_stop(scene: Scene, heard: Heard) -> Turn | None:
    """Perhaps an opt-out: automatic texts rest, one question; silence means stop."""
    if heard.reading.opt_out is not OptOut.UNSURE:
        return None
    was = scene.person.consent
    hold = (RecordConsent(ConsentAct.HOLD, heard.text),) if was in (Consent.OPEN, Consent.INVITED) else ()
    return Turn(
        (
            *hold,
            Remember(Asked(Question.STOP, scene.now, {"was": was.value})),
            SetTimer(TimerKind.STOP_SILENCE, scene.now + SILENCE_MEANS_STOP),
            scene.say("stop.unsure"),
        ),
        rule="stop.unsure",
    )
