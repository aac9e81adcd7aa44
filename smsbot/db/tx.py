"""One open transaction: its connection, its moment, and the keys that seal what it writes."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, Row, delete, insert, select, text

from smsbot.db.ids import new_id
from smsbot.db.schema import sealing_key
from smsbot.db.sealing import LookupKeys, MasterKeys, NotSealedHere, OwnerKey, new_key

NOTIFY = text("NOTIFY smsbot")


@dataclass(frozen=True, slots=True)
class Keys:
    """DATA_KEYS and LOOKUP_KEYS."""

    master: MasterKeys
    lookup: LookupKeys


@dataclass(slots=True)
class Tx:
    """What every statement takes. Nothing below the outermost function commits."""

    conn: Connection
    keys: Keys
    now: datetime
    rings: bool = False
    _owners: dict[str, OwnerKey] = field(default_factory=dict)

    def new_id(self) -> str:
        """An id for a new row."""
        return new_id(self.now)

    def run(self, statement: Executable, **values: Any) -> CursorResult[Any]:
        """Execute a statement; `values` are those of its named parameters.

        To build a statement costs several times what it costs to run it: what runs all the time is built once, with
        parameters, and kept as a constant beside its function.
        """
        return self.conn.execute(statement, values or None)

    def one(self, statement: Executable, **values: Any) -> Row[Any] | None:
        """The only row, or None."""
        return self.run(statement, **values).one_or_none()

    def first(self, statement: Executable, **values: Any) -> Row[Any] | None:
        """The first row, or None."""
        return self.run(statement, **values).first()

    def all(self, statement: Executable, **values: Any) -> Sequence[Row[Any]]:
        """Every row."""
        return self.run(statement, **values).all()

    def wake(self) -> None:
        """Ring the bell after the commit: there are rows that somebody waits for."""
        self.rings = True
        if self.conn.dialect.name == "postgresql":
            self.conn.execute(NOTIFY)

    def give_key(self, owner_id: str) -> OwnerKey:
        """Make the key of a new participant, phone or worker."""
        key = new_key()
        wrapped = self.keys.master.seal(key.encode(), f"sealing_key:{owner_id}")
        self.run(insert(sealing_key).values(owner_id=owner_id, wrapped=wrapped))
        return self._keep(owner_id, key.encode())

    def key_of(self, owner_id: str) -> OwnerKey:
        """The key of an owner; NotSealedHere once they were erased."""
        kept = self._owners.get(owner_id)
        if kept is not None:
            return kept
        wrapped = self.conn.scalar(select(sealing_key.c.wrapped).where(sealing_key.c.owner_id == owner_id))
        if wrapped is None:
            raise NotSealedHere("the key of this person was erased")
        return self._keep(owner_id, self.keys.master.open(wrapped, f"sealing_key:{owner_id}"))

    def erase_key(self, owner_id: str) -> None:
        """Erase the owner: nothing sealed under their key opens again."""
        self._owners.pop(owner_id, None)
        self.run(delete(sealing_key).where(sealing_key.c.owner_id == owner_id))

    def _keep(self, owner_id: str, key: bytes) -> OwnerKey:
        owner = OwnerKey(base64.urlsafe_b64decode(key))
        self._owners[owner_id] = owner
        return owner
