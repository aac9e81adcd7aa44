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
    Stop,
    TextKind,
    Turn,
)
from smsbot.core.person import Consent
from smsbot.core.plan import choose, next_follow_up
from smsbot.core.rules.crisis import raise_alarm
from smsbot.core.rules.heard import Heard
from smsbot.core.rules.people import call_in_a_person
from smsbot.core.scene import Scene
from smsbot.core.words import Situation

ANSWERABLE_FOR = timedelta(days=1)

_ONE_OR_TWO = (
    Choice("1", ("1", "yes", "yeah", "yep", "si", "correct", "right", "ok")),
    Choice("2", ("2", "no", "nope", "nah")),
)


def _answer(scene: Scene, heard: Heard, *wanted: Question) -> tuple[Asked, str] | None:
    """The question that is open and the 1 or 2 it got; None if it is not one of these, too old, or got neither."""
    asked = scene.person.asked
    if asked is None or asked.question not in wanted or scene.now - asked.at > ANSWERABLE_FOR:
        return None
    picked = pick(heard.text, _ONE_OR_TWO)
    return None if picked is None else (asked, picked)


def amber(scene: Scene, heard: Heard) -> Turn | None:
    """Is someone in danger right now? 1 is RED. 2 is believed; the team still sees it."""
    found = _answer(scene, heard, Question.AMBER)
    if found is None:
        return None
    asked, picked = found
    if picked == "1":
        return raise_alarm(scene, Situation(str(asked.about["situation"])), heard)
    return Turn((scene.say("crisis.amber_no", TextKind.CRISIS), Remember(None)), rule="asked.amber_no")


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


_ANSWERED: dict[Question, Callable[[Scene, Asked, bool], Turn]] = {
    Question.STOP: _stop,
    Question.MORE: _more,
    Question.DELETE: _delete,
    Question.PERSON: _person,
    Question.INVITE: _invite,
}
