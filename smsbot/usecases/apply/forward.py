"""Forward: a human is on, and the person's words go to them."""

from typing import Any

from sqlalchemy import Row

from smsbot.core.effects import Forward
from smsbot.core.rules.human import STEPS_BACK_FOR
from smsbot.db import tickets, workers
from smsbot.usecases.apply.cause import Cause
from smsbot.usecases.close_ticket import give_back
from smsbot.usecases.last_words import hand_on


def forward(cause: Cause, effect: Forward) -> None:
    """To the holder. One who is no longer a worker holds nothing: others are asked at once."""
    ticket = next(t for t in tickets.open_of(cause.tx, cause.person.id) if t.code == effect.code)
    if not to_holder(cause, ticket):
        give_back(cause.tx, cause.program, ticket, None, "holder_gone")


def to_holder(cause: Cause, ticket: Row[Any]) -> bool:
    """Hand the words of this turn to whoever holds a ticket; False if nobody (any more) does, or there are none."""
    tx = cause.tx
    worker = workers.by_id(tx, ticket.taken_by) if ticket.taken_by is not None else None
    if worker is None or not cause.words:
        return False
    tickets.record(tx, ticket.id, "texted")
    if ticket.relay_until is not None and ticket.relay_until > tx.now:
        tickets.change(tx, ticket.id, relay_until=tx.now + STEPS_BACK_FOR)
    hand_on(tx, cause.program, ticket, worker, cause.words)
    return True
