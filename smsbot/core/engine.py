"""What one event does to a conversation: one flow, one state and one event in, one turn out.

Pure. Bounded: MAX_TURNS in one conversation; past that a human is asked. `core/follow.py` follows the steps.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from smsbot.core.answer_fit import Answer, fit
from smsbot.core.conversation import Conversation, Spot, Status
from smsbot.core.effects import ChooseCadence, Effect, ForgetAnswer, OpenTicket, RecordConsent, TimerKind, Turn
from smsbot.core.flow import Ask, Flow, Level, Target
from smsbot.core.follow import END, MAX_STEPS, flow_at, follow
from smsbot.core.scene import Scene
from smsbot.core.walk import STUCK, Walk, ask_a_human, finish, keep, may_be_texted, say, truth, wait_for_answer

__all__ = ["MAX_STEPS", "MAX_TURNS", "STUCK"]

MAX_TURNS = 60
_TRAIL = 10  # so many questions BACK remembers
_LASTING = (OpenTicket, RecordConsent, ChooseCadence)
"""What stays done whatever is answered next: BACK does not reach behind it."""


def start(scene: Scene, name: str, *, answers: Mapping[str, str] | None = None, unasked: bool = False) -> Turn:
    """Begin a flow; whatever was open gives way to it. A flow that is gone is a matter for a human."""
    if name not in scene.program.flows:
        said = () if unasked else (scene.say(truth(scene)),)
        return Turn((OpenTicket(STUCK, Level.ROUTINE), *said), rule="engine.no_such_flow")
    flow = scene.program.flows[name]
    state = Conversation(
        id=scene.fresh_id,
        flow=name,
        publication=scene.program.publication,
        step=flow.first,
        started_at=scene.now,
        answers=dict(answers or {}),
        unasked=unasked,
    )
    return finish(follow(Walk(scene, flow, state), Target(flow.first)))


def is_open(scene: Scene) -> bool:
    """Is a question open that this programme still knows?"""
    return _open_question(scene) is not None


def fits(scene: Scene, text: str) -> bool:
    """Does this text answer the open question?"""
    asked = _open_question(scene)
    return asked is not None and _fit(scene, asked, text) is not None


def reply(scene: Scene, text: str) -> Turn:
    """The person answered the open question, or tried to: the answer, one more try, or the way on without it."""
    asked, state, flow = _open_question(scene), scene.person.conversation, scene.person.flow
    if asked is None or state is None or flow is None:
        return Turn(rule="engine.nothing_open")
    walk = Walk(scene, flow, replace(state, turns=state.turns + 1, unasked=False))
    if walk.state.turns > MAX_TURNS:
        return _give_up(walk)
    answer = _fit(scene, asked, text)
    if answer is not None:
        if asked.save is not None:
            keep(walk, asked.save, answer.value)
        chosen = asked.goes.get(answer.choice or "")
        return _moved_on(follow(walk, chosen or flow.steps[state.step].go or END), state)
    if asked.retry is not None and state.retries < asked.retry.times:
        say(walk, asked.retry.say)
        walk.state = replace(walk.state, retries=state.retries + 1)
        return finish(wait_for_answer(walk, asked))
    return _moved_on(follow(walk, asked.otherwise), state)


def back(scene: Scene) -> Turn | None:
    """The question before this one, asked again, and its answer forgotten; None if there is none to return to."""
    before = _before(scene)
    if before is None:
        return None
    walk = Walk(scene, before.flow, replace(before.state, turns=before.state.turns + 1, unasked=False))
    if walk.state.turns > MAX_TURNS:
        return _give_up(walk)
    walk.effects.extend(before.forgotten)
    say(walk, before.asked.text, before.flow.steps[before.state.step])
    return finish(wait_for_answer(walk, before.asked))


def over(scene: Scene) -> Turn | None:
    """The open conversation from its first question again, its answers forgotten; what is done stays done."""
    asked, state = _open_question(scene), scene.person.conversation
    begun = None if state is None else (*state.stack, state.spot)[0]
    flow = None if begun is None else flow_at(scene, begun)
    if asked is None or state is None or begun is None or flow is None:
        return None
    anew = replace(state, flow=begun.flow, publication=begun.publication, answers={}, stack=(), trail=())
    walk = Walk(scene, flow, replace(anew, turns=state.turns + 1, unasked=False))
    if walk.state.turns > MAX_TURNS:
        return _give_up(walk)
    given = {name for spot in (state.spot, *state.stack) for name in spot.answers}
    walk.effects.extend(map(ForgetAnswer, sorted(given)))
    return finish(follow(walk, Target(flow.first)))


def meant(scene: Scene, text: str) -> Turn | None:
    """ "I meant 2": the question before this one is answered anew; failing that this one. None if it fits neither."""
    before = _before(scene)
    if before is not None and _fit(scene, before.asked, text) is not None:
        there = replace(scene, person=replace(scene.person, conversation=before.state, flow=before.flow))
        turn = reply(there, text)
        return replace(turn, effects=(*before.forgotten, *turn.effects))
    return reply(scene, text) if fits(scene, text) else None


def hold_on(scene: Scene) -> Turn:
    """The open question stays, and its time begins anew."""
    asked, state, flow = _open_question(scene), scene.person.conversation, scene.person.flow
    if asked is None or state is None or flow is None:
        return Turn(rule="engine.nothing_open")
    return finish(wait_for_answer(Walk(scene, flow, replace(state, unasked=False)), asked))


def timer_fired(scene: Scene, kind: TimerKind) -> Turn:
    """Nobody answered in time: the question's branch, or the quiet end of the conversation."""
    asked, state, flow = _open_question(scene), scene.person.conversation, scene.person.flow
    if state is None:
        return Turn(rule="engine.nothing_open")
    if asked is None or flow is None or kind is TimerKind.EXPIRATION or asked.timeout is None:
        return Turn(conversation=replace(state, status=Status.EXPIRED), rule="engine.expired")
    return replace(finish(follow(Walk(scene, flow, state, silent=True), asked.timeout.go)), rule="engine.timeout")


