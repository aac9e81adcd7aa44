"""Reads the rows that decide whether a worker may be connected with a person."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from smsbot.core.flow import Level
from smsbot.core.gate import Refuse, Ruling
from smsbot.core.gate_call import CallFacts, rule_call
from smsbot.core.person import Consent
from smsbot.db import inbox, ledger, people, tickets
from smsbot.db.tx import Tx
from smsbot.usecases.relay import reached_at
from smsbot.usecases.view import consent_of


def ask_call_gate(tx: Tx, ticket_id: str, worker_id: str, expires_at: datetime | None = None) -> Ruling:
    """May this worker be connected now? Taken under the person's lock, so that a STOP is before or after it."""
    ticket = tickets.get(tx, ticket_id)
    if ticket is None or ticket.participant_id is None:
        return Refuse("nobody to call")
    person = people.lock(tx, ticket.participant_id, skip_locked=False)
    assert person is not None  # noqa: S101  # participants are never deleted
    return rule_call(_facts(tx, ticket, person, worker_id, expires_at), tx.now)


def _facts(tx: Tx, ticket: Row[Any], person: Row[Any], worker_id: str, expires_at: datetime | None) -> CallFacts:
    hashes = people.hashes_of(tx, person.id)
    return CallFacts(
        holds=ticket.closed_at is None and ticket.taken_by == worker_id,
        reachable=reached_at(tx, person.id) is not None,
        stopped=consent_of(tx, person.id) is Consent.STOPPED or ledger.is_suppressed(tx, hashes),
        red=ticket.level == Level.RED,
        dead=person.death_confirmed_at is not None,  # who reported one may be called back
        undecided=inbox.undecided_from(tx, hashes),
        expires_at=expires_at,
    )
