"""Walks a conversation: one flow, one state and one event in, one turn out.

Pure. Bounded: MAX_STEPS in one turn, MAX_TURNS in one conversation; past either a human is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from smsbot.core.answer_fit import Answer, fit
from smsbot.core.cadence import Cadence
from smsbot.core.cadence_words import Wish
from smsbot.core.conversation import Conversation, Status
from smsbot.core.duty import is_staffed
from smsbot.core.effects import ConsentAct as Act
from smsbot.core.effects import (
    Effect,
    OpenTicket,
    Question,
    RecordConsent,
    Remember,
    SaveAnswer,
    Say,
    SetTimer,
    TextKind,
    TimerKind,
    Turn,
)
from smsbot.core.flow import Ask, Branch, Flow, Level, Step, Target, TicketWish
from smsbot.core.plan import choose, named
from smsbot.core.scene import NO_CADENCE, Scene, saved_wish
from smsbot.core.segments import count
from smsbot.core.text import Text

MAX_STEPS = 30
MAX_TURNS = 60
_TOGETHER = 2  # segments: texts of one turn that fit into so many go as one
_CRISIS_FIRST = timedelta(hours=1)  # so long a 1 still answers "is anyone in danger?", whatever was asked since


@dataclass(slots=True)
class _Walk:
    """What one turn has gathered so far."""

    scene: Scene
    flow: Flow
    state: Conversation
    silent: bool = False  # a timeout: silence never earns a text
    effects: list[Effect] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)  # key, body
    chosen: Wish | None = None


def start(scene: Scene, name: str, *, answers: Mapping[str, str] | None = None, unasked: bool = False) -> Turn:
    """Begin a flow; whatever was open gives way to it. A flow that is gone is a matter for a human."""
    if name not in scene.program.flows:
        said = () if unasked else (scene.say(_truth(scene)),)
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
    return _finish(_walk(_Walk(scene, flow, state), Target(flow.first)))


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
    walk = _Walk(scene, flow, replace(state, turns=state.turns + 1, unasked=False))
    if walk.state.turns > MAX_TURNS:
        return _give_up(walk)
    answer = _fit(scene, asked, text)
    if answer is not None:
        _keep(walk, asked, answer)
        chosen = asked.goes.get(answer.choice or "")
        return _finish(_walk(walk, chosen or flow.steps[state.step].go or _END))
    if asked.retry is not None and state.retries < asked.retry.times:
        _say(walk, asked.retry.say)
        walk.state = replace(walk.state, retries=state.retries + 1)
        return _finish(_wait(walk, asked))
    return _finish(_walk(walk, asked.otherwise))


def timer_fired(scene: Scene, kind: TimerKind) -> Turn:
    """Nobody answered in time: the question's branch, or the quiet end of the conversation."""
    asked, state, flow = _open_question(scene), scene.person.conversation, scene.person.flow
    if state is None:
        return Turn(rule="engine.nothing_open")
    if asked is None or flow is None or kind is TimerKind.EXPIRATION or asked.timeout is None:
        return Turn(conversation=replace(state, status=Status.EXPIRED), rule="engine.expired")
    return replace(_finish(_walk(_Walk(scene, flow, state, silent=True), asked.timeout.go)), rule="engine.timeout")


_END = Target("end")
STUCK = "stuck"
"""The topic of a conversation that a human has to take on."""


def _open_question(scene: Scene) -> Ask | None:
    state, flow = scene.person.conversation, scene.person.flow
    if state is None or flow is None or state.step not in flow.steps:
        return None
    return flow.steps[state.step].ask


def _fit(scene: Scene, asked: Ask, text: str) -> Answer | None:
    return fit(asked, text, today=scene.today, window=scene.program.settings.window, current=scene.person.cadence)


def _keep(walk: _Walk, asked: Ask, answer: Answer) -> None:
    if asked.save is not None:
        walk.effects.append(SaveAnswer(asked.save, answer.value))
        walk.state = replace(walk.state, answers={**walk.state.answers, asked.save: answer.value})


def _walk(walk: _Walk, target: Target) -> _Walk:
    """Follow the steps from `target` until one waits or the conversation ends."""
    for _ in range(MAX_STEPS):
        if target.is_flow and target.name not in walk.scene.program.flows:
            break  # removed since this conversation began
        if target.is_flow:
            walk.flow = walk.scene.program.flows[target.name]
            # Another flow takes over on the current publication; it sees no answers of the one before.
            walk.state = replace(
                walk.state,
                flow=target.name,
                publication=walk.scene.program.publication,
                answers={},
            )
            target = Target(walk.flow.first)
        if target == _END:
            walk.state = replace(walk.state, status=Status.EXPIRED if walk.silent else Status.FINISHED)
            return walk
        step = walk.flow.steps[target.name]
        walk.state = replace(walk.state, step=step.name, retries=0)
        branch = next((line.go for line in step.when if _holds(walk, line)), None)
        if branch is not None:
            target = branch
            continue
        _act(walk, step)
        if step.ask is not None and not walk.silent:
            _say(walk, step.ask.text)
            return _wait(walk, step.ask)
        target = _END if step.ask is not None else step.go or _END
    return _ask_a_human(walk)


