"""Stop: texts, calls and visits end in this one transaction."""

from smsbot.core.effects import ConsentAct, Stop, TextKind
from smsbot.db import conversations, ledger, outbox, people, tickets, timers, workers
from smsbot.usecases.apply.cause import Cause
from smsbot.usecases.worker_text import tell

GOING_THERE = frozenset({"call", "visit", "call_back", "comfort"})
"""Topics for which somebody may be on their way; a kit already asked for is kept."""


def stop(cause: Cause, effect: Stop) -> None:
    """Record, suppress every phone, cancel everything queued or due, and tell who holds a visit "do not go"."""
    tx, person_id = cause.tx, cause.person.id
    cause.stop_entry_id = ledger.append(
        tx, person_id, ConsentAct.OPT_OUT, cause.seq, effect.words, inbox_id=cause.inbox_id
    )
    for number_hash in people.hashes_of(tx, person_id):
        ledger.suppress(tx, number_hash, tx.keys.lookup.ids[0])
    outbox.cancel_queued(tx, person_id, "stopped", keep=(TextKind.CRISIS,))
    conversations.stop_open(tx, person_id)
    timers.cancel(tx, participant_id=person_id)
    people.change(tx, person_id, cadence=None, paused_until=None, asked=None)
    for ticket in tickets.open_of(tx, person_id):
        holder = workers.by_id(tx, ticket.taken_by) if ticket.taken_by is not None else None
        if ticket.topic in GOING_THERE and holder is not None:
            tell(tx, cause.program, holder, "do_not_go", ticket)
