"""Answers to the questions that we ask outside any flow."""

from collections.abc import Callable
from datetime import timedelta
from json import loads

from smsbot.core import engine
from smsbot.core.answers import Choice, pick
from smsbot.core.cadence import from_json
from smsbot.core.cadence_words import describe
from smsbot.core.effects import (
    Asked,
    ConsentAct,
    Effect,
    Forget,
    Question,
    RecordConsent,
    Remember,
    ReopenRequest,
    Stop,
    TellHolder,
    TextKind,
    Turn,
)
from smsbot.core.person import CRISIS, Consent
from smsbot.core.plan import choose, next_follow_up
from smsbot.core.rules.crisis import raise_alarm, tell_holders
from smsbot.core.rules.heard import Heard
from smsbot.core.rules.people import call_in_a_person
from smsbot.core.scene import Scene
from smsbot.core.words import Situation

ANSWERABLE_FOR = timedelta(days=1)
INVITE_FOR = timedelta(days=7)
"""An invitation may wait three days for its hour, and people answer when they see it."""

_LASTS = {Question.INVITE: INVITE_FOR, Question.DONE: INVITE_FOR, Question.JOIN_BACK: INVITE_FOR}

_YES = ("1", "y", "yes", "yeah", "yea", "yep", "si", "\U0001f44d")
_NO = ("2", "n", "no", "nope", "nah", "\U0001f44e")
_FINE = ("ok", "okay", "right", "correct", "correcto", "con gusto")

_WORDS: dict[Question, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # No "ok" here: to "is anyone in danger?" it may well mean "I'm ok".
    Question.AMBER: ((*_YES, "hay peligro", "si hay"), (*_NO, "no hay", "no hay peligro")),
    Question.STOP: ((*_YES, *_FINE, "stop them"), (*_NO, "keep", "keep them", "sigan")),
    # What cannot be undone takes the number itself; a "yes" may have been meant for something else.
    Question.DELETE: (("1", "erase it all", "borrar todo"), ("2", "no", "yes", "si", "ok", "okay")),
    Question.MORE: ((*_YES, *_FINE), _NO),
    Question.PERSON: ((*_YES, *_FINE), _NO),
    Question.INVITE: ((*_YES, "bien"), (*_NO, "no thanks", "mejor no")),
    Question.JOIN_BACK: ((*_YES, "bien"), (*_NO, "no thanks", "mejor no")),
    # Only what cannot mean anything else: everything but a 1 leaves it done.
    Question.DONE: (("1", "not done", "it is not done", "no lo tengo", "falta"), ()),
}


def _open(scene: Scene, *wanted: Question) -> Asked | None:
    """The question that is open, if it is one of these and not too old."""
    asked = scene.person.asked
    if asked is None or asked.question not in wanted:
        return None
    return asked if scene.now - asked.at <= _LASTS.get(asked.question, ANSWERABLE_FOR) else None


def _answer(scene: Scene, heard: Heard, *wanted: Question) -> tuple[Asked, str] | None:
    """The open question and the 1 or 2 it got; None if it got neither."""
    asked = _open(scene, *wanted)
    if asked is None:
        return None
    yes, no = _WORDS[asked.question]
    choices = (Choice("1", yes), Choice("2", no)) if no else (Choice("1", yes),)
    picked = pick(heard.text, choices)
    return None if picked is None else (asked, picked)


def amber(scene: Scene, heard: Heard) -> Turn | None:
    """Is someone in danger right now? 1 is RED. 2 is believed; the team still sees it."""
    found = _answer(scene, heard, Question.AMBER)
    if found is None:
        return None
    asked, picked = found
    if picked == "1":
        return raise_alarm(scene, Situation(str(asked.about["situation"])), heard)
    said = scene.say("crisis.amber_no", TextKind.CRISIS)
    # Nobody is in danger now: what somebody who wrote about one of theirs can get for themselves.
    more = (scene.say("family"),) if scene.person.family and not scene.person.held else ()
    return Turn((said, *more, Remember(None), *tell_holders(scene)), rule="asked.amber_no")


