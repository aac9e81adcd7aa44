"""STOP, HELP, START and JOIN: what opens and closes consent."""

from dataclasses import replace
from datetime import datetime, timedelta

from smsbot.core import engine
from smsbot.core.cadence_words import parse
from smsbot.core.effects import (
    Asked,
    Away,
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
from smsbot.core.keywords import flow_for, is_keyword
from smsbot.core.person import Consent, Person
from smsbot.core.plan import next_follow_up
from smsbot.core.rules.crisis import MUCH_DOUBT, tell_holders
from smsbot.core.rules.heard import Heard
from smsbot.core.rules.requests import calls_off, close, in_the_middle
from smsbot.core.scene import Scene
from smsbot.core.words import Meaning, OptOut, Reserved

SILENCE_MEANS_STOP = timedelta(days=1)
_ENOUGH = (Reserved.LESS, Reserved.PAUSE)
"""What says how much is to stop ("stop texting me every day") is no riddle: it is done at once."""

LONG = 40
"""Longer texts than this are read by a person (DESIGN 4, rule 9)."""


def stop(scene: Scene, heard: Heard) -> Turn | None:
    """A clear opt-out: everything ends at once. The carrier's own words are answered by the carrier alone.

    A RED ticket stays open, and whoever has it is told that there is more to read.
    """
    if heard.reading.opt_out is not OptOut.SURE:
        return None
    if scene.person.consent is Consent.STOPPED:
        return Turn(tell_holders(scene), rule="stop.again")
    ended: tuple[Effect, ...] = (Stop(heard.text), Remember(None), *tell_holders(scene))
    if heard.reading.carrier_stop:
        return Turn(ended, rule="stop.carrier")
    return Turn((*ended, scene.say("stop.confirm", TextKind.STOPPED)), rule="stop.own")


def ask_for_help(scene: Scene, heard: Heard) -> Turn | None:
    """HELP: who we are, a person, 911 and 988; also after STOP."""
    if heard.reading.reserved is not Reserved.HELP:
        return None
    return Turn((scene.say("help", TextKind.ANSWER), *tell_holders(scene)), rule="help")


def start(scene: Scene, heard: Heard) -> Turn | None:
    """START re-opens consent, lifts a pause, and brings back who was away; follow-ups still need a cadence.

    JOIN after STOP is as explicit.
    """
    word, person = heard.reading.reserved, scene.person
    closed = person.consent in (Consent.STOPPED, Consent.HELD)
    if word is Reserved.JOIN and closed:
        joined = _joined(scene)
        opened: tuple[Effect, ...] = (RecordConsent(ConsentAct.START, heard.text), Remember(None), *tell_holders(scene))
        return Turn(
            (*opened, *_back(person), *_onward(scene, person.paused_until), *joined.effects),
            joined.conversation,
            "start.join",
        )
    if word is not Reserved.START:
        return None
    if not closed and person.paused_until is None and person.away_since is None:
        hello = scene.say("greeting", TextKind.ANSWER)
        return Turn((*_says_start(person, heard), hello, *tell_holders(scene)), rule="start.greeting")
    effects = (Pause(None), *_back(person), Remember(None), *tell_holders(scene), *_says_start(person, heard))
    said = "shared_phone.join" if person.shared and person.cadence is not None else "start"
    return Turn((*effects, *_onward(scene, None), scene.say(said, TextKind.ANSWER)), rule="start")


def _says_start(person: Person, heard: Heard) -> tuple[Effect, ...]:
    """Said anew it is kept too: a STOP that reaches us late, from before it, no longer counts. It begins nothing."""
    never = person.consent in (Consent.NONE, Consent.INVITED)
    return () if never else (RecordConsent(ConsentAct.START, heard.text),)


def _joined(scene: Scene) -> Turn:
    """The way to choose; nothing while a human is with them, and the truth on a phone that others read."""
    if scene.person.held:
        return Turn()
    return Turn((scene.say("shared_phone.join"),)) if scene.person.shared else engine.start(scene, "join")


def _back(person: Person) -> tuple[Away, ...]:
    return () if person.away_since is None else (Away(None),)


def _onward(scene: Scene, paused_until: datetime | None) -> tuple[Effect, ...]:
    """What they chose goes on from today, if they chose anything."""
    if scene.person.cadence is None:
        return ()
    awake = replace(scene.person, paused_until=paused_until, away_since=None)
    return (next_follow_up(awake.cadence, awake, scene.today, scene.now),)


def stopped_stays_silent(scene: Scene, heard: Heard) -> Turn | None:
    """After STOP nothing else is answered; what looks like a wish is left for a human to read."""
    if scene.person.consent is not Consent.STOPPED:
        return None
    own = calls_off(scene, heard)
    if own is not None:
        return Turn((close(own),), rule="stopped.request_closed")
    said = heard.reading
    wanted = said.reserved not in (None, Reserved.NEVERMIND) or flow_for(said.plain, scene.program) is not None
    if len(heard.text) <= LONG and not wanted:
        return Turn(rule="stopped.silent")
    return Turn((OpenTicket("after_stop", Level.ROUTINE, note=heard.text),), rule="stopped.to_a_person")


def _other_hours(scene: Scene, heard: Heard) -> bool:
    """ "Don't text me before noon": other hours for what they chose, echoed and confirmed like any wish."""
    chosen, window = scene.person.cadence, scene.program.settings.window
    return chosen is not None and parse(heard.text, today=scene.today, window=window, current=chosen) is not None


def perhaps_meant_stop(scene: Scene, heard: Heard) -> Turn | None:
    """No rule hears an opt-out, and all the words together may be one; nothing else fits them."""
    fits = engine.is_open(scene) or flow_for(heard.reading.plain, scene.program) is not None
    known = is_keyword(heard.reading.plain, scene.program)
    if not heard.reading.perhaps_out or known or (fits and heard.reading.weighed.share(Meaning.OPT_OUT) < MUCH_DOUBT):
        return None
    return perhaps_stop(scene, replace(heard, reading=replace(heard.reading, opt_out=OptOut.UNSURE)))


def perhaps_stop(scene: Scene, heard: Heard) -> Turn | None:
    """Perhaps an opt-out: automatic texts rest, one question; silence means stop."""
    if heard.reading.opt_out is not OptOut.UNSURE or heard.reading.reserved in _ENOUGH:
        return None
    let_go = heard.reading.reserved is Reserved.NEVERMIND and in_the_middle(scene)
    if let_go or calls_off(scene, heard) is not None or _other_hours(scene, heard):
        return None  # "forget it" is about what they asked for
    was, asked = scene.person.consent, scene.person.asked
    hold = (RecordConsent(ConsentAct.HOLD, heard.text),) if was in (Consent.OPEN, Consent.INVITED) else ()
    # Asked a second time, what "keep them" brings back is what there was before the first.
    before = asked.about if asked is not None and asked.question is Question.STOP else {"was": was.value}
    return Turn(
        (
            *hold,
            Remember(Asked(Question.STOP, scene.now, before)),
            SetTimer(TimerKind.STOP_SILENCE, scene.now + SILENCE_MEANS_STOP),
            scene.say("stop.unsure"),
        ),
        rule="stop.unsure",
    )
