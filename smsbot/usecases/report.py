"""What waits for a human, without a word or a number of anyone."""

from datetime import datetime

from smsbot.core.delivery import TextStatus
from smsbot.db import inbox, outbox, programme, tickets
from smsbot.db.database import Database
from smsbot.db.tx import Tx
from smsbot.usecases.gate_facts import SEND_STOP

Rows = list[dict[str, str | None]]


def look(db: Database, now: datetime) -> dict[str, Rows]:
    """Open tickets, unknown and failed texts, flagged inbound texts, texts by status; times in ISO, UTC."""
    with db.read(now) as tx:
        held = programme.get(tx, SEND_STOP)
        return {
            "send stop": [{"since": held}] if held is not None else [],
            "open tickets": [
                {
                    "code": row.code,
                    "level": row.level,
                    "topic": row.topic,
                    "opened": row.opened_at.isoformat(),
                    "taken": row.taken_at.isoformat() if row.taken_at is not None else None,
                }
                for row in tickets.all_open(tx)
            ],
            "texts of unknown outcome": _texts(tx, TextStatus.UNKNOWN),
            "texts that failed": _texts(tx, TextStatus.FAILED),
            "inbound texts nobody could decide": [
                {"id": row.id, "received": row.received_at.isoformat()} for row in inbox.flagged(tx)
            ],
            "texts by status": [{"status": name, "texts": str(count)} for name, count in outbox.by_status(tx).items()],
        }


def _texts(tx: Tx, status: TextStatus) -> Rows:
    return [
        {"id": row.id, "kind": row.kind, "text": row.text_key, "at": row.queued_at.isoformat(), "why": row.why}
        for row in outbox.of_status(tx, status)
    ]
