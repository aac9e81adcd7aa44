"""Workers: found by number or by handle, named and called only by who holds the keys."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, select, update

from smsbot.db.schema import worker
from smsbot.db.tx import Tx
from smsbot.db.upsert import upsert


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
    """Add a worker, or give one a new number: they stay who they are, with the tickets they hold.

    Whoever had this number under another handle is replaced.
    """
    handles, numbers = tx.keys.lookup.all_hashes(f"handle:{handle}"), tx.keys.lookup.all_hashes(number)
    known = _make_room(tx, handles, numbers)
    worker_id = known or tx.new_id()
    key = tx.key_of(worker_id) if known else tx.give_key(worker_id)
    values = {
        "id": worker_id,
        "handle_hash": handles[0],
        "number_hash": numbers[0],
        "hash_key": tx.keys.lookup.ids[0],
        "sealed": key.seal(json.dumps({"handle": handle, "number": number}), _bound(worker_id)),
        "added_at": tx.now,
        "removed_at": None,
    }
    tx.run(upsert(tx, worker, values, ["id"]))
    return Worker(worker_id, handle, number, numbers[0])


def _make_room(tx: Tx, handles: Sequence[str], numbers: Sequence[str]) -> str | None:
    """The id of who has this handle already; anybody else at the number is gone afterwards."""
    had = worker.c.handle_hash.in_(handles)
    rows = tx.all(select(worker.c.id, had.label("same")).where(had | worker.c.number_hash.in_(numbers)))
    for row in rows:
        if not row.same:
            tx.erase_key(row.id)
            tx.run(delete(worker).where(worker.c.id == row.id))
    return next((str(row.id) for row in rows if row.same), None)


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
