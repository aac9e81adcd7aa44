"""What a person, or their family, told a worker: away, a shared phone, a death. Nothing is sent to the person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from smsbot.core.effects import Away, ConsentAct, HoldTexts, MarkShared, ReportDeath, SetTimer, TimerKind, Turn
from smsbot.core.errors import SmsbotError
from smsbot.core.person import Consent
from smsbot.core.plan import NOTHING_NEXT
from smsbot.core.rules.death import TOPIC as DEATH
from smsbot.db import ledger, people, phones, tickets, workers
from smsbot.db.database import Database
from smsbot.db.tx import Tx
from smsbot.usecases.apply import Cause, apply
from smsbot.usecases.apply.death import hold, tell_who_has
from smsbot.usecases.ports import Programs
from smsbot.usecases.stop_for import NobodyThere
from smsbot.usecases.view import see


class CannotChange(SmsbotError):
    """What was asked for makes no sense for this person now; the message says why, and nothing was changed."""

    code = "cannot_change"


@dataclass(frozen=True, slots=True)
class Told:
    """A worker, and the person they speak of, locked."""

    worker: workers.Worker
    row: Row[Any]
    cause: Cause


def told(tx: Tx, programs: Programs, number: str, handle: str) -> Told:
    """Find and lock them. NobodyThere when there is no such worker, or nobody at that number."""
    worker = next(iter(workers.by_handles(tx, [handle])), None)
    found = people.at_number(tx, tx.keys.lookup.all_hashes(number))
    if worker is None or found is None:
        who = f"worker '{handle}'" if worker is None else "participant at that number"
        raise NobodyThere(f"there is no {who}; nothing was changed")
    row = people.lock(tx, found.participant_id, skip_locked=False)
    assert row is not None  # noqa: S101  # participants are never deleted
    person = see(tx, programs, row)
    seq = people.next_seq(tx, person.id)
    return Told(worker, row, Cause(tx, programs.current(), person, found.phone_id, found.number_hash, seq))


def share(db: Database, programs: Programs, now: datetime, *, number: str, handle: str, shared: bool) -> None:
    """Others read this phone, or no longer do. Quiet words stay until the person asks for plain ones."""
    with db.write(now) as tx:
        cause = told(tx, programs, number, handle).cause
        if shared:
            apply(cause, Turn((MarkShared(),)))
        else:
            phones.mark_shared(tx, cause.phone_id, False)


def send_away(
    db: Database, programs: Programs, now: datetime, *, number: str, handle: str, until: datetime | None
) -> None:
    """Everything rests, and nothing resumes by itself.

    Args:
        until: UTC; on this moment a worker is asked to get in touch. None: no day is known.
    """
    with db.write(now) as tx:
        found = told(tx, programs, number, handle)
        rests = (HoldTexts(), Away(now, until), NOTHING_NEXT)
        apply(found.cause, Turn((*rests, SetTimer(TimerKind.AWAY_ENDS, until)) if until is not None else rests))
        _keep(found, ConsentAct.AWAY, "told a worker")


def confirm_death(db: Database, programs: Programs, now: datetime, *, number: str, handle: str) -> None:
    """They died: nothing is ever sent to them again, and whoever holds one of their tickets looks before acting."""
    with db.write(now) as tx:
        found = told(tx, programs, number, handle)
        if found.row.death_reported_at is None:
            apply(found.cause, Turn((ReportDeath(),)))
        hold(found.cause, found.row.id)
        people.change(tx, found.row.id, death_confirmed_at=now)
        people.freeze(tx, phones.all_of(tx, found.row.id), phones.DEATH)
        for ticket in tickets.open_of(tx, found.row.id):
            tickets.record(tx, ticket.id, "death", found.worker.id)
            if ticket.topic != DEATH:
                tell_who_has(found.cause, ticket.id)


def deny_death(db: Database, programs: Programs, now: datetime, *, number: str, handle: str) -> None:
    """It was not true: they are answered as ever. What they chose resumes only when they text START or JOIN."""
    with db.write(now) as tx:
        found = told(tx, programs, number, handle)
        if found.row.death_reported_at is None:
            raise CannotChange("no death was reported for this person; nothing was changed")
        people.change(tx, found.row.id, death_reported_at=None, death_confirmed_at=None)
        for phone_id in phones.all_of(tx, found.row.id):
            phones.thaw(tx, phone_id, phones.DEATH)
            for other in phones.users_of(tx, phone_id):
                people.change(tx, other, death_reported_at=None)
        if found.cause.person.consent in (Consent.OPEN, Consent.INVITED):
            _keep(found, ConsentAct.HOLD, "a death was reported, and it was not true")


def _keep(found: Told, act: ConsentAct, words: str) -> None:
    cause = found.cause
    ledger.append(
        cause.tx,
        cause.person.id,
        act,
        cause.seq,
        words,
        worker_id=found.worker.id,
        publication_id=cause.program.publication,
    )
