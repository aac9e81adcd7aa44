"""What is done now and then: retention, erasure, giving up on lost senders, the heart's beat."""

from datetime import datetime, timedelta

from smsbot.core.program import Program
from smsbot.db import outbox, peeks, people, programme, receipts
from smsbot.db.database import Database

_PAGES_LAST = timedelta(days=1)


def blank_old_bodies(db: Database, program: Program, now: datetime) -> int:
    """Words older than the programme keeps them are blanked; what happened and when stays. Returns how many."""
    with db.write(now) as tx:
        peeks.forget(tx, now - _PAGES_LAST)
        return receipts.blank_old_bodies(tx, now - timedelta(days=program.settings.body_days))


def erase_forgotten(db: Database, now: datetime) -> int:
    """Erase who asked for it, as soon as the one confirmation is out of the house. Returns how many."""
    with db.read(now) as tx:
        waiting = people.forgotten(tx)
    erased = 0
    for participant_id in waiting:
        with db.write(now) as tx:
            if people.lock(tx, participant_id) is not None and not outbox.still_moving(tx, participant_id):
                people.erase(tx, participant_id)
                erased += 1
    return erased


def beat(db: Database, worker: str, now: datetime) -> None:
    """This worker is alive."""
    with db.write(now) as tx:
        programme.beat(tx, worker)
