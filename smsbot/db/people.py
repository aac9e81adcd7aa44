"""Participants and their phones: who is at this number, and the lock that every turn is made under."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from smsbot.db.schema import inbox, outbox, participant, phone, phone_link, sealing_key
from smsbot.db.tx import Tx
from smsbot.db.upsert import insert_or_ignore

FAMILY = "family"
"""The relation of somebody who cares about a person; a record of their own."""


@dataclass(frozen=True, slots=True)
class Found:
    """A phone and the participant who uses it now."""

    phone_id: str
    number_hash: str
    participant_id: str
    new: bool = False


def at_number(tx: Tx, hashes: Sequence[str]) -> Found | None:
    """The participant at a number, given its hashes under every key; the newest link where there are several."""
    row = tx.first(
        select(phone.c.id, phone.c.number_hash, phone_link.c.participant_id)
        .join(phone_link, phone_link.c.phone_id == phone.c.id)
        .where(phone.c.number_hash.in_(hashes), phone_link.c.until.is_(None))
        .order_by(phone_link.c.since.desc())
    )
    return None if row is None else Found(row.id, row.number_hash, row.participant_id)


def find_or_create(tx: Tx, number: str, *, language: str, zone: str) -> Found:
    """The participant at a number, found under any key; a stranger's first text makes one under the first.

    Two transactions that meet the same stranger: the second waits at the unique hash and then finds the first's.
    A phone that nobody uses any more is a stranger's too.
    """
    hashes = tx.keys.lookup.all_hashes(number)
    found = at_number(tx, hashes)
    if found is not None:
        return found
    phone_id, number_hash = tx.new_id(), hashes[0]
    values = {
        "id": phone_id,
        "number_hash": number_hash,
        "hash_key": tx.keys.lookup.ids[0],
        "created_at": tx.now,
    }
    kept = tx.first(select(phone.c.id, phone.c.number_hash).where(phone.c.number_hash.in_(hashes)).with_for_update())
    if kept is None and tx.one(insert_or_ignore(tx, phone, values).returning(phone.c.id)) is not None:
        sealed = tx.give_key(phone_id).seal(number, f"phone.number:{phone_id}")
        tx.run(update(phone).where(phone.c.id == phone_id).values(number=sealed))
        return begin_at(tx, phone_id, number_hash, language=language, zone=zone)
    again = at_number(tx, hashes)
    if again is not None:
        return again
    assert kept is not None  # noqa: S101  # else phone and link were made in one transaction, by somebody faster
    tx.run(update(phone).where(phone.c.id == kept.id).values(frozen_at=None, frozen_why=None, shared=False))
    return begin_at(tx, kept.id, kept.number_hash, language=language, zone=zone)


def begin_at(tx: Tx, phone_id: str, number_hash: str, *, language: str, zone: str, seq: int = 0) -> Found:
    """A new participant, who uses this phone from now on; `seq` is where their numbers begin."""
    participant_id = tx.new_id()
    tx.give_key(participant_id)
    about = {"id": participant_id, "created_at": tx.now, "language": language, "zone": zone, "seq": seq}
    tx.run(insert(participant).values(**about))
    tx.run(insert(phone_link).values(phone_id=phone_id, participant_id=participant_id, since=tx.now))
    return Found(phone_id, number_hash, participant_id, new=True)


def number_of(tx: Tx, phone_id: str) -> str:
    """The number of a phone, in clear: for hand-off and for a worker who asked."""
    sealed = tx.conn.scalar(select(phone.c.number).where(phone.c.id == phone_id))
    return tx.key_of(phone_id).open(sealed or b"", f"phone.number:{phone_id}")


def phone_row(tx: Tx, number_hash: str) -> Row[Any] | None:
    """The phone with this hash."""
    return tx.one(select(phone).where(phone.c.number_hash == number_hash))


def current_phone(tx: Tx, participant_id: str) -> Found | None:
    """The phone a participant uses now: the newest link that has not ended."""
    row = tx.first(
        select(phone.c.id, phone.c.number_hash)
        .join(phone_link, phone_link.c.phone_id == phone.c.id)
        .where(phone_link.c.participant_id == participant_id, phone_link.c.until.is_(None))
        .order_by(phone_link.c.since.desc())
    )
    return None if row is None else Found(row.id, row.number_hash, participant_id)


def hashes_of(tx: Tx, participant_id: str) -> Sequence[str]:
    """The hashes of every phone a participant uses."""
    rows = tx.all(
        select(phone.c.number_hash)
        .join(phone_link, phone_link.c.phone_id == phone.c.id)
        .where(phone_link.c.participant_id == participant_id, phone_link.c.until.is_(None))
    )
    return [row.number_hash for row in rows]


def lock(tx: Tx, participant_id: str, *, skip_locked: bool = True) -> Row[Any] | None:
    """Lock and load a participant; None if another transaction holds them (or they do not exist).

    On SQLite the write gate is the lock. Everywhere the order is: participant, ticket, timer or outbox row.
    """
    statement = select(participant).where(participant.c.id == participant_id)
    return tx.one(statement.with_for_update(skip_locked=skip_locked))


def change(tx: Tx, participant_id: str, **values: Any) -> None:
    """Set columns of a participant; the caller holds the lock."""
    tx.run(update(participant).where(participant.c.id == participant_id).values(**values))


def tags_of(tx: Tx, row: Row[Any]) -> frozenset[str]:
    """The marks on a participant."""
    if row.tags is None:
        return frozenset()
    return frozenset(json.loads(tx.key_of(row.id).open(row.tags, f"participant.tags:{row.id}")))


def tag(tx: Tx, row: Row[Any], name: str) -> None:
    """Put a mark on a participant; a second one of the same name changes nothing."""
    tags = json.dumps(sorted({*tags_of(tx, row), name}))
    change(tx, row.id, tags=tx.key_of(row.id).seal(tags, f"participant.tags:{row.id}"))


_DRAW = (
    update(participant)
    .where(participant.c.id == bindparam("participant_id"))
    .values(seq=participant.c.seq + 1)
    .returning(participant.c.seq)
)


def next_seq(tx: Tx, participant_id: str) -> int:
    """Draw the next number of this participant's one order of events."""
    row = tx.one(_DRAW, participant_id=participant_id)
    assert row is not None  # noqa: S101  # the caller holds the participant's lock
    return int(row.seq)


