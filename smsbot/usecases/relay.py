"""A worker's own words to the person whose ticket they hold, through the programme's number."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from smsbot.core.effects import TextKind
from smsbot.core.flow import Level
from smsbot.core.gate import TICKET_PERMITS
from smsbot.core.language import Language
from smsbot.core.program import Program
from smsbot.core.rules.human import STEPS_BACK_FOR
from smsbot.db import inbox, outbox, people, tickets
from smsbot.db.tx import Tx
from smsbot.db.workers import Worker
from smsbot.usecases.worker_text import tell

_LASTS = timedelta(hours=4)
_LONGEST = 1600  # characters; the carrier takes no more


def relay(tx: Tx, program: Program, worker: Worker, ticket: Row[Any], words: str) -> str:
    """Queue the words and have the bot step back; the gate has the last say, and the worker hears of it.

    The caller holds the locks of person and ticket. Returns the rule that decided.
    """
    person = people.lock(tx, ticket.participant_id) if ticket.participant_id is not None else None
    number_hash = reached_at(tx, person.id) if person is not None else None
    if person is None or number_hash is None:
        tell(tx, program, worker, "nobody", ticket)
        return "worker.nobody"
    newest = inbox.newest_from(tx, person.id)
    permitted = newest is not None and tx.now - newest.received_at <= TICKET_PERMITS
    begins = ticket.relay_until is None or ticket.relay_until <= tx.now
    intro = f"{_intro(program, Language(person.language), worker)} " if begins else ""
    outbox.queue(
        tx,
        outbox.NewText(
            kind=TextKind.RELAY,
            key="relay",
            body=f"{intro}{words}"[:_LONGEST],
            number_hash=number_hash,
            participant_id=person.id,
            ticket_id=ticket.id,
            permit=outbox.Permit(inbox_id=newest.id if newest is not None and permitted else None, worker_id=worker.id),
            expires_at=tx.now + _LASTS,
            urgent=ticket.level == Level.RED,
        ),
    )
    tickets.change(tx, ticket.id, relay_until=tx.now + STEPS_BACK_FOR)
    tickets.record(tx, ticket.id, "relayed", worker.id)
    return "worker.relay"


def reached_at(tx: Tx, participant_id: str) -> str | None:
    """The hash of the number they last texted from, as long as it is theirs; else of the phone they use now."""
    newest = inbox.newest_from(tx, participant_id)
    if newest is not None and newest.number_hash in people.hashes_of(tx, participant_id):
        return str(newest.number_hash)
    phone = people.current_phone(tx, participant_id)
    return phone.number_hash if phone is not None else None


def _intro(program: Program, language: Language, worker: Worker) -> str:
    """Who is writing: a person on the team; their name only where the programme says so."""
    key = "relay.intro_named" if program.settings.relay_names else "relay.intro"
    values = {**program.settings.names, "worker": worker.handle.title()}
    return program.text(key).render(language, values)
