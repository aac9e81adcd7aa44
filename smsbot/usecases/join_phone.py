"""A worker has talked with somebody who texts from a new number: it is joined to the person they are."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from smsbot.core.effects import Asked, Away, ConsentAct, Question, Remember, TextKind, Turn
from smsbot.core.person import Consent, Person
from smsbot.core.plan import NOTHING_NEXT
from smsbot.core.scene import Scene
from smsbot.db import inbox, ledger, people, phones, tickets, workers
from smsbot.db.database import Database
from smsbot.db.people import Found
from smsbot.db.tx import Tx
from smsbot.usecases.apply import Cause, apply
from smsbot.usecases.new_holder import let_go
from smsbot.usecases.ports import Programs
from smsbot.usecases.stop_for import NobodyThere
from smsbot.usecases.told_worker import CannotChange
from smsbot.usecases.view import see


def join(db: Database, programs: Programs, now: datetime, *, new: str, old: str, handle: str, words: str) -> bool:
    """The person of `old` uses `new` from now on; True if they are asked whether they would like their hellos there.

    Until they answer 1, nothing that they chose counts. The record that `new` had keeps its ledger and its tickets,
    and has no phone any more; `old` is frozen, and whoever texts from it is somebody new.

    Args:
        new, old: E.164.
        words: what the person told the worker, kept in the ledger.
    """
    with db.write(now) as tx:
        worker = next(iter(workers.by_handles(tx, [handle])), None)
        if worker is None:
            raise NobodyThere(f"there is no worker '{handle}'; nothing was changed")
        stranger = people.at_number(tx, tx.keys.lookup.all_hashes(new))
        if stranger is None:
            raise CannotChange("nobody has texted from the new number yet: ask them to text it a hello first")
        person = _person_of(tx, old)
        if person is None or person == stranger.participant_id:
            raise CannotChange("there is nobody else at the old number; nothing was changed")
        rows = _lock(tx, stranger.participant_id, person)
        was = see(tx, programs, rows[person])
        _check(tx, was, see(tx, programs, rows[stranger.participant_id]), rows[person], (new, old))
        seq = _move(tx, rows[person], rows[stranger.participant_id], stranger)
        return _ask(tx, programs, was, stranger, worker, words, seq)


def _person_of(tx: Tx, number: str) -> str | None:
    """Who is meant by an old number: whoever lost it, else whoever has it."""
    hashes = tx.keys.lookup.all_hashes(number)
    found = people.at_number(tx, hashes)
    return phones.lost_at(tx, hashes) or (found.participant_id if found is not None else None)


def _lock(tx: Tx, *person_ids: str) -> dict[str, Row[Any]]:
    rows = {}
    for person_id in sorted(person_ids):
        row = people.lock(tx, person_id, skip_locked=False)
        assert row is not None  # noqa: S101  # participants are never deleted
        rows[person_id] = row
    return rows


def _check(tx: Tx, person: Person, stranger: Person, row: Row[Any], numbers: tuple[str, str]) -> None:
    hashes = [found for number in numbers for found in tx.keys.lookup.all_hashes(number)]
    if inbox.undecided_from(tx, hashes):
        raise CannotChange("a text from one of these numbers is being read; try again in a moment")
    if Consent.STOPPED in (person.consent, stranger.consent):
        raise CannotChange("one of them said STOP. Leave the new number as it is: they begin anew there, with JOIN")
    if person.death_reported or row.forgotten_at is not None:
        raise CannotChange("of the person at the old number a death was reported, or they were erased")


def _move(tx: Tx, person: Row[Any], stranger: Row[Any], at: Found) -> int:
    """Links, tickets and numbers: both count on from the higher one, so that a text on its way is never too early."""
    let_go(tx, stranger.id)
    let_go(tx, person.id)
    for phone_id in phones.all_of(tx, person.id):
        phones.leave(tx, phone_id, person.id)
        people.freeze(tx, [phone_id], phones.MOVED)
    phones.leave(tx, at.phone_id, stranger.id)
    phones.thaw(tx, at.phone_id)
    phones.use(tx, at.phone_id, person.id)
    for ticket in tickets.open_of(tx, person.id):
        tickets.change(tx, ticket.id, phone_id=at.phone_id)
    seq = max(int(person.seq), int(stranger.seq)) + 1
    for person_id in (person.id, stranger.id):
        people.change(tx, person_id, seq=seq)
    return seq


def _ask(tx: Tx, programs: Programs, person: Person, at: Found, worker: workers.Worker, words: str, seq: int) -> bool:
    """One question, where there is a plan to ask about; what they told the worker permits it, and nothing else."""
    program = programs.current()
    cause = Cause(tx, program, person, at.phone_id, at.number_hash, seq)
    asks = person.cadence is not None and not phones.by_id(tx, at.phone_id).shared
    acts = [ConsentAct.JOINED]
    if asks or person.has_plan:
        acts.append(ConsentAct.SPOKEN if asks else ConsentAct.HOLD)
    for act in acts:
        ledger.append(tx, person.id, act, seq, words, worker_id=worker.id, publication_id=program.publication)
    apply(cause, Turn((Away(None), NOTHING_NEXT)))
    if asks:
        said = Scene(person, program, tx.now).say("join_back", TextKind.INVITE, worker=worker.handle.title())
        apply(cause, Turn((Remember(Asked(Question.JOIN_BACK, tx.now)), said)))
    return asks
