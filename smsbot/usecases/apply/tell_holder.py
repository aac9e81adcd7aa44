"""TellHolder: the person texted again while a human has their ticket, or is about to."""

from smsbot.core.effects import TellHolder
from smsbot.db import tickets, workers
from smsbot.usecases.apply.cause import Cause
from smsbot.usecases.apply.forward import to_holder
from smsbot.usecases.close_ticket import give_back
from smsbot.usecases.worker_text import tell


def tell_holder(cause: Cause, effect: TellHolder) -> None:
    """The words to the holder; one notice without them to everyone alerted so far while nobody has it."""
    for ticket in tickets.open_of(cause.tx, cause.person.id):
        if ticket.topic != effect.topic or to_holder(cause, ticket):
            continue
        if ticket.taken_by is not None and workers.by_id(cause.tx, ticket.taken_by) is None:
            give_back(cause.tx, cause.program, ticket, None, "holder_gone")
            continue
        tickets.record(cause.tx, ticket.id, "texted")
        ids = [ticket.taken_by] if ticket.taken_by is not None else tickets.alerted_workers(cause.tx, ticket.id)
        for worker_id in ids:
            worker = workers.by_id(cause.tx, worker_id)
            if worker is not None:
                tell(cause.tx, cause.program, worker, "texted", ticket)