def danger(scene: Scene, heard: Heard) -> Turn | None:
    """The one answer to AMBER that cannot wait until it is clear what it answers."""
    found = _answer(scene, heard, Question.AMBER)
    if found is None or found[1] != "1":
        return None
    return raise_alarm(scene, Situation(str(found[0].about["situation"])), heard)


def amber_after_stop(scene: Scene, heard: Heard) -> Turn | None:
    """After STOP too, a crisis that we asked about is not met with silence."""
    return amber_unclear(scene, heard) if scene.person.consent is Consent.STOPPED else None


def amber_unclear(scene: Scene, _heard: Heard) -> Turn | None:
    """Neither 1 nor 2, nor a wish of its own: asked once more, then left to the person who has the ticket."""
    asked = _open(scene, Question.AMBER)
    if asked is None:
        return None
    told = TellHolder(CRISIS)
    if "again" in asked.about:
        return Turn((told, scene.say("long")), rule="asked.amber_told")
    again = Asked(Question.AMBER, scene.now, {**asked.about, "again": True})
    return Turn((told, scene.say("crisis.amber", TextKind.CRISIS), Remember(again)), rule="asked.amber_again")


def answered(scene: Scene, heard: Heard) -> Turn | None:
    """1 or 2 to one of the other questions; anything else is left to the rules that follow."""
    found = _answer(scene, heard, *_ANSWERED)
    if found is None:
        return None
    asked, picked = found
    turn = _ANSWERED[asked.question](scene, asked, picked == "1")
    return Turn((Remember(None), *turn.effects), turn.conversation, f"asked.{asked.question}_{picked}")


def _stop(scene: Scene, asked: Asked, yes: bool) -> Turn:
    if yes:
        return Turn((Stop("1"), scene.say("stop.confirm", TextKind.STOPPED)))
    effects: list[Effect] = []
    if asked.about.get("was") == Consent.OPEN:
        effects.append(RecordConsent(ConsentAct.OPT_IN, "2"))
        effects.append(next_follow_up(scene.person.cadence, scene.person, scene.today, scene.now))
    return Turn((*effects, scene.say("stop.kept")))


def _more(scene: Scene, asked: Asked, yes: bool) -> Turn:
    if not yes:
        return Turn((scene.say("more.no"),))
    cadence = from_json(loads(str(asked.about["cadence"])))
    plan = describe(cadence, scene.person.language)
    return Turn((*choose(scene, cadence, str(asked.about["words"])), scene.say("more.done", plan=plan)))


def _delete(scene: Scene, _asked: Asked, yes: bool) -> Turn:
    if not yes:
        return Turn((scene.say("delete.kept"),))
    return Turn((Stop("DELETE 1"), scene.say("delete.done", TextKind.STOPPED), Forget()))


def _person(scene: Scene, _asked: Asked, yes: bool) -> Turn:
    return call_in_a_person(scene) if yes else Turn()


def _invite(scene: Scene, asked: Asked, yes: bool) -> Turn:
    if not yes:
        return Turn((Stop("2"), scene.say("stop.confirm", TextKind.STOPPED)))
    flow = engine.start(scene, str(asked.about["flow"]))
    return Turn((RecordConsent(ConsentAct.OPT_IN, "1"), *flow.effects), flow.conversation)


def _join_back(scene: Scene, _asked: Asked, yes: bool) -> Turn:
    """The person behind a joined phone confirms it: their plan counts again. No thanks: we write when they do."""
    if not yes:
        return Turn((*choose(scene, None, "2"), scene.say("cadence.none")))
    onward = next_follow_up(scene.person.cadence, scene.person, scene.today, scene.now)
    return Turn((RecordConsent(ConsentAct.OPT_IN, "1"), onward, scene.say("start")))


def _not_done(scene: Scene, asked: Asked, _yes: bool) -> Turn:
    return Turn((ReopenRequest(str(asked.about["ticket"])), scene.say("done.reopened")))


_ANSWERED: dict[Question, Callable[[Scene, Asked, bool], Turn]] = {
    Question.STOP: _stop,
    Question.MORE: _more,
    Question.DELETE: _delete,
    Question.PERSON: _person,
    Question.INVITE: _invite,
    Question.JOIN_BACK: _join_back,
    Question.DONE: _not_done,
}
