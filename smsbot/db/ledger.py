"""The consent ledger: appended to, never changed. Suppression is its shadow by number."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select

from smsbot.core.effects import ConsentAct
from smsbot.core.person import CONSENT_ACTS
from smsbot.db.schema import ledger, suppression
from smsbot.db.tx import Tx
from smsbot.db.upsert import upsert


def append(
    tx: Tx,
    participant_id: str,
    act: ConsentAct,
    seq: int,
    words: str = "",
    *,
    inbox_id: str | None = None,
    worker_id: str | None = None,
    publication_id: str | None = None,
) -> str:
    """Write an entry and return its id; `words` (what was said or shown) are sealed."""
    entry_id = tx.new_id()
    sealed = tx.key_of(participant_id).seal(words, f"ledger.words:{entry_id}") if words else None
    tx.run(
        insert(ledger).values(
            id=entry_id,
            participant_id=participant_id,
            seq=seq,
            at=tx.now,
            act=act.value,
            inbox_id=inbox_id,
            worker_id=worker_id,
            publication_id=publication_id,
            words=sealed,
        )
    )
    return entry_id


def newest_consent(tx: Tx, participant_id: str) -> Row[Any] | None:
    """The entry that says what consent is now (id, act, seq, at), or None."""
    return tx.first(
        select(ledger.c.id, ledger.c.act, ledger.c.seq, ledger.c.at, ledger.c.inbox_id)
        .where(ledger.c.participant_id == participant_id, ledger.c.act.in_([act.value for act in CONSENT_ACTS]))
        .order_by(ledger.c.seq.desc(), ledger.c.id.desc())
        .limit(1)
    )


def entry(tx: Tx, entry_id: str) -> Row[Any] | None:
    """One entry."""
    return tx.one(select(ledger).where(ledger.c.id == entry_id))


def entries(tx: Tx, participant_id: str) -> Sequence[Row[Any]]:
    """Everything a person agreed to, oldest first."""
    return tx.all(select(ledger).where(ledger.c.participant_id == participant_id).order_by(ledger.c.seq, ledger.c.id))


def suppress(tx: Tx, number_hash: str, hash_key: str, *, by_carrier: bool = False) -> None:
    """This number said stop. Kept when everything else about the person is erased."""
    values = {"number_hash": number_hash, "hash_key": hash_key, "at": tx.now, "by_carrier": by_carrier}
    tx.run(upsert(tx, suppression, values, ["number_hash"]))


def unsuppress(tx: Tx, hashes: Sequence[str]) -> None:
    """START from the number itself."""
    tx.run(delete(suppression).where(suppression.c.number_hash.in_(list(hashes))))


def suppressed_at(tx: Tx, hashes: Sequence[str]) -> datetime | None:
    """When any of these hashes last said stop; None if none did."""
    row = tx.first(select(func.max(suppression.c.at).label("at")).where(suppression.c.number_hash.in_(list(hashes))))
    return None if row is None else row.at


def is_suppressed(tx: Tx, hashes: Sequence[str]) -> bool:
    """Has any of these hashes said stop?"""
    return suppressed_at(tx, hashes) is not None
