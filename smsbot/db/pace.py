"""When each line is free for the next text: one row for all senders on all machines."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select, update

from smsbot.core.pace import free_after
from smsbot.db.schema import pace
from smsbot.db.tx import Tx
from smsbot.db.upsert import insert_or_ignore


def lines(tx: Tx) -> Sequence[Row[Any]]:
    """What is known of the programme's line and of the one for workers: `worker_line`, `free_at`, `turn`."""
    return tx.all(select(pace))


def take(tx: Tx, worker_line: bool, segments: int, rate: float, *, wait: bool) -> bool:
    """Take this much of the line's rate; False, with `wait`, if others were faster and it is not free now."""
    row = _locked(tx, worker_line)
    if wait and row.free_at > tx.now:
        return False
    _set(tx, worker_line, free_at=free_after(row.free_at, tx.now, segments, rate), turn=row.turn + 1)
    return True


def rest(tx: Tx, worker_line: bool, lasts: timedelta) -> None:
    """Nothing ordinary goes out on this line for so long."""
    row = _locked(tx, worker_line)
    _set(tx, worker_line, free_at=max(row.free_at, tx.now + lasts))


def _locked(tx: Tx, worker_line: bool) -> Row[Any]:
    """The last lock that is taken: after the person, the ticket and the text."""
    tx.run(insert_or_ignore(tx, pace, {"worker_line": worker_line, "free_at": tx.now, "turn": 0}))
    row = tx.one(select(pace).where(pace.c.worker_line.is_(worker_line)).with_for_update())
    assert row is not None  # noqa: S101  # written in the line above
    return row


def _set(tx: Tx, worker_line: bool, **values: object) -> None:
    tx.run(update(pace).where(pace.c.worker_line.is_(worker_line)).values(**values))
