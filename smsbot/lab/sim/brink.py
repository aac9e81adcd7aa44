"""Crashes: the process dies at a boundary that was counted beforehand, and what was not committed is gone."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import event

from smsbot.db.database import Database
from smsbot.db.tx import Tx


class Died(BaseException):
    """The process is gone. Not an Exception: nothing that handles mistakes can handle this."""


class Brink:
    """Counts the boundaries that a process passes, and ends it at the one that was drawn."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.died_at: Counter[str] = Counter()

    def reach(self, where: str) -> None:
        """A boundary: before a statement, before or after a commit, before or after a hand-off."""
        if self.left is None:
            return
        self.left -= 1
        if self.left <= 0:
            self.left = None
            self.died_at[where] += 1
            raise Died(where)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Whoever only watches cannot die."""
        left, self.left = self.left, None
        yield
        self.left = left

    def guard(self, db: Database) -> None:
        """Every statement and every commit of this database is a boundary from now on."""
        plain = db.write

        @event.listens_for(db.engine, "before_cursor_execute")
        def _statement(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith("BEGIN"):
                self.reach("statement")

        @contextmanager
        def write(now: datetime) -> Iterator[Tx]:
            with plain(now) as tx:
                yield tx
                self.reach("before commit")
            self.reach("after commit")

        vars(db)["write"] = write
