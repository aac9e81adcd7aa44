"""The programme-wide send stop: nothing goes to participants but crisis answers; workers are still alerted."""

from datetime import datetime

from smsbot.db import programme
from smsbot.db.database import Database
from smsbot.usecases.gate_facts import SEND_STOP


def hold(db: Database, now: datetime) -> None:
    """From now on queued texts wait; one whose time passes meanwhile is not sent at all."""
    with db.write(now) as tx:
        programme.put(tx, SEND_STOP, now.isoformat())


def release(db: Database, now: datetime) -> None:
    """Texts that are still in time go on."""
    with db.write(now) as tx:
        programme.put(tx, SEND_STOP, None)
        tx.wake()


def held_since(db: Database, now: datetime) -> str | None:
    """Since when (ISO, UTC) the send stop is on; None if it is off."""
    with db.read(now) as tx:
        return programme.get(tx, SEND_STOP)
