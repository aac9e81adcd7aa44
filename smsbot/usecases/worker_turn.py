"""A worker's text: an alarm, a command about a ticket, or words to the person whose ticket they hold."""

from smsbot.core.effects import TextKind
from smsbot.core.flow import Level
from smsbot.core.language import Language
from smsbot.core.person import CRISIS
from smsbot.core.program import Program
from smsbot.core.words import Situation, Urgency, read
from smsbot.core.worker_words import Done, Note, PassOn, Ring, Take, WorkerWish, addressed, is_take, read_worker
from smsbot.db import outbox, tickets
from smsbot.db.tx import Tx
from smsbot.db.workers import Worker
from smsbot.usecases import worker_acts
from smsbot.usecases.climb import climb_now
from smsbot.usecases.worker_acts import Tickets
from smsbot.usecases.worker_pick import by_code, held_by, open_tickets
from smsbot.usecases.worker_take import take
from smsbot.usecases.worker_text import tell

_NUMBER_OR_WORD = ("1", "take", "tomar")
"""Always a wish to take; "ok" and "yes" may be words to a person."""


def worker_turn(tx: Tx, program: Program, worker: Worker, text: str, *, overtaken: bool = False) -> str:
    """Decide a worker's text; returns the rule that did. Crisis words raise here too.

    Only words that name their ticket first, or a command with its code, say that the danger is known already.
    One that was `overtaken` by texts of ours does nothing else: "1" was meant for an alert they had seen.
    """
    reading, wish = read(text, program.lexicon), read_worker(text)
    waiting = open_tickets(tx)
    if reading.urgency is Urgency.RED and not _is_about_a_ticket(waiting, worker, wish, text):
        return _alarm(tx, program, worker, reading.situation or Situation.OVERDOSE, waiting)
    if overtaken:
        tell(tx, program, worker, "late")
        return "worker.late"
    match wish:
        case Take() if not _is_for_the_person(waiting, worker, wish, text):
            return take(tx, program, worker, waiting, wish.code)
        case Done():
            return worker_acts.done(tx, program, worker, waiting, wish.code, text)
        case Note():
            return worker_acts.note(tx, program, worker, waiting, wish.code, text)
        case PassOn():
            return worker_acts.pass_on(tx, program, worker, waiting, wish.code)
        case Ring():
            return worker_acts.ring(tx, program, worker, waiting, wish.code)
        case _:
            return worker_acts.words(tx, program, worker, waiting, text)


def _is_about_a_ticket(waiting: Tickets, worker: Worker, wish: WorkerWish, text: str) -> bool:
    """Does the worker speak about, or to, somebody whose ticket they name?"""
    if isinstance(wish, Done | Note):
        return by_code(waiting, wish.code) is not None
    return by_code(held_by(waiting, worker), addressed(text)[0]) is not None


def _is_for_the_person(waiting: Tickets, worker: Worker, wish: Take, text: str) -> bool:
    """ "ok" in the middle of an exchange, or "A7K2 yes I can come": not a wish to take what is theirs already."""
    mine = held_by(waiting, worker)
    if wish.code is not None:
        code, said = addressed(text)
        return by_code(mine, code) is not None and not is_take(said)
    nothing_waits = all(ticket.taken_at is not None for ticket in waiting)
    return bool(mine) and nothing_waits and text.casefold().strip(" .!") not in _NUMBER_OR_WORD


def _alarm(tx: Tx, program: Program, worker: Worker, situation: Situation, waiting: Tickets) -> str:
    """A worker beside somebody in danger gets the same answer as anyone, and the others an alert."""
    body = program.text(f"crisis.{situation}").render(Language.EN, program.settings.names)
    ticket = tickets.open_ticket(tx, CRISIS, Level.RED, participant_id=None, phone_id=None, inbox_id=None)
    outbox.queue(
        tx,
        outbox.NewText(
            kind=TextKind.ALERT,
            key=f"crisis.{situation}",
            body=body,
            number_hash=worker.number_hash,
            worker_id=worker.id,
            ticket_id=ticket.id,
            worker_line=True,
        ),
    )
    climb_now(tx, program, ticket)
    mine = held_by(waiting, worker)
    if mine:
        tell(tx, program, worker, "code_first", mine[0])
    return "worker.crisis"
