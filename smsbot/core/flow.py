"""A conversation as staff wrote it: an ordered map of steps, already checked and compiled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from smsbot.core.answers import Choice, Kind
from smsbot.core.language import Language
from smsbot.core.text import Text

CADENCE_ANSWER = "cadence"
"""The typed answer that understands "every other tue after 3"; its saved value is the cadence as JSON."""


class Level(StrEnum):
    """How soon a human is needed."""

    RED = "red"  # a life may be in danger now; holds every automatic text until a human closes
    AMBER = "amber"  # unclear or soon: within half an hour while the team is there
    ROUTINE = "routine"  # the next time somebody is there


@dataclass(frozen=True, slots=True)
class Target:
    """Where a conversation goes next: a step of this flow, or the start of another flow."""

    name: str
    is_flow: bool = False


@dataclass(frozen=True, slots=True)
class Timeout:
    """A branch taken when no answer came; it never sends a text of its own accord."""

    after: timedelta
    go: Target


@dataclass(frozen=True, slots=True)
class Retry:
    """How often a question is asked once more, and in which words."""

    times: int
    say: Text


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: numbered choices, a typed answer, or both (choices are tried first)."""

    text: Text
    otherwise: Target
    choices: tuple[Choice, ...] = ()
    goes: Mapping[str, Target] = field(default_factory=dict)  # by choice name; missing = the next step
    answer: Kind | str | None = None  # a Kind, CADENCE_ANSWER, or None for choices alone
    min: int | None = None
    max: int | None = None
    save: str | None = None
    retry: Retry | None = None
    timeout: Timeout | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of `when`: taken if the answer or the fact equals `equals` (None: is there at all), or by a tag."""

    go: Target
    saved: str | None = None
    fact: str | None = None
    equals: str | None = None
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class TicketWish:
    """`request` (what the person asked for) or `escalate` (a human is needed): a ticket for the team."""

    topic: str
    level: Level = Level.ROUTINE
    include: tuple[str, ...] = ()  # the saved answers that the worker needs


@dataclass(frozen=True, slots=True)
class Step:
    """One step; its parts run in this order.

    when, set, tag, consent, cadence, request, escalate, say or series, then one of ask, call, wait and random, then go.
    """

    name: str
    line: int
    when: tuple[Branch, ...] = ()
    sets: Mapping[str, str] = field(default_factory=dict)  # answers that nobody was asked for
    tag: str | None = None  # a mark on the person
    consent: bool = False  # the person agrees to follow-up texts
    cadence: str | None = None  # a name from program.yaml, "none", or the saved answer it comes from
    cadence_saved: bool = False
    request: TicketWish | None = None
    escalate: TicketWish | None = None
    say: Text | None = None
    series: tuple[Text, ...] = ()  # the nth goes out at the nth day of a cadence with offsets
    ask: Ask | None = None
    call: str | None = None  # a flow that is walked through before this one goes on
    wait: timedelta | None = None
    random: tuple[Target, ...] = ()  # one of these, instead of `go`
    undelivered: Target | None = None  # the branch taken, in silence, when this step's text did not arrive
    go: Target | None = None  # None: the conversation ends here


@dataclass(frozen=True, slots=True)
class Flow:
    """One conversation. `steps` keeps the order of the file; the first is where it begins."""

    name: str
    about: str
    expires: timedelta
    steps: Mapping[str, Step]
    keywords: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    unasked: bool = False  # may be started by the calendar: its first texts have quiet variants

    def question(self, step: str) -> Ask | None:
        """What is asked at a step; None if there is no such step, or no question."""
        found = self.steps.get(step)
        return None if found is None else found.ask

    @property
    def first(self) -> str:
        """The name of the first step."""
        return next(iter(self.steps))
