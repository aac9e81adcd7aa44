"""The next moment at which anything is due: what a clock that can be moved moves to."""

from dataclasses import dataclass
from datetime import datetime

from smsbot.db import outbox, timers
from smsbot.db.database import Database

TEXT = "text"


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is planned: `at` is aware UTC, `what` is a timer's kind, or TEXT for a queued text."""

    at: datetime
    what: str


def what_is_due(db: Database, now: datetime) -> Due | None:
    """The earliest waiting timer or queued text; None when nothing at all is planned."""
    with db.read(now) as tx:
        timer, text = timers.next_waiting(tx), outbox.next_due(tx)
    if text is not None and (timer is None or text < timer.due_at):
        return Due(text, TEXT)
    return None if timer is None else Due(timer.due_at, timer.kind)


def next_due(db: Database, now: datetime) -> datetime | None:
    """When that is."""
    due = what_is_due(db, now)
    return None if due is None else due.at
