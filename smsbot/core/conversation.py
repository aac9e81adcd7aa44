"""The state of one participant's walk through one flow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """Where a conversation stands; only `waiting` ones are open."""

    WAITING = "waiting"  # for an answer to the question of its step
    FINISHED = "finished"  # came to its end
    EXPIRED = "expired"  # nobody answered in time; nothing is sent about it
    STOPPED = "stopped"  # by STOP, by a crisis, or because something newer took its place


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
