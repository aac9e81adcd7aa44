"""What a webhook writes: a number is drawn, and the sealed row is kept, in as few statements as the database allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Select, String, bindparam, func, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import UpdateBase

from smsbot.db.prepared import Prepared
from smsbot.db.schema import heartbeat, inbox, participant, phone, phone_link
from smsbot.db.tx import Tx

_COLUMNS = ("id", "provider_sid", "kind", "worker_line", "received_at", "sent_at", "sealed")
_LAST_BEAT = select(func.max(heartbeat.c.at)).scalar_subquery().label("last_beat")


@dataclass(frozen=True, slots=True)
class Kept:
    """A new row, and when a worker was last alive: asked in the same breath, because every webhook wants to know."""

    id: str
    last_beat: datetime | None


def keep(tx: Tx, hashes: Sequence[str], **row: Any) -> Kept | None:
    """Keep one inbound row; None if its SID is here already. `hashes` are those of its number under every key.

    Every participant at the phone draws a number, locked in the order of their ids, so that two webhooks never wait
    for each other in a ring; all of them go on from the same one. A stranger's is 0: there is nothing yet that a text
    could overtake, and their hash is the one under the first key.
    """
    named = {f"hash_{n}": one for n, one in enumerate(hashes)}
    if tx.conn.dialect.name == "postgresql":
        found = _at_once(len(hashes)).rows(tx, **row, **named)
    else:
        _draw(len(hashes)).rows(tx, **named)
        found = _insert(len(hashes)).rows(tx, **row, **named)
    for (last_beat,) in found:
        tx.rings = True
        return Kept(row["id"], last_beat)
    return None


def _hashes(keys: int) -> list[BindParameter[str]]:
    return [bindparam(f"hash_{n}", type_=String) for n in range(keys)]


def _everyone_at(hashes: Sequence[BindParameter[str]]) -> Select[tuple[str, int]]:
    return (
        select(participant.c.id, participant.c.seq)
        .join(phone_link, phone_link.c.participant_id == participant.c.id)
        .join(phone, phone.c.id == phone_link.c.phone_id)
        .where(phone.c.number_hash.in_(hashes), phone_link.c.until.is_(None))
    )


@lru_cache
def _draw(keys: int) -> Prepared:
    """SQLite: the write gate is the lock."""
    everyone = _everyone_at(_hashes(keys)).cte("everyone")
    draws = update(participant).where(participant.c.id.in_(select(everyone.c.id)))
    return Prepared(draws.values(seq=select(func.max(everyone.c.seq) + 1).scalar_subquery()))


@lru_cache
def _insert(keys: int) -> Prepared:
    """SQLite: what was drawn is read where it stands."""
    everyone = _everyone_at(_hashes(keys)).subquery("everyone")
    drawn = select(func.max(everyone.c.seq)).scalar_subquery()
    chosen = _row(keys, drawn)
    into = sqlite.insert(inbox).from_select([*_COLUMNS, "number_hash", "seq"], chosen)
    return Prepared(into.on_conflict_do_nothing().returning(_LAST_BEAT))


@lru_cache
def _at_once(keys: int) -> Prepared:
    """PostgreSQL: lock, draw and insert in one round trip."""
    everyone = _everyone_at(_hashes(keys)).order_by(participant.c.id).with_for_update(of=participant).cte("everyone")
    draws = update(participant).where(participant.c.id.in_(select(everyone.c.id)))
    drawn = draws.values(seq=select(func.max(everyone.c.seq) + 1).scalar_subquery()).returning(participant.c.seq)
    chosen = _row(keys, select(func.max(drawn.cte("drawn").c.seq)).scalar_subquery())
    into: UpdateBase = (
        postgresql.insert(inbox)
        .from_select([*_COLUMNS, "number_hash", "seq"], chosen)
        .on_conflict_do_nothing()
        .returning(_LAST_BEAT)
    )
    return Prepared(into)


def _row(keys: int, drawn: Any) -> Select[Any]:
    hashes = _hashes(keys)
    values = [bindparam(name, type_=inbox.c[name].type) for name in _COLUMNS]
    known_as = select(phone.c.number_hash).where(phone.c.number_hash.in_(hashes)).limit(1).scalar_subquery()
    # The condition is for SQLite's parser: ON CONFLICT after a SELECT could be a join.
    return select(
        *values, func.coalesce(known_as, hashes[0]) if keys > 1 else hashes[0], func.coalesce(drawn, 0)
    ).where(literal(1) == 1)
