"""Group commit on SQLite: who waits for the write gate at the same moment shares one transaction, and one fsync.

There is no timer and nobody waits for company. The first to come leads and goes through the gate; whoever comes while
it waits there, or while a group before it is written, is in the next group.
"""

import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from smsbot.db.tx import Tx

T = TypeVar("T")

MOST = 64
"""In one transaction, so that nobody else waits long at the gate."""


@dataclass(slots=True)
class _Wish:
    work: Callable[[Tx], Any]
    now: datetime
    called: threading.Lock = field(default_factory=threading.Lock)  # held until it is done, or is to lead
    done: bool = False
    result: Any = None
    error: BaseException | None = None

    def end(self, result: Any = None, error: BaseException | None = None) -> None:
        self.result, self.error, self.done = result, error, True


class Together:
    """Small writes from many threads. `write` opens a transaction, behind the gate, and commits at its end."""

    def __init__(self, write: Callable[[datetime], AbstractContextManager[Tx]]) -> None:
        self._write = write
        self._lock = threading.Lock()
        self._waiting: deque[_Wish] = deque()
        self._led = False

    def do(self, now: datetime, work: Callable[[Tx], T]) -> T:
        """Returns once it is committed. If one of a group fails, each is done anew on its own: `work` may run twice."""
        wish = _Wish(work, now)
        with self._lock:
            self._waiting.append(wish)
            leads, self._led = not self._led, True
            if not leads:
                wish.called.acquire()
        if not leads:
            wish.called.acquire()  # until a leader is through
        if not wish.done:
            self._lead(now)
        if wish.error is not None:
            raise wish.error
        result: T = wish.result
        return result

    def _lead(self, now: datetime) -> None:
        group: list[_Wish] = []
        try:
            self._do_all(group, now)
        finally:
            self._pass_on(group)

    def _do_all(self, group: list[_Wish], now: datetime) -> None:
        try:
            with self._write(now) as tx:
                with self._lock:
                    while self._waiting and len(group) < MOST:
                        group.append(self._waiting.popleft())
                results = []
                for wish in group:
                    tx.now = wish.now
                    results.append(wish.work(tx))
        except BaseException as error:
            self._one_by_one(group, error)
            if not isinstance(error, Exception):
                raise
        else:
            for wish, result in zip(group, results, strict=True):
                wish.end(result)

    def _one_by_one(self, group: list[_Wish], error: BaseException) -> None:
        """Nothing of the group is kept: one that cannot be written must not take the others with it."""
        if not group:  # the gate or the database refused us before anybody was taken along
            with self._lock:
                group += self._waiting
                self._waiting.clear()
        if len(group) == 1 or not isinstance(error, Exception):
            for wish in group:
                wish.end(error=error)
            return
        for wish in group:
            try:
                with self._write(wish.now) as tx:
                    result = wish.work(tx)
            except Exception as own:
                wish.end(error=own)
            else:
                wish.end(result)

    def _pass_on(self, group: list[_Wish]) -> None:
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._led = following is not None
        if following is not None:
            following.called.release()
        for wish in group:
            if wish.called.locked():
                wish.called.release()
