"""A worker heard somebody say yes: one text asks that person to confirm it, and nothing else is sent until they do."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from smsbot.core.effects import Asked, ConsentAct, Question, Remember, Say, TextKind, Turn
from smsbot.core.errors import SmsbotError
from smsbot.core.language import Language
from smsbot.core.person import Consent
from smsbot.core.scene import Scene
from smsbot.db import ledger, people, phones, workers
from smsbot.db.database import Database
from smsbot.db.tx import Tx
from smsbot.usecases.apply import Cause, apply
from smsbot.usecases.ports import Programs
from smsbot.usecases.view import see


class CannotInvite(SmsbotError):
    """This person is not to be invited; the message says why and what to do instead."""

    code = "cannot_invite"


def _check_phone(tx: Tx, phone_id: str, row: Row[Any]) -> None:
    """An invitation that the gate would refuse is not promised to anybody."""
    phone = phones.by_id(tx, phone_id)
    whys = {
        "the phone is marked as shared": phone.shared,
        f"the phone is frozen ({phone.frozen_why})": phone.frozen_at is not None,
        "they are away": row.away_since is not None,
        "a death was reported": row.death_reported_at is not None,
    }
    if any(whys.values()):
        why = next(name for name, is_so in whys.items() if is_so)
        raise CannotInvite(f"{why}: nothing that we start goes there. Whatever they text is answered")


def invite(
    db: Database,
    programs: Programs,
    now: datetime,
    *,
    number: str,
    handle: str,
    words: str,
    language: Language,
    flow: str,
) -> str:
    """Record spoken consent and queue the one invitation; returns the participant's id.

    Args:
        number: E.164.
        handle: the worker who heard it.
        words: what was said, kept in the ledger.
        flow: the flow that begins once they confirm.
    """
    program = programs.current()
    if flow not in program.flows:
        raise CannotInvite(f"there is no flow '{flow}'; there are: {', '.join(sorted(program.flows))}")
    with db.write(now) as tx:
        worker = next(iter(workers.by_handles(tx, [handle])), None)
        if worker is None:
            raise CannotInvite(f"there is no worker '{handle}'; add them with 'smsbot workers add'")
        found = people.find_or_create(tx, number, language=language.value, zone=program.settings.zone)
        row = people.lock(tx, found.participant_id, skip_locked=False)
        assert row is not None  # noqa: S101  # participants are never deleted
        person = see(tx, programs, row)
        if person.consent is not Consent.NONE or ledger.is_suppressed(tx, tx.keys.lookup.all_hashes(number)):
            raise CannotInvite(
                f"consent of this person is '{person.consent}': they were invited, joined or stopped before. "
                "Only they can change that now, by texting START or JOIN"
            )
        _check_phone(tx, found.phone_id, row)
        seq = people.next_seq(tx, person.id)
        ledger.append(tx, person.id, ConsentAct.SPOKEN, seq, words, worker_id=worker.id)
        said = Scene(person, program, now).say("invite", TextKind.INVITE, worker=handle.title())
        asked = Remember(Asked(Question.INVITE, now, {"flow": flow}))
        cause = Cause(tx, program, person, found.phone_id, found.number_hash, seq)
        apply(cause, Turn((asked, Say(TextKind.INVITE, said.body, said.key))))
        return person.id
