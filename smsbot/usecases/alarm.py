"""What an operator is woken for, by a way that does not need the carrier."""

from datetime import datetime, timedelta

from smsbot.db import inbox, outbox, tickets
from smsbot.db.database import Database

RED_UNTAKEN_AFTER = timedelta(minutes=15)
URGENT_WAITS_AFTER = timedelta(minutes=2)


def alarms(db: Database, now: datetime) -> dict[str, int]:
    """How many of each kind of trouble there are now; empty when all is well. Counts only, about nobody."""
    with db.read(now) as tx:
        found = {
            "red_tickets_nobody_took": tickets.red_untaken(tx, now - RED_UNTAKEN_AFTER),
            "urgent_texts_not_handed_over": outbox.waiting_since(tx, now - URGENT_WAITS_AFTER),
            "texts_nobody_could_decide": len(inbox.flagged(tx)),
        }
    return {name: count for name, count in found.items() if count}
