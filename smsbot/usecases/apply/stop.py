"""Stop: texts, calls and visits end in this one transaction."""

from typing import Any

from sqlalchemy import Row

from smsbot.core.effects import ConsentAct, Stop, TextKind, TimerKind
from smsbot.core.program import Program
from smsbot.db import conversations, ledger, outbox, people, tickets, timers, workers
from smsbot.db.tx import Tx
from smsbot.usecases.apply.cause import Cause
from smsbot.usecases.worker_text import tell

GOING_THERE = frozenset({"call", "visit", "call_back", "comfort", "away_ends"})
"""Topics for which somebody may be on their way; a kit already asked for is kept."""

NOT_CANCELLED = (TextKind.CRISIS, TextKind.RELAY)
"""A worker's own words are refused by the gate instead, which tells the worker so."""

PERSONAL = (
    *(TimerKind.FOLLOW_UP, TimerKind.REPLY_TIMEOUT, TimerKind.EXPIRATION, TimerKind.STOP_SILENCE),
    *(TimerKind.AWAY_ENDS, TimerKind.WAKE, TimerKind.UNDELIVERED),
)
"""Timers about the person. A ladder climbs on: STOP does not make a crisis or a kit go away."""


def stop(cause: Cause, effect: Stop) -> None:
    """Record, suppress every phone, cancel everything queued or due, and tell who holds a visit "do not go"."""
    tx, person_id = cause.tx, cause.person.id
    cause.stop_entry_id = ledger.append(
        tx, person_id, ConsentAct.OPT_OUT, cause.seq, effect.words, inbox_id=cause.inbox_id
    )
    for number_hash in people.hashes_of(tx, person_id):
        ledger.suppress(tx, number_hash, tx.keys.lookup.ids[0])
    outbox.cancel_queued(tx, person_id, "stopped", keep=NOT_CANCELLED)
    conversations.stop_open(tx, person_id)
    timers.cancel(tx, *PERSONAL, participant_id=person_id)
    people.change(tx, person_id, cadence=None, paused_until=None, asked=None)
    nobody_goes(tx, cause.program, person_id)


def nobody_goes(tx: Tx, program: Program, participant_id: str) -> None:
    """They stopped, by whatever way we heard of it: calls, visits and talks end, and whoever is at one is told."""
    for ticket in tickets.open_of(tx, participant_id):
        if ticket.topic in GOING_THERE:
            call_off(tx, program, ticket, "stopped")
        elif ticket.relay_until is not None:
            _end_exchange(tx, program, ticket)


def _end_exchange(tx: Tx, program: Program, ticket: Row[Any]) -> None:
    """Somebody is, or was, texting with them: they hear at once that it has ended."""
    tickets.change(tx, ticket.id, relay_until=None)
    worker = workers.by_id(tx, ticket.taken_by) if ticket.taken_by is not None else None
    if worker is not None:
        tell(tx, program, worker, "stopped", ticket)


def call_off(tx: Tx, program: Program, ticket: Row[Any], outcome: str) -> None:
    """The person ended it: nobody goes, and nobody is asked to any more."""
    ids = [ticket.taken_by] if ticket.taken_by is not None else tickets.alerted_workers(tx, ticket.id)
    tickets.change(tx, ticket.id, closed_at=tx.now, outcome=outcome, relay_until=None)
    tickets.record(tx, ticket.id, outcome)
    timers.cancel(tx, TimerKind.LADDER, ticket_id=ticket.id)
    outbox.cancel_alerts(tx, ticket.id, None)
    for worker in (workers.by_id(tx, worker_id) for worker_id in ids):
        if worker is not None:
            tell(tx, program, worker, "do_not_go", ticket)
