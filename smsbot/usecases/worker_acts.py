"""What a worker does with a ticket they hold: words to the person, CALL, NOTE, PASS, DONE."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from smsbot.core.outcomes import OTHER_OUTCOME, outcome_of
from smsbot.core.program import Program
from smsbot.core.worker_words import addressed, said_with
from smsbot.db import tickets
from smsbot.db.tx import Tx
from smsbot.db.workers import Worker
from smsbot.usecases.call import ask_for_call
from smsbot.usecases.close_ticket import ask_whether_done, close, give_back
from smsbot.usecases.relay import relay
from smsbot.usecases.worker_pick import by_code, held_by, lock, meant_by_words, which
from smsbot.usecases.worker_text import tell

Tickets = Sequence[Row[Any]]


def words(tx: Tx, program: Program, worker: Worker, waiting: Tickets, text: str) -> str:
    """Anything that is no command goes to the person: of the ticket that is named first, or the one that is clear."""
    mine = held_by(waiting, worker)
    code, said = addressed(text)
    named = by_code(waiting, code)
    if named is not None and named not in mine:
        return _not_theirs(tx, program, worker, named)
    said = said if named is not None else text.strip()
    if not mine or not said:
        tell(tx, program, worker, "nothing")
        return "worker.unclear"
    chosen = named if named is not None else meant_by_words(tx, mine)
    if chosen is None:
        return which(tx, program, worker, mine, "which_words")
    return relay(tx, program, worker, lock(tx, chosen), said)


def ring(tx: Tx, program: Program, worker: Worker, waiting: Tickets, code: str | None) -> str:
    """CALL: for a ticket of theirs."""
    mine = held_by(waiting, worker)
    named = by_code(waiting, code)
    if named is not None and named not in mine:
        return _not_theirs(tx, program, worker, named)
    chosen = named if code else meant_by_words(tx, mine)
    if chosen is None:
        return which(tx, program, worker, mine, "unknown" if code else "which")
    return ask_for_call(tx, program, worker, lock(tx, chosen))


def note(tx: Tx, program: Program, worker: Worker, waiting: Tickets, code: str | None, text: str) -> str:
    """NOTE: words kept with a ticket, sealed. Anybody on the team may add one by its code."""
    mine = held_by(waiting, worker)
    chosen = by_code(waiting, code) if code else (mine[0] if len(mine) == 1 else None)
    if chosen is None:
        return which(tx, program, worker, mine, "unknown" if code else "which")
    said = said_with(text)
    if said:
        tickets.note(tx, lock(tx, chosen), "note", said, worker.id)
    tell(tx, program, worker, "noted" if said else "note_what", chosen)
    return "worker.note"


def pass_on(tx: Tx, program: Program, worker: Worker, waiting: Tickets, code: str | None) -> str:
    """PASS: it is open again, and others are asked first."""
    mine = held_by(waiting, worker)
    named = by_code(waiting, code)
    if named is not None and named not in mine:
        return _not_theirs(tx, program, worker, named)
    chosen = named if code else (mine[0] if len(mine) == 1 else None)
    if chosen is None:
        return which(tx, program, worker, mine, "unknown" if code else "which")
    give_back(tx, program, lock(tx, chosen), worker, "passed")
    tell(tx, program, worker, "passed", chosen)
    return "worker.pass"


def done(tx: Tx, program: Program, worker: Worker, waiting: Tickets, code: str | None, text: str) -> str:
    """DONE: closed with how it ended; who asked for it may say that it is not done."""
    mine = held_by(waiting, worker)
    chosen = by_code(waiting, code) if code else (mine[0] if len(mine) == 1 else None)
    if chosen is None:
        return which(tx, program, worker, mine, "unknown" if code else "which")
    locked, said = lock(tx, chosen), said_with(text)
    outcome = outcome_of(said)
    close(tx, locked, worker.id, outcome)
    if outcome == OTHER_OUTCOME:
        tickets.note(tx, locked, "outcome", said, worker.id)
    ask_whether_done(tx, program, locked)
    tell(tx, program, worker, "done", chosen)
    return "worker.done"


def _not_theirs(tx: Tx, program: Program, worker: Worker, ticket: Row[Any]) -> str:
    tell(tx, program, worker, "not_yours", ticket)
    return "worker.not_theirs"
