"""Workers: found by number or by handle, named and called only by who holds the keys."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from smsbot.db.schema import worker
from smsbot.db.tx import Tx


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker in clear."""

    id: str
    handle: str  # the short name that program.yaml's rota uses
    number: str  # E.164
    number_hash: str


def _bound(worker_id: str) -> str:
    return f"worker.sealed:{worker_id}"


def _read(tx: Tx, row: Row[Any]) -> Worker:
    kept = json.loads(tx.key_of(row.id).open(row.sealed, _bound(row.id)))
    return Worker(row.id, kept["handle"], kept["number"], row.number_hash)


def add(tx: Tx, handle: str, number: str) -> Worker:
    """Add a worker; whoever had this handle or number before is replaced."""
    handle_hash, number_hash = tx.keys.lookup.hash(f"handle:{handle}"), tx.keys.lookup.hash(number)
    for row in tx.all(
        select(worker).where((worker.c.handle_hash == handle_hash) | (worker.c.number_hash == number_hash))
    ):
        tx.erase_key(row.id)
        tx.run(delete(worker).where(worker.c.id == row.id))
    worker_id = tx.new_id()
    sealed = tx.give_key(worker_id).seal(json.dumps({"handle": handle, "number": number}), _bound(worker_id))
    tx.run(
        insert(worker).values(
            id=worker_id,
            handle_hash=handle_hash,
            number_hash=number_hash,
            hash_key=tx.keys.lookup.ids[0],
            sealed=sealed,
            added_at=tx.now,
        )
    )
    return Worker(worker_id, handle, number, number_hash)


def remove(tx: Tx, handle: str) -> bool:
    """Take a worker off; False if nobody has this handle."""
    hashes = tx.keys.lookup.all_hashes(f"handle:{handle}")
    row = tx.first(
        update(worker)
        .where(worker.c.handle_hash.in_(hashes), worker.c.removed_at.is_(None))
        .values(removed_at=tx.now)
        .returning(worker.c.id)
    )
    return row is not None


def everyone(tx: Tx) -> Sequence[Worker]:
    """Every worker who was not taken off."""
    return [_read(tx, row) for row in tx.all(select(worker).where(worker.c.removed_at.is_(None)).order_by(worker.c.id))]


def at_number(tx: Tx, hashes: Sequence[str]) -> Worker | None:
    """The worker at a number."""
    row = tx.first(select(worker).where(worker.c.number_hash.in_(hashes), worker.c.removed_at.is_(None)))
    return None if row is None else _read(tx, row)


def by_handles(tx: Tx, handles: Iterable[str]) -> Sequence[Worker]:
    """The workers of a rota, in its order; a handle nobody has is left out."""
    found = {one.handle: one for one in everyone(tx)}
    return [found[handle] for handle in handles if handle in found]


def by_id(tx: Tx, worker_id: str) -> Worker | None:
    """One worker."""
    row = tx.one(select(worker).where(worker.c.id == worker_id, worker.c.removed_at.is_(None)))
    return None if row is None else _read(tx, row)
