"""Forget: erase a person. Their key goes, and with it every sealed word of theirs, in backups too."""

from smsbot.db import people
from smsbot.usecases.apply.cause import Cause


def forget(cause: Cause) -> None:
    """Mark them forgotten now; the keys go once the one confirmation has been handed over (usecases/erase)."""
    people.change(cause.tx, cause.person.id, forgotten_at=cause.tx.now, name=None)
