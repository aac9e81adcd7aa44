"""Crashes: the process dies at a boundary that was counted beforehand, and what was not committed is gone."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event

from smsbot.db.database import Database
from smsbot.db.tx import Tx

BEFORE, AFTER = "before the commit of", "after the commit of"
STATEMENT, HAND_OFF, HANDED = "statement", "before hand-off", "after hand-off"

COMMITS = (
    *("receive.record", "receive.record_receipt", "decide_inbox._decide_one", "receipts.apply_pending"),
    *("fire_timers._fire_one", "settle.settle", "deliver._claim", "deliver._record", "deliver.give_up_stuck"),
    *("sweep._begin", "sweep.sweep", "sweep._record_ends", "upkeep.erase_forgotten"),
)
"""Where the simulated programme commits, as module.function."""

BOUNDARIES = (HAND_OFF, HANDED, *(f"{side} {name}" for name in COMMITS for side in (BEFORE, AFTER)))


class Died(BaseException):
    """The process is gone. Not an Exception: nothing that handles mistakes can handle this."""


class Brink:
    """Counts the boundaries that a process passes, and ends it at the one that was drawn."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.where = ""  # only boundaries of this name count; any, if empty
        self.died_at: Counter[str] = Counter()

    def draw(self, left: int, where: str) -> None:
        """The process dies when it has come to so many boundaries (of this name) from now on."""
        self.left, self.where = left, where

    def reach(self, where: str) -> None:
        """A boundary: before a statement, before or after a commit, before or after a hand-off."""
        if self.left is None or (self.where and self.where != where):
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
        plain, together = db.write, db.write_together

        @event.listens_for(db.engine, "before_cursor_execute")
        def _statement(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith("BEGIN"):
                self.reach(STATEMENT)

        @contextmanager
        def write(now: datetime) -> Iterator[Tx]:
            who = _caller(2)
            with plain(now) as tx:
                yield tx
                self.reach(f"{BEFORE} {who}")
            self.reach(f"{AFTER} {who}")

        def write_together(now: datetime, work: Callable[[Tx], Any]) -> Any:
            who = _caller(1)

            def guarded(tx: Tx) -> Any:
                done = work(tx)
                self.reach(f"{BEFORE} {who}")
                return done

            done = together(now, guarded)
            self.reach(f"{AFTER} {who}")
            return done

        vars(db).update(write=write, write_together=write_together)


def _caller(up: int) -> str:
    """The function that opened the transaction, as module.function."""
    code = sys._getframe(up + 1).f_code  # the only way to name it without asking every caller to
    return f"{Path(code.co_filename).stem}.{code.co_name}"
