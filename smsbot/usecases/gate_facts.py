"""Reads the rows that the gate asks about, under the participant's lock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from smsbot.core.cadence import from_json
from smsbot.core.effects import ConsentAct, TextKind
from smsbot.core.flow import Level
from smsbot.core.gate import Facts, Pass, Refuse, Ruling, rule
from smsbot.core.hours import Window, narrow
from smsbot.core.person import CRISIS, Consent, consent_after
from smsbot.core.program import Program
from smsbot.db import inbox, ledger, outbox, people, programme, tickets, workers
from smsbot.db.tx import Tx
from smsbot.usecases.call_gate import ask_call_gate

CALL = TextKind.CALL
SEND_STOP = "send_stop"
"""The key under which the programme-wide send stop is kept."""


def ask_gate(tx: Tx, program: Program, text: Row[Any]) -> Ruling:
    """May this queued text go now? Texts to workers only need their worker to be there still."""
    if text.participant_id is None:
        if workers.by_id(tx, text.worker_id) is None:
            return Refuse("no longer a worker")
        return ask_call_gate(tx, text.ticket_id, text.worker_id, text.expires_at) if text.kind == CALL else Pass()
    return rule(_facts(tx, program, text), tx.now)


def _facts(tx: Tx, program: Program, text: Row[Any]) -> Facts:
    person = people.lock(tx, text.participant_id)
    assert person is not None  # noqa: S101  # locked by the caller, in this transaction
    hashes = people.hashes_of(tx, person.id)
    newest = ledger.newest_consent(tx, person.id)
    consent = consent_after(ConsentAct(newest.act) if newest is not None else None)
    cadence = from_json(person.cadence) if person.cadence is not None else None
    open_tickets = tickets.open_of(tx, person.id)
    seq, at, stands = _permit(tx, text, person, newest)
    phone = people.phone_row(tx, text.number_hash)
    return Facts(
        kind=TextKind(text.kind),
        consent=consent,
        stop_seq=newest.seq if newest is not None and consent is Consent.STOPPED else 0,
        permit_seq=seq,
        permit_at=at,
        permit_stands=stands,
        ticket_open=bool(open_tickets) or _just_closed(tx, text),
        chosen=cadence is not None,
        paused_until=person.paused_until,
        held=any(t.level == Level.RED for t in open_tickets),
        in_crisis=any(t.topic == CRISIS for t in open_tickets),
        suppressed=_suppressed(tx, hashes, text, at),
        unreachable=_unreachable(phone, tx.now),
        frozen_at=phone.frozen_at if phone is not None else None,
        typed=text.permit_worker_id is not None,
        unanswered=_unanswered(tx, text),
        away=person.away_since is not None,
        dead=person.death_confirmed_at is not None,
        death_reported=person.death_reported_at is not None,
        undecided=inbox.undecided_from(tx, hashes),
        send_stop=programme.get(tx, SEND_STOP) is not None,
        window=_window(program, cadence.window if cadence is not None else None),
        zone=person.zone,
        expires_at=text.expires_at,
    )


def _permit(tx: Tx, text: Row[Any], person: Row[Any], newest: Row[Any] | None) -> tuple[int, datetime | None, bool]:
    """The number and the moment of what permits a text, and whether that is still the newest word on it."""
    if text.permit_inbox_id is not None:
        row = inbox.get(tx, text.permit_inbox_id)
        return (row.seq, row.received_at, True) if row is not None else (0, None, False)
    entry = ledger.entry(tx, text.permit_ledger_id) if text.permit_ledger_id is not None else None
    if entry is None:
        return 0, None, False
    current = person.cadence_entry_id if text.kind == TextKind.FOLLOW_UP else (newest.id if newest else None)
    return entry.seq, entry.at, entry.id == current


def _suppressed(tx: Tx, hashes: Sequence[str], text: Row[Any], permit_at: datetime | None) -> bool:
    """Nothing that we start goes to a suppressed number; whoever texts from it later (erased and back) is answered."""
    stopped_at = ledger.suppressed_at(tx, hashes)
    if stopped_at is None or text.permit_inbox_id is None or permit_at is None:
        return stopped_at is not None
    return stopped_at > permit_at


def _just_closed(tx: Tx, text: Row[Any]) -> bool:
    """ "Marked done" is about a ticket that closed with it, and is permitted by what permitted that one."""
    ticket = tickets.get(tx, text.ticket_id) if text.ticket_id is not None else None
    return ticket is not None and ticket.closed_at is not None and ticket.closed_at >= text.queued_at


def _unanswered(tx: Tx, text: Row[Any]) -> bool:
    """Did a worker's unpermitted words go out since this person last texted?"""
    if text.kind != TextKind.RELAY:
        return False
    newest = inbox.newest_from(tx, text.participant_id)
    return outbox.typed_since(tx, text.participant_id, newest.received_at if newest is not None else None, text.id)


def _unreachable(phone: Row[Any] | None, now: datetime) -> bool:
    if phone is None:
        return True
    resting = phone.resting_until is not None and phone.resting_until > now
    return phone.frozen_at is not None or phone.shared or resting


def _window(program: Program, chosen: Window | None) -> Window:
    """The programme's hours, narrowed by the person's own."""
    programme_hours = program.settings.window
    return (narrow(chosen, programme_hours) if chosen is not None else None) or programme_hours
