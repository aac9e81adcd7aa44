"""Writes that wait at the same moment share a transaction, and none of them takes another one down."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from smsbot.db import programme
from smsbot.db.database import Database
from smsbot.db.schema import meta
from smsbot.db.together import Together
from smsbot.db.tx import Tx

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)


class Crowd:
    """A door of one database, held until `wanted` wait behind the one who leads; it counts its transactions."""

    def __init__(self, db: Database, wanted: int) -> None:
        self.db, self.wanted, self.transactions = db, wanted, 0
        self.together = Together(self._write)
        self.results: dict[int, object] = {}

    @contextmanager
    def _write(self, now: datetime) -> Iterator[Tx]:
        self.transactions += 1
        for _ in range(2000):
            if self.transactions > 1 or len(self.together._waiting) >= self.wanted:
                break
            threading.Event().wait(0.005)
        with self.db.write(now) as tx:
            yield tx

    def all_do(self, works: list[Callable[[Tx], object]]) -> None:
        threads = [threading.Thread(target=self._do, args=(n, work)) for n, work in enumerate(works)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
            assert not thread.is_alive(), "somebody was never called"

    def _do(self, n: int, work: Callable[[Tx], object]) -> None:
        try:
            self.results[n] = self.together.do(NOW + timedelta(seconds=n), work)
        except Exception as error:
            self.results[n] = type(error)


def put(key: str) -> Callable[[Tx], object]:
    def work(tx: Tx) -> object:
        programme.put(tx, key, tx.now.isoformat())
        return key

    return work


def kept(db: Database) -> dict[str, str]:
    with db.read(NOW) as tx:
        return {row.key: row.value for row in tx.all(select(meta))}


def test_who_waits_at_one_moment_is_committed_at_once_each_at_its_own_time(sqlite_db: Database) -> None:
    crowd = Crowd(sqlite_db, 4)
    crowd.all_do([put(key) for key in "abcd"])
    assert crowd.transactions == 1
    assert crowd.results == dict(enumerate("abcd"))
    assert kept(sqlite_db) == {key: (NOW + timedelta(seconds=n)).isoformat() for n, key in enumerate("abcd")}


def test_one_that_fails_fails_alone(sqlite_db: Database) -> None:
    def bad(tx: Tx) -> object:
        programme.put(tx, "bad", "half done")
        raise ValueError

    crowd = Crowd(sqlite_db, 4)
    crowd.all_do([put("a"), bad, put("c"), put("d")])
    assert crowd.results == {0: "a", 1: ValueError, 2: "c", 3: "d"}
    assert set(kept(sqlite_db)) == {"a", "c", "d"}
    assert crowd.transactions == 5, "once together, and then each on its own"


def test_a_database_that_is_away_fails_everybody_and_works_again_afterwards(sqlite_db: Database) -> None:
    away = True

    @contextmanager
    def write(now: datetime) -> Iterator[Tx]:
        if away:
            raise IntegrityError("away", None, Exception())
        with sqlite_db.write(now) as tx:
            yield tx

    together = Together(write)
    with pytest.raises(DBAPIError):
        together.do(NOW, put("a"))
    away = False
    assert together.do(NOW, put("a")) == "a"


def test_many_threads_lose_nothing_and_nobody_waits_for_ever(sqlite_db: Database) -> None:
    keys = [f"{n:03d}" for n in range(200)]
    shares = [keys[n::8] for n in range(8)]

    def put_all(share: list[str]) -> None:
        for key in share:
            sqlite_db.write_together(NOW, put(key))

    threads = [threading.Thread(target=put_all, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert sorted(kept(sqlite_db)) == keys