def wake(scene: Scene) -> Turn:
    """A `wait` is over. Tickets and marks happen now; a text waits for the next hello that the person chose.

    Without a chosen cadence there is no such hello, and the conversation ends without a word.
    """
    state = scene.person.asleep
    flow = None if state is None else flow_at(scene, state.spot)
    if state is None or flow is None or not _waits_at(flow, state.step):
        return Turn(rule="engine.nothing_asleep")
    # What follows is nobody's answer any more.
    walk = Walk(scene, flow, replace(state, unasked=True, status=Status.WAITING), waking=True)
    turn = replace(finish(follow(walk, flow.steps[state.step].go or END)), rule="engine.woke")
    if turn.conversation is not None and turn.conversation.status is Status.SLEEPING and not may_be_texted(scene):
        return replace(turn, conversation=replace(turn.conversation, status=Status.EXPIRED))
    return turn


def resume(scene: Scene) -> Turn | None:
    """What a conversation past its `wait` says, in place of a check-in that is due; None if none is past it."""
    state = scene.person.asleep
    flow = None if state is None else flow_at(scene, state.spot)
    if state is None or flow is None or state.step not in flow.steps or _waits_at(flow, state.step):
        return None
    walk = Walk(scene, flow, replace(state, unasked=True, turns=state.turns + 1, status=Status.WAITING))
    if walk.state.turns > MAX_TURNS:
        return _give_up(walk)
    return finish(follow(walk, Target(state.step)))


def undelivered(scene: Scene, state: Conversation, flow: Flow, step: str, visit: int) -> Turn:
    """A text of this step did not arrive: its branch, in silence. Who still waits at what it asked waits no longer."""
    found = flow.steps.get(step)
    if found is None or found.undelivered is None:
        return Turn(rule="engine.no_branch")
    answers = state.answers if state.flow == flow.name else {}
    there = replace(state, flow=flow.name, answers=answers, stack=(), status=Status.WAITING)
    turn = finish(follow(Walk(scene, flow, there, silent=True), found.undelivered))
    open_now = scene.person.conversation
    waits = open_now is not None and (open_now.id, open_now.visit) == (state.id, visit)
    return Turn(turn.effects, turn.conversation if waits else None, "engine.undelivered")


@dataclass(frozen=True, slots=True)
class _Before:
    """The question before the open one: the conversation as it was there, and what was answered since."""

    state: Conversation
    flow: Flow
    asked: Ask
    forgotten: tuple[Effect, ...]


def _before(scene: Scene) -> _Before | None:
    now = scene.person.conversation
    if now is None or not now.trail:
        return None
    *callers, spot = now.trail[-1]
    flow = flow_at(scene, spot)
    asked = None if flow is None else flow.question(spot.step)
    if flow is None or asked is None:
        return None
    given = {name for _, name, _ in _answers(now.spot, *now.stack) - _answers(spot, *callers)}
    state = replace(
        now,
        flow=spot.flow,
        publication=spot.publication,
        step=spot.step,
        answers=spot.answers,
        retries=0,
        stack=tuple(callers),
        trail=now.trail[:-1],
    )
    names = sorted(given | ({asked.save} if asked.save is not None else set()))
    return _Before(state, flow, asked, tuple(map(ForgetAnswer, names)))


def _answers(*spots: Spot) -> set[tuple[str, str, str]]:
    return {(spot.flow, name, value) for spot in spots for name, value in spot.answers.items()}


def _moved_on(walk: Walk, was: Conversation) -> Turn:
    """The turn, with the question just left on the trail; nothing leads back behind what was really done."""
    done = any(isinstance(effect, _LASTING) for effect in walk.effects)
    trail = () if done else (*was.trail, (*was.stack, was.spot))[-_TRAIL:]
    walk.state = replace(walk.state, trail=trail)
    return finish(walk)


def _open_question(scene: Scene) -> Ask | None:
    state, flow = scene.person.conversation, scene.person.flow
    return None if state is None or flow is None else flow.question(state.step)


def _waits_at(flow: Flow, step: str) -> bool:
    found = flow.steps.get(step)
    return found is not None and found.wait is not None


def _fit(scene: Scene, asked: Ask, text: str) -> Answer | None:
    return fit(asked, text, today=scene.today, window=scene.program.settings.window, current=scene.person.cadence)


def _give_up(walk: Walk) -> Turn:
    return replace(finish(ask_a_human(walk)), rule="engine.too_long")
