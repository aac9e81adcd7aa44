"""A due follow-up becomes a text, a worker's task, or nothing: only the chosen cadence, never a catch-up."""

from dataclasses import replace
from datetime import date, timedelta

from smsbot.core import engine
from smsbot.core.cadence import Cadence, Later, Means, Skip, judge, reanchored
from smsbot.core.effects import ChooseCadence, Effect, OpenTicket, SetFollowUp, Turn
from smsbot.core.flow import Level
from smsbot.core.person import Consent
from smsbot.core.plan import NOTHING_NEXT, next_follow_up
from smsbot.core.scene import Occurrence, Scene

_BUSY = timedelta(minutes=30)


def fire(scene: Scene, day: date) -> Turn:
    """The follow-up for `day` is due (perhaps late, after downtime): what is done, and when the next one is."""
    person, cadence = scene.person, scene.person.cadence
    if person.consent is not Consent.OPEN or cadence is None:
        return Turn((NOTHING_NEXT,), rule="follow_up.not_chosen")
    after = max(day, scene.today - timedelta(days=1))
    onward = next_follow_up(cadence, person, after, scene.now)
    if _rests(scene, cadence):
        return Turn((onward,), rule="follow_up.rests")
    verdict = judge(cadence, day, scene.now, person.zone)
    if isinstance(verdict, Skip):
        return Turn((onward,), rule="follow_up.skipped")
    if isinstance(verdict, Later):
        return Turn((SetFollowUp(day, verdict.at),), rule="follow_up.later")
    if person.conversation is not None and not person.conversation.unasked:
        # Somebody in the middle of something is not interrupted; past its window this occurrence is skipped.
        return Turn((SetFollowUp(day, scene.now + _BUSY),), rule="follow_up.busy")
    return _send(scene, cadence, day)


def _rests(scene: Scene, cadence: Cadence) -> bool:
    person = scene.person
    private = person.shared and cadence.means is Means.TEXT
    paused = person.paused_until is not None and person.paused_until > scene.now
    return person.held or person.in_crisis or person.rests or private or paused


def _send(scene: Scene, cadence: Cadence, day: date) -> Turn:
    today = scene.today
    kept = cadence if today == day else reanchored(cadence, today)
    moved: tuple[Effect, ...] = () if kept == cadence else (ChooseCadence(kept),)
    onward = next_follow_up(kept, scene.person, today, scene.now)
    if cadence.means is not Means.TEXT:
        wish = OpenTicket(cadence.means.value, Level.ROUTINE)
        return Turn((wish, *moved, onward), rule="follow_up.by_worker")
    turn = _what(scene, kept, day, last=onward.day is None)
    # What moved comes first: a text is permitted by the newest choice.
    return replace(turn, effects=(*moved, *turn.effects, onward), rule="follow_up.sent")


def _what(scene: Scene, cadence: Cadence, day: date, *, last: bool) -> Turn:
    """The flow that they chose; else what a conversation past its `wait` still has to say; else the check-in."""
    if not cadence.starts:
        check_in = scene.program.settings.check_in
        return engine.resume(scene) or engine.start(scene, check_in, unasked=True)
    offset = (day - cadence.anchor).days
    number = cadence.offsets.index(offset) if offset in cadence.offsets else None
    nth = None if number is None else Occurrence(number, last)
    return engine.start(replace(scene, occurrence=nth), cadence.starts, unasked=True)
