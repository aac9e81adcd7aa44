"""The alerts that went out about one ticket, and when the carrier reported what about each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from smsbot.db.schema import outbox, receipt
from smsbot.db.tx import Tx

ALERTS = ("worker.alert", "worker.repeat")


def alerts_of(tx: Tx, ticket_id: str) -> Sequence[Row[Any]]:
    """The rows of its alerts, oldest first; no words."""
    columns = ("id", "worker_id", "status", "queued_at", "sending_at", "ended_at", "error_code")
    return tx.all(
        select(*(outbox.c[name] for name in columns))
        .where(outbox.c.ticket_id == ticket_id, outbox.c.text_key.in_(ALERTS))
        .order_by(outbox.c.id)
    )


def first_reports(tx: Tx, text_id: str) -> Mapping[str, datetime]:
    """When each status of a text was first reported to us."""
    rows = tx.all(
        select(receipt.c.status, func.min(receipt.c.at).label("at"))
        .where(receipt.c.text_id == text_id)
        .group_by(receipt.c.status)
    )
    return {row.status: row.at for row in rows}
