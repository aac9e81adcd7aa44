"""A person told a worker to stop, by voice or in person: the same end as a STOP by text."""

from datetime import datetime

from smsbot.core.effects import Stop, Turn
from smsbot.core.errors import SmsbotError
from smsbot.db import people, workers
from smsbot.db.database import Database
from smsbot.usecases.apply import Cause, apply
from smsbot.usecases.ports import Programs
from smsbot.usecases.view import see


class NobodyThere(SmsbotError):
    """We know nobody at this number."""

    code = "nobody_there"


def stop_for(db: Database, programs: Programs, now: datetime, *, number: str, handle: str, words: str) -> None:
    """End texts, calls and visits in one transaction; nothing is sent to the person about it."""
    with db.write(now) as tx:
        worker = next(iter(workers.by_handles(tx, [handle])), None)
        found = people.at_number(tx, tx.keys.lookup.all_hashes(number))
        if worker is None or found is None:
            who = f"worker '{handle}'" if worker is None else "participant at that number"
            raise NobodyThere(f"there is no {who}; nothing was changed")
        row = people.lock(tx, found.participant_id, skip_locked=False)
        assert row is not None  # noqa: S101  # participants are never deleted
        person = see(tx, programs, row)
        seq = people.next_seq(tx, person.id)
        cause = Cause(tx, programs.current(), person, found.phone_id, found.number_hash, seq)
        apply(cause, Turn((Stop(f"{handle}: {words}"),)))
