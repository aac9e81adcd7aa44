"""What one turn of a conversation gathers: what a step does, what is said, and how the turn ends."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from smsbot.core.cadence import Cadence, Means
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
    Tag,
    TextKind,
    TimerKind,
    Turn,
)
from smsbot.core.flow import Ask, Flow, Level, Step, TicketWish
from smsbot.core.person import Consent
from smsbot.core.plan import choose, named
from smsbot.core.scene import NO_CADENCE, SERIES_LAST, Scene, saved_wish
from smsbot.core.segments import count
from smsbot.core.text import Text

_TOGETHER = 2  # segments: texts of one turn that fit into so many go as one
_CRISIS_FIRST = timedelta(hours=1)  # so long a 1 still answers "is anyone in danger?", whatever was asked since

STUCK = "stuck"
"""The topic of a conversation that a human has to take on."""


@dataclass(frozen=True, slots=True)
class Said:
    """One text of a turn; `step` is "flow.step" if that step has a branch for a text that does not arrive."""

    key: str
    body: str
    step: str | None = None


@dataclass(slots=True)
class Walk:
    """What one turn has gathered so far."""

    scene: Scene
    flow: Flow
    state: Conversation
    silent: bool = False  # nobody asked: silence, or a text that did not arrive, never earns a text
    waking: bool = False  # a `wait` is over: the walk goes as far as the first step that speaks
    effects: list[Effect] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    chosen: Wish | None = None
    tags: set[str] = field(default_factory=set)
    callers: dict[tuple[str, str], Flow] = field(default_factory=dict)  # flows that called another in this very turn


def act(walk: Walk, step: Step) -> None:
    """Everything a step does besides asking, in the order that docs/flows.md names."""
    for name, value in step.sets.items():
        keep(walk, name, value)
    if step.tag is not None:
        walk.tags.add(step.tag)
        walk.effects.append(Tag(step.tag))
    if not walk.silent and not walk.state.unasked:
        _agree(walk, step)
    for wish in (step.request, step.escalate):
        if wish is not None:
            walk.effects.append(_ticket(walk, wish))
    if step.say is not None:
        say(walk, step.say, step)
    _say_next_of(walk, step)


def _say_next_of(walk: Walk, step: Step) -> None:
    """The text of a series for today; the last says that it is the last."""
    today = walk.scene.occurrence
    if today is None or today.number >= len(step.series):
        return
    say(walk, step.series[today.number], step)
    if today.last:
        say(walk, walk.scene.program.text(SERIES_LAST), step)


def keep(walk: Walk, name: str, value: str) -> None:
    """Save an answer."""
    walk.effects.append(SaveAnswer(name, value))
    walk.state = replace(walk.state, answers={**walk.state.answers, name: value})


def _agree(walk: Walk, step: Step) -> None:
    """What only the person's own answer can do: neither silence nor the calendar agrees to anything."""
    words = f"{walk.flow.name}.{step.name}"
    plan = _plan(walk, step)
    if step.consent and (step.cadence is None or plan is not None):
        # "Only when I text" is no agreement to follow-ups.
        walk.effects.append(RecordConsent(Act.OPT_IN, words))
    if step.cadence is not None:
        walk.chosen = Wish(plan)
        walk.effects.extend(choose(walk.scene, plan, words))


def _plan(walk: Walk, step: Step) -> Cadence | None:
    name = step.cadence or ""
    if step.cadence_saved:
        name = walk.state.answers.get(name, NO_CADENCE)
    wish = saved_wish(name)
    if wish is not None:
        return wish.cadence
    choice = walk.scene.program.settings.cadences.get(name)
    return None if choice is None else named(choice, walk.scene)


def _ticket(walk: Walk, wish: TicketWish) -> OpenTicket:
    answers = {name: walk.state.answers[name] for name in wish.include if name in walk.state.answers}
    return OpenTicket(wish.topic, wish.level, answers)


def say(walk: Walk, text: Text, step: Step | None = None) -> None:
    """Say it, unless nobody asked."""
    if walk.silent or walk.waking:
        return
    values = walk.scene.values(walk.state.answers, chosen=walk.chosen)
    person = walk.scene.person
    watched = f"{walk.flow.name}.{step.name}" if step is not None and step.undelivered is not None else None
    walk.said.append(Said(text.key, text.render(person.language, values, quiet=person.quiet), watched))


def wait_for_answer(walk: Walk, asked: Ask) -> Walk:
    """The conversation waits for an answer, from now on."""
    now = walk.scene.now
    walk.state = replace(walk.state, visit=walk.state.visit + 1, status=Status.WAITING)
    walk.effects.append(SetTimer(TimerKind.EXPIRATION, now + walk.flow.expires))
    if asked.timeout is not None:
        walk.effects.append(SetTimer(TimerKind.REPLY_TIMEOUT, now + asked.timeout.after))
    if _gives_way(walk.scene):
        walk.effects.append(Remember(None))
    return walk


def sleep(walk: Walk, length: timedelta) -> Walk:
    """The conversation sleeps so long."""
    walk.state = replace(walk.state, visit=walk.state.visit + 1, status=Status.SLEEPING)
    walk.effects.append(SetTimer(TimerKind.WAKE, walk.scene.now + length))
    return walk


def _gives_way(scene: Scene) -> bool:
    """Is there an older question outside any flow? A 1 to the newer one would be taken for its answer."""
    older = scene.person.asked
    if older is None:
        return False
    return older.question is not Question.AMBER or scene.now - older.at > _CRISIS_FIRST


def ask_a_human(walk: Walk) -> Walk:
    """A conversation that cannot go on: of what it was about to say only the truth is left."""
    walk.effects.append(OpenTicket(STUCK, Level.ROUTINE))
    walk.said.clear()
    if not walk.state.unasked:
        say(walk, walk.scene.program.text(truth(walk.scene)))
    walk.state = replace(walk.state, status=Status.FINISHED, stack=())
    return walk


def truth(scene: Scene) -> str:
    """What can be promised now: the key of the text that says when a person will see it."""
    return "person.asked" if is_staffed(scene.program.settings, scene.now) else "person.asked_closed"


def may_be_texted(scene: Scene) -> bool:
    """Did they choose check-ins by text? Only the next of those can bring what comes after a `wait`."""
    cadence = scene.person.cadence
    if scene.person.consent is not Consent.OPEN or cadence is None:
        return False
    return cadence.means is Means.TEXT and not cadence.starts


def finish(walk: Walk) -> Turn:
    """The turn that a walk makes."""
    kind = TextKind.FOLLOW_UP if walk.state.unasked else TextKind.REPLY
    return Turn((*walk.effects, *_texts(walk.said, kind)), walk.state, f"flow.{walk.flow.name}"[:40])


def _texts(said: Sequence[Said], kind: TextKind) -> list[Say]:
    """One text where everything said in this turn fits; else one for each, in order."""
    together = " ".join(text.body for text in said)
    if said and count(together).segments <= _TOGETHER:
        watched = next((text.step for text in reversed(said) if text.step is not None), None)
        return [Say(kind, together, said[-1].key, watched)]
    return [Say(kind, text.body, text.key, text.step) for text in said]
