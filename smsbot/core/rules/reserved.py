"""The words a person can text at any time, in both languages."""

import re
from collections.abc import Callable
from dataclasses import replace

from smsbot.core import engine
from smsbot.core.answer_fit import saved_cadence
from smsbot.core.cadence import less, more
from smsbot.core.cadence_words import describe, parse
from smsbot.core.effects import (
    Asked,
    Away,
    ConsentAct,
    OpenTicket,
    Pause,
    Question,
    RecordConsent,
    Remember,
    SetLanguage,
    Turn,
)
from smsbot.core.flow import Level
from smsbot.core.language import Language
from smsbot.core.plan import NOTHING_NEXT, UNTIL_THEY_SAY, choose, next_follow_up
from smsbot.core.rules import away
from smsbot.core.rules.heard import Heard
from smsbot.core.rules.people import call_in_a_person
from smsbot.core.rules.requests import change, kept, never_mind, newest_own
from smsbot.core.scene import Scene
from smsbot.core.until_words import parse_until
from smsbot.core.words import Reserved

_HAS_IT = {
    Language.EN: {True: "with a person", False: "waiting for a person"},
    Language.ES: {True: "con una persona", False: "en espera de una persona"},
}


_UNTIL = re.compile(r"\b(?:until|till?|hasta|for|por)\b.*$")
"""The day in "do not text me until monday"."""

_CORRECTED = re.compile(
    r"^.*\b(?:meant(?:\s+to\s+(?:say|put))?|decir|i\s+mean|(?:wait|espere),?\s+no|no,?\s+(?:wait|espere)|actually|dicho|digo)\b"
    r"[\s:,]*(?:mejor\s+)?",
    re.IGNORECASE | re.DOTALL,
)
"""Everything before the answer in "wait, I meant 2"."""


def act(scene: Scene, heard: Heard) -> Turn | None:
    """Do what the word says. LESS and PAUSE act at once; MORE and DELETE wait for a 1."""
    word = heard.reading.reserved
    if word not in _ACTS:
        return None
    turn = _ACTS[word](scene, heard)
    return None if turn is None else replace(turn, rule=f"reserved.{word}")


def _menu(scene: Scene, _heard: Heard) -> Turn:
    return engine.start(scene, "menu")


def _join(scene: Scene, _heard: Heard) -> Turn:
    turn = engine.start(scene, "join")
    if scene.person.away_since is None:
        return turn
    # Who joins is back, and so is what they chose.
    awake = replace(scene.person, away_since=None)
    onward = next_follow_up(awake.cadence, awake, scene.today, scene.now)
    return replace(turn, effects=(Away(None), onward, *turn.effects))


def _person(scene: Scene, heard: Heard) -> Turn:
    return call_in_a_person(scene, note=heard.text)


def _call(scene: Scene, heard: Heard) -> Turn:
    window, person = scene.program.settings.window, scene.person
    wish = parse(heard.text, today=scene.today, window=window, current=person.cadence)
    if wish is not None:
        return engine.start(scene, "cadence", answers={"wish": saved_cadence(wish.cadence)})
    return Turn((OpenTicket("call", Level.ROUTINE, note=heard.text), scene.say("call.asked")))


def _plan(scene: Scene, _heard: Heard) -> Turn:
    person = scene.person
    if person.cadence is None:
        return Turn((scene.say("plan.none"),))
    return Turn((scene.say("plan.resting" if person.paused_until == UNTIL_THEY_SAY else "plan"),))


def _pause(scene: Scene, heard: Heard) -> Turn:
    said = heard.reading.rest or "".join(_UNTIL.findall(heard.reading.plain)[:1])
    until = parse_until(said, now=scene.now, zone=scene.person.zone)
    record = RecordConsent(ConsentAct.PAUSE, heard.text)
    if until is None:
        return Turn((record, Pause(UNTIL_THEY_SAY), NOTHING_NEXT, scene.say("pause.how")))
    resting = replace(scene.person, paused_until=until)
    onward = next_follow_up(scene.person.cadence, resting, scene.today, scene.now)
    return Turn((record, Pause(until), onward, scene.say("pause.done", until=scene.day(until))))


