"""The next moment at which anything is due: what a clock that can be moved moves to."""

from datetime import datetime

from smsbot.db import outbox, timers
from smsbot.db.database import Database


def next_due(db: Database, now: datetime) -> datetime | None:
    """The earliest waiting timer or queued text; None when nothing at all is planned."""
    with db.read(now) as tx:
        moments = [moment for moment in (timers.next_due(tx), outbox.next_due(tx)) if moment is not None]
    return min(moments, default=None)
