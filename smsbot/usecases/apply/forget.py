"""Forget: erase a person. Their key goes, and with it every sealed word of theirs, in backups too."""

from smsbot.db import people, tickets
from smsbot.usecases.apply.cause import Cause
from smsbot.usecases.apply.stop import call_off


def forget(cause: Cause) -> None:
    """Mark them forgotten now; the keys go once the one confirmation has been handed over (usecases/upkeep).

    Whatever waits for them ends: nobody could reach them any more, and nobody is to go.
    """
    for ticket in tickets.open_of(cause.tx, cause.person.id):
        call_off(cause.tx, cause.program, ticket, "erased")
    people.change(cause.tx, cause.person.id, forgotten_at=cause.tx.now, name=None)
