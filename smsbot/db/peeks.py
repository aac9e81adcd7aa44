"""Pages that show a person's last words, each for one worker and one ticket: opened by one tap, gone soon.

The rows hold hashes: who reads the database can open no page. Times are aware UTC.
"""

import hmac
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from smsbot.db.schema import peek
from smsbot.db.tx import Tx

_BYTES = 16


def make(tx: Tx, ticket_id: str, worker_id: str) -> str:
    """A fresh page; returns the secret that opens it, which is kept nowhere."""
    token = secrets.token_urlsafe(_BYTES)
    hashed = tx.keys.lookup.hash(f"peek:{token}")
    tx.run(insert(peek).values(token_hash=hashed, ticket_id=ticket_id, worker_id=worker_id, made_at=tx.now))
    return token


def find(tx: Tx, token: str) -> Row[Any] | None:
    """The page that a secret is for."""
    hashes = tx.keys.lookup.all_hashes(f"peek:{token}")
    return tx.one(select(peek).where(peek.c.token_hash.in_(hashes)))


def open_first(tx: Tx, row: Row[Any]) -> bool:
    """Open it; False if somebody has opened it already."""
    opened = update(peek).where(peek.c.token_hash == row.token_hash, peek.c.opened_at.is_(None))
    return tx.one(opened.values(opened_at=tx.now).returning(peek.c.token_hash)) is not None


def proof(tx: Tx, token: str) -> str:
    """What the phone that opened the page keeps: it cannot be made from the secret alone."""
    return tx.keys.lookup.hash(f"peek-opened:{token}")


def is_proof(tx: Tx, token: str, given: str) -> bool:
    """Is this the phone that opened the page?"""
    wanted = tx.keys.lookup.all_hashes(f"peek-opened:{token}")
    return any(hmac.compare_digest(one.encode(), given.encode()) for one in wanted)


def forget(tx: Tx, before: datetime) -> None:
    """Forget pages made before this moment: nobody can open them any more."""
    tx.run(delete(peek).where(peek.c.made_at < before))