def freeze(tx: Tx, phone_ids: Iterable[str], why: str) -> None:
    """Nothing that we start goes to these phones any more, until a worker has talked to the person."""
    tx.run(
        update(phone)
        .where(phone.c.id.in_(list(phone_ids)), phone.c.frozen_at.is_(None))
        .values(frozen_at=tx.now, frozen_why=why)
    )


def rest(tx: Tx, phone_id: str, until: datetime) -> None:
    """This phone is off or out of reach: nothing that we start goes there before `until`."""
    tx.run(update(phone).where(phone.c.id == phone_id).values(resting_until=until))


def forgotten(tx: Tx) -> Sequence[str]:
    """Participants who asked to be erased and still have their keys."""
    rows = tx.all(
        select(participant.c.id)
        .join(sealing_key, sealing_key.c.owner_id == participant.c.id)
        .where(participant.c.forgotten_at.is_not(None))
    )
    return [row.id for row in rows]


def erase(tx: Tx, participant_id: str) -> None:
    """Erase the keys of a participant and of the phones that are theirs alone; no row tells a number of theirs."""
    for row in tx.all(select(phone_link.c.phone_id).where(phone_link.c.participant_id == participant_id)):
        others = select(phone_link.c.participant_id).where(
            phone_link.c.phone_id == row.phone_id,
            phone_link.c.participant_id != participant_id,
            phone_link.c.until.is_(None),
        )
        if tx.first(others) is None:
            tx.erase_key(row.phone_id)
            _detach(tx, row.phone_id)
    ended = update(phone_link).where(phone_link.c.participant_id == participant_id, phone_link.c.until.is_(None))
    tx.run(ended.values(until=tx.now))
    gone = f"erased-{participant_id}"
    for table in (inbox, outbox):
        tx.run(update(table).where(table.c.participant_id == participant_id).values(number_hash=gone))
    tx.erase_key(participant_id)


def _detach(tx: Tx, phone_id: str) -> None:
    """The phone no longer tells its number. A text nobody could decide is under no key of theirs: it is blanked."""
    number_hash = select(phone.c.number_hash).where(phone.c.id == phone_id).scalar_subquery()
    flagged = inbox.c.flagged_at.is_not(None), inbox.c.number_hash == number_hash
    tx.run(update(inbox).where(*flagged).values(sealed=None, number_hash=f"erased-{phone_id}"))
    tx.run(update(phone).where(phone.c.id == phone_id).values(number=None, number_hash=f"erased-{phone_id}"))