def _away(scene: Scene, heard: Heard) -> Turn:
    return away.begin(scene, heard)


def _less(scene: Scene, heard: Heard) -> Turn:
    cadence = scene.person.cadence
    if cadence is None:
        return Turn((scene.say("less.none"),))
    rarer = less(replace(cadence, anchor=scene.today))
    plan = describe(rarer, scene.person.language)
    # Less never brings a text sooner: a pause stays.
    return Turn((*choose(scene, rarer, heard.text, keep_pause=True), scene.say("less.done", plan=plan)))


def _more(scene: Scene, heard: Heard) -> Turn:
    cadence = scene.person.cadence
    if cadence is None:
        return engine.start(scene, "cadence")
    oftener = more(replace(cadence, anchor=scene.today))
    about = {"cadence": saved_cadence(oftener), "words": heard.text}
    asked = Remember(Asked(Question.MORE, scene.now, about))
    return Turn((asked, scene.say("more.ask", wish=describe(oftener, scene.person.language))))


def _next(scene: Scene, _heard: Heard) -> Turn:
    return Turn((scene.say("next.some" if scene.person.next_due is not None else "next.none"),))


def _back(scene: Scene, _heard: Heard) -> Turn:
    turn = engine.back(scene)
    if turn is not None:
        return turn
    # What was asked for is not unmade by going back; who wants that can call it off.
    return Turn((scene.say("back.none" if newest_own(scene) is None else "back.done"),))


def _over(scene: Scene, _heard: Heard) -> Turn:
    """From the first question again; with none open, from the menu."""
    return engine.over(scene) or engine.start(scene, "menu")


def _meant(scene: Scene, heard: Heard) -> Turn | None:
    """The answer before, corrected; about what is asked for already, the words go to whoever has it."""
    turn = engine.meant(scene, _CORRECTED.sub("", heard.text))
    own = newest_own(scene)
    if turn is not None or own is None:
        return turn
    return kept(scene, own, heard.text)


def _hold_on(scene: Scene, _heard: Heard) -> Turn:
    turn = engine.hold_on(scene)
    return replace(turn, effects=(*turn.effects, scene.say("hold_on")))


def _why(scene: Scene, _heard: Heard) -> Turn:
    return Turn((scene.say("why"),))


def _language(scene: Scene, heard: Heard) -> Turn:
    other = Language.ES if scene.person.language is Language.EN else Language.EN
    wanted = Language(heard.reading.rest) if heard.reading.rest in ("en", "es") else other
    spoken = replace(scene, person=replace(scene.person, language=wanted))
    return Turn((SetLanguage(wanted), spoken.say("language.done")))


def _status(scene: Scene, _heard: Heard) -> Turn:
    taken = [ticket.taken for ticket in scene.person.tickets]
    if not taken:
        return Turn((scene.say("status.none"),))
    # Counts, not topics: somebody else may be looking at this screen.
    counts = [f"{taken.count(has)} {_HAS_IT[scene.person.language][has]}" for has in (True, False) if has in taken]
    return Turn((scene.say("status.some", status=", ".join(counts)),))


def _delete(scene: Scene, _heard: Heard) -> Turn:
    return Turn((Remember(Asked(Question.DELETE, scene.now)), scene.say("delete.ask")))


_ACTS: dict[Reserved, Callable[[Scene, Heard], Turn | None]] = {
    Reserved.MENU: _menu,
    Reserved.JOIN: _join,
    Reserved.PERSON: _person,
    Reserved.CALL: _call,
    Reserved.PLAN: _plan,
    Reserved.PAUSE: _pause,
    Reserved.AWAY: _away,
    Reserved.LESS: _less,
    Reserved.MORE: _more,
    Reserved.NEXT: _next,
    Reserved.BACK: _back,
    Reserved.OVER: _over,
    Reserved.MEANT: _meant,
    Reserved.HOLD_ON: _hold_on,
    Reserved.WHY: _why,
    Reserved.LANGUAGE: _language,
    Reserved.STATUS: _status,
    Reserved.NEVERMIND: never_mind,
    Reserved.CHANGE: change,
    Reserved.DELETE: _delete,
}
