"""MarkShared: others read this phone."""

from smsbot.core.effects import TextKind
from smsbot.db import outbox, people, phones
from smsbot.usecases.apply.cause import Cause

_PROMPTED = tuple(kind for kind in TextKind if kind not in (TextKind.FOLLOW_UP, TextKind.INVITE))


def mark_shared(cause: Cause) -> None:
    """Quiet words for everybody of this phone, and nothing scheduled; what waits to go there unasked is dropped."""
    phones.mark_shared(cause.tx, cause.phone_id, True)
    for person_id in phones.users_of(cause.tx, cause.phone_id):
        people.change(cause.tx, person_id, quiet=True)
        outbox.cancel_queued(cause.tx, person_id, "shared phone", keep=_PROMPTED)
