"""The state of one participant's walk through one flow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """Where a conversation stands; only `waiting` ones are open, and a person has one of them at most."""

    WAITING = "waiting"  # for an answer to the question of its step
    SLEEPING = "sleeping"  # at a `wait`, or past it until the next hello they chose brings what comes then
    FINISHED = "finished"  # came to its end
    EXPIRED = "expired"  # nobody answered in time; nothing is sent about it
    STOPPED = "stopped"  # by STOP, by a crisis, or because something newer took its place


@dataclass(frozen=True, slots=True)
class Spot:
    """A step of a flow on its publication, with the answers of that flow as they were there."""

    flow: str
    publication: str
    step: str
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Values only: `visit` counts the steps waited at, so that a timer for an earlier wait is a no-op."""

    id: str
    flow: str
    publication: str
    step: str
    started_at: datetime
    visit: int = 0
    turns: int = 0
    retries: int = 0
    answers: Mapping[str, str] = field(default_factory=dict)
    status: Status = Status.WAITING
    unasked: bool = False  # begun by the calendar and not answered yet
    stack: tuple[Spot, ...] = ()  # the steps that called another flow, the first caller first
    trail: tuple[tuple[Spot, ...], ...] = ()  # questions BACK may return to: the callers, then the question itself

    @property
    def spot(self) -> Spot:
        """Where it is now."""
        return Spot(self.flow, self.publication, self.step, self.answers)

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Every place that it is at or may return to."""
        return (self.spot, *self.stack, *(spot for mark in self.trail for spot in mark))
