"""Follows the steps of a flow until one waits, sleeps or the conversation ends.

Pure. Bounded: MAX_STEPS in one turn, MAX_DEPTH flows that call each other; past either a human is asked.
"""

from dataclasses import replace
from hashlib import sha256

from smsbot.core.conversation import Spot, Status
from smsbot.core.flow import Branch, Flow, Step, Target
from smsbot.core.scene import Scene
from smsbot.core.walk import Walk, act, ask_a_human, say, sleep, wait_for_answer

MAX_STEPS = 30
MAX_DEPTH = 5

END = Target("end")


def flow_at(scene: Scene, spot: Spot) -> Flow | None:
    """The flow of a place, on the publication it was come to; None if it is gone."""
    found = scene.person.flows.get((spot.publication, spot.flow))
    if found is None and spot.publication == scene.program.publication:
        return scene.program.flows.get(spot.flow)
    return found


def follow(walk: Walk, target: Target) -> Walk:
    """Follow the steps from `target` until one waits or the conversation ends."""
    for _ in range(MAX_STEPS):
        step = _arrive(walk, target)
        if step is None:
            return ask_a_human(walk) if walk.state.status is Status.WAITING else walk
        branch = next((line.go for line in step.when if _holds(walk, line)), None)
        if branch is not None:
            target = branch
            continue
        if walk.waking and (step.say is not None or step.ask is not None or step.series):
            walk.state = replace(walk.state, status=Status.SLEEPING, visit=walk.state.visit + 1)
            return walk
        act(walk, step)
        if step.ask is not None and not walk.silent:
            say(walk, step.ask.text, step)
            return wait_for_answer(walk, step.ask)
        if step.wait is not None and not walk.silent:
            return sleep(walk, step.wait)
        target = _onward(walk, step)
    return ask_a_human(walk)


def _arrive(walk: Walk, target: Target) -> Step | None:
    """The step that a target means. None: the conversation has ended, or (still waiting) there is no way on."""
    if target.is_flow:
        # Another flow takes over: it sees no answers of the one before, and nothing comes back.
        walk.state = replace(walk.state, stack=())
        return _enter(walk, target.name)
    while target == END:
        if walk.silent or not walk.state.stack:
            walk.state = replace(walk.state, status=Status.EXPIRED if walk.silent else Status.FINISHED)
            return None
        target = _come_back(walk)
        if target.is_flow:
            return _arrive(walk, target)
    return _come_to(walk, target.name)


def _enter(walk: Walk, name: str) -> Step | None:
    """Begin a flow, on the current publication; None if it was removed since this conversation began."""
    program = walk.scene.program
    if name not in program.flows:
        return None
    walk.flow = program.flows[name]
    walk.state = replace(walk.state, flow=name, publication=program.publication, answers={})
    return _come_to(walk, walk.flow.first)


def _come_to(walk: Walk, name: str) -> Step:
    step = walk.flow.steps[name]
    walk.state = replace(walk.state, step=name, retries=0, status=Status.WAITING)
    return step


def _onward(walk: Walk, step: Step) -> Target:
    """Where a step leads once it has acted. Silence ends at a question, a wait and a call."""
    if step.ask is not None or step.wait is not None:
        return END
    if step.call is not None:
        return END if walk.silent else _call(walk, step.call)
    if step.random:
        state = walk.state
        digest = sha256(f"{state.id}|{walk.flow.name}|{step.name}|{state.turns}".encode()).digest()
        return step.random[int.from_bytes(digest[:8]) % len(step.random)]
    return step.go or END


def _call(walk: Walk, name: str) -> Target:
    """Put the caller on the stack. A flow calls another at most MAX_DEPTH deep; deeper is a jump nowhere."""
    spot = walk.state.spot
    if len(walk.state.stack) >= MAX_DEPTH or name not in walk.scene.program.flows:
        return Target("", is_flow=True)
    walk.callers[spot.publication, spot.flow] = walk.flow
    walk.state = replace(walk.state, stack=(*walk.state.stack, spot))
    _enter(walk, name)
    return Target(walk.state.step)


def _come_back(walk: Walk) -> Target:
    """Back in the flow that called, with its own answers: where its step goes on. END if it is gone."""
    spot = walk.state.stack[-1]
    walk.state = replace(walk.state, stack=walk.state.stack[:-1])
    flow = walk.callers.get((spot.publication, spot.flow)) or flow_at(walk.scene, spot)
    if flow is None or spot.step not in flow.steps:
        return END
    walk.flow = flow
    walk.state = replace(walk.state, flow=spot.flow, publication=spot.publication, answers=spot.answers)
    return flow.steps[spot.step].go or END


def _holds(walk: Walk, line: Branch) -> bool:
    if line.tag is not None:
        return line.tag in walk.tags or line.tag in walk.scene.person.tags
    value = walk.scene.fact(line.fact) if line.fact is not None else walk.state.answers.get(line.saved or "")
    return value is not None if line.equals is None else value == line.equals