def _holds(walk: _Walk, line: Branch) -> bool:
    value = walk.scene.fact(line.fact) if line.fact is not None else walk.state.answers.get(line.saved or "")
    return value is not None if line.equals is None else value == line.equals


def _act(walk: _Walk, step: Step) -> None:
    """Everything a step does besides asking, in the order that docs/flows.md names."""
    if not walk.silent and not walk.state.unasked:
        _agree(walk, step)
    for wish in (step.request, step.escalate):
        if wish is not None:
            walk.effects.append(_ticket(walk, wish))
    if step.say is not None:
        _say(walk, step.say)


def _agree(walk: _Walk, step: Step) -> None:
    """What only the person's own answer can do: neither silence nor the calendar agrees to anything."""
    words = f"{walk.flow.name}.{step.name}"
    plan = _plan(walk, step)
    if step.consent and (step.cadence is None or plan is not None):
        # "Only when I text" is no agreement to follow-ups.
        walk.effects.append(RecordConsent(Act.OPT_IN, words))
    if step.cadence is not None:
        walk.chosen = Wish(plan)
        walk.effects.extend(choose(walk.scene, plan, words))


def _plan(walk: _Walk, step: Step) -> Cadence | None:
    name = step.cadence or ""
    if step.cadence_saved:
        name = walk.state.answers.get(name, NO_CADENCE)
    wish = saved_wish(name)
    if wish is not None:
        return wish.cadence
    choice = walk.scene.program.settings.cadences.get(name)
    return None if choice is None else named(choice, walk.scene)


def _ticket(walk: _Walk, wish: TicketWish) -> OpenTicket:
    answers = {name: walk.state.answers[name] for name in wish.include if name in walk.state.answers}
    return OpenTicket(wish.topic, wish.level, answers)


def _say(walk: _Walk, text: Text) -> None:
    if walk.silent:
        return
    values = walk.scene.values(walk.state.answers, chosen=walk.chosen)
    person = walk.scene.person
    walk.said.append((text.key, text.render(person.language, values, quiet=person.quiet)))


def _wait(walk: _Walk, asked: Ask) -> _Walk:
    now = walk.scene.now
    walk.state = replace(walk.state, visit=walk.state.visit + 1, status=Status.WAITING)
    walk.effects.append(SetTimer(TimerKind.EXPIRATION, now + walk.flow.expires))
    if asked.timeout is not None:
        walk.effects.append(SetTimer(TimerKind.REPLY_TIMEOUT, now + asked.timeout.after))
    if _gives_way(walk.scene):
        walk.effects.append(Remember(None))
    return walk


def _gives_way(scene: Scene) -> bool:
    """Is there an older question outside any flow? A 1 to the newer one would be taken for its answer."""
    older = scene.person.asked
    if older is None:
        return False
    return older.question is not Question.AMBER or scene.now - older.at > _CRISIS_FIRST


def _ask_a_human(walk: _Walk) -> _Walk:
    """A conversation that cannot go on: of what it was about to say only the truth is left."""
    walk.effects.append(OpenTicket(STUCK, Level.ROUTINE))
    walk.said.clear()
    if not walk.state.unasked:
        _say(walk, walk.scene.program.text(_truth(walk.scene)))
    walk.state = replace(walk.state, status=Status.FINISHED)
    return walk


def _truth(scene: Scene) -> str:
    return "person.asked" if is_staffed(scene.program.settings, scene.now) else "person.asked_closed"


def _give_up(walk: _Walk) -> Turn:
    return replace(_finish(_ask_a_human(walk)), rule="engine.too_long")


def _finish(walk: _Walk) -> Turn:
    kind = TextKind.FOLLOW_UP if walk.state.unasked else TextKind.REPLY
    return Turn((*walk.effects, *_texts(walk.said, kind)), walk.state, f"flow.{walk.flow.name}"[:40])


def _texts(said: list[tuple[str, str]], kind: TextKind) -> list[Say]:
    """One text where everything said in this turn fits; else one for each, in order."""
    together = " ".join(body for _, body in said)
    if said and count(together).segments <= _TOGETHER:
        return [Say(kind, together, said[-1][0])]
    return [Say(kind, body, key) for key, body in said]
