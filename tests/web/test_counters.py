"""What one webhook and one decided text cost, counted and not timed; the kept numbers may only go down.

Calls are those of Python functions, counted on the version that `counters.json` names. Whoever makes the bot cheaper
lowers the numbers there in the same commit.
"""

import cProfile
import io
import json
import os
import pstats
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from programme_here import KEYS, shipped
from sqlalchemy import event, func, select
from standin.webhooks import signature, text_fields

from smsbot.db import programme
from smsbot.db.database import Database, read_url
from smsbot.db.schema import inbox
from smsbot.lab.world import VirtualClock
from smsbot.usecases.decide_inbox import decide_pending
from smsbot.web.app import LARGEST_BODY
from smsbot.web.doors import Doors
from smsbot.web.lane import PATH, Lane

KEPT = json.loads((Path(__file__).parent / "counters.json").read_text())
NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
ACCOUNT, TOKEN, ADDRESS = "AC" + "a" * 32, "0f" * 16, "https://sms.example.test"
ANA, US = "+13365550111", "+13365550199"
MANY = 10

_WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")

_sids = count()


@dataclass
class Statements:
    """Every statement that reaches the database, BEGIN and COMMIT included on SQLite."""

    seen: list[str] = field(default_factory=list)
    commits: int = 0
    _before: int = 0

    def begin(self) -> None:
        """Count from here."""
        self.seen.clear()
        self.commits = self._before = 0

    def ends(self) -> None:
        """A transaction ends; one that only looked is no commit."""
        self.commits += any(one.startswith(_WRITES) for one in self.seen[self._before :])
        self._before = len(self.seen)

    @property
    def asked(self) -> int:
        """Those that read or write."""
        return sum(not one.startswith(("BEGIN", "COMMIT", "--")) for one in self.seen)


@pytest.fixture
def statements(db: Database) -> Statements:
    """Of connections opened from now on."""
    kept = Statements()

    class Counting(psycopg.Cursor[Any]):
        def execute(self, query: Any, *args: Any, **more: Any) -> Any:
            kept.seen.append(str(query))
            return super().execute(query, *args, **more)

    def connected(connection: Any, _record: object) -> None:
        if db.is_sqlite:
            connection.set_trace_callback(kept.seen.append)
        else:
            connection.cursor_factory = Counting

    db.engine.dispose()
    event.listen(db.engine, "connect", connected)
    event.listen(db.engine, "commit", lambda _connection: kept.ends())
    return kept


def lane(db: Database) -> Lane:
    """The way of a webhook; whatever leaves it fails the test."""

    def behind(*_: Any) -> Any:
        raise AssertionError("it went the long way")

    def failed(error: Exception) -> Any:
        raise error

    doors = Doors(db, VirtualClock(NOW), ADDRESS, (TOKEN,), ACCOUNT)
    return Lane(behind, doors, LARGEST_BODY, failed)


def a_request(body: str) -> dict[str, Any]:
    """One signed text, as the server hands it on."""
    fields = text_fields(ACCOUNT, f"SM{next(_sids):032x}", ANA, US, body)
    data = urlencode(fields).encode()
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": PATH,
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/x-www-form-urlencoded; charset=utf-8",
        "CONTENT_LENGTH": str(len(data)),
        "HTTP_X_TWILIO_SIGNATURE": signature(TOKEN, ADDRESS + PATH, fields),
        "wsgi.input": io.BytesIO(data),
    }


def post(way: Lane, requests: list[dict[str, Any]]) -> None:
    """All of them, one after another; each is answered with 200."""
    answered: list[str] = []
    for one in requests:
        list(way(one, lambda status, _headers: answered.append(status)))
    assert answered == ["200 OK"] * len(requests)


def calls(work: Callable[[], object]) -> int:
    """Python functions called meanwhile."""
    profile = cProfile.Profile()
    profile.enable()
    work()
    profile.disable()
    return int(getattr(pstats.Stats(profile), "total_calls", 0))


def agree(what: str, db: Database, **found: int) -> None:
    """The numbers of statements and commits are exactly those kept; calls at most, and not far below."""
    kept = dict(KEPT[what]["sqlite" if db.is_sqlite else "postgresql"])
    most = kept.pop("calls")
    called = found.pop("calls")
    assert found == kept, "if it is less now, lower the numbers in counters.json"
    if sys.version_info[:2] == tuple(KEPT["python"]):
        assert called <= most, f"{what} calls {called} functions; {most} were enough before"
        assert called > 0.97 * most, (
            f"{what} calls {called} functions now: keep that in counters.json instead of {most}"
        )


def known(db: Database, way: Lane) -> None:
    """Ana has texted before, a worker seems alive, and everything is compiled and warm."""
    with db.write(NOW) as tx:
        programme.beat(tx, "worker")
    programs = shipped(db)
    for _ in range(MANY):
        post(way, [a_request("plan")])
        assert decide_pending(db, programs, VirtualClock(NOW)) == 1


def test_a_webhook_costs_no_more_than_it_did(db: Database, statements: Statements) -> None:
    way = lane(db)
    known(db, way)
    requests = [a_request("plan") for _ in range(2 * MANY)]
    with db.read(NOW) as tx:
        before = tx.conn.scalar(select(func.count()).select_from(inbox))
    statements.begin()
    post(way, requests[:MANY])
    asked = statements.asked
    # On PostgreSQL the one statement is the transaction.
    written = statements.commits if db.is_sqlite else asked
    called = calls(lambda: post(way, requests[MANY:]))
    with db.read(NOW) as tx:
        assert tx.conn.scalar(select(func.count()).select_from(inbox)) == before + 2 * MANY
    agree("webhook", db, statements=asked // MANY, commits=written // MANY, calls=called // MANY)


def test_deciding_a_text_costs_no_more_than_it_did(db: Database, statements: Statements) -> None:
    way = lane(db)
    known(db, way)
    programs, clock = shipped(db), VirtualClock(NOW)
    costs = []
    for _ in range(5):
        post(way, [a_request("plan")])
        statements.begin()
        called = calls(lambda: decide_pending(db, programs, clock))
        costs.append((called, statements.asked, statements.commits))
    called, asked, committed = min(costs)
    agree("decided", db, statements=asked, commits=committed, calls=called)


def test_each_webhook_alone_syncs_the_log_of_sqlite_once(tmp_path: Path, sqlite_url: str) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("counting syncs needs strace")
    seen, own = tmp_path / "syncs", [sys.executable, __file__, sqlite_url]
    ran = subprocess.run(
        [strace, "-f", "-qq", "-e", "trace=fsync,fdatasync,write", "-o", str(seen), *own],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if "ptrace" in ran.stderr or "Operation not permitted" in ran.stderr:
        pytest.skip("strace may not look at processes here")
    assert ran.returncode == 0, ran.stderr
    begun, ended = (f'"{word}' for word in ("begun", "ended"))
    lines = seen.read_text().splitlines()
    first = next(n for n, line in enumerate(lines) if begun in line)
    last = next(n for n, line in enumerate(lines) if ended in line)
    syncs = sum("sync(" in line for line in lines[first:last])
    assert syncs == MANY


def _ten_webhooks(url: str) -> None:
    db = Database(read_url(url), KEYS)
    way = lane(db)
    with db.write(NOW) as tx:
        programme.beat(tx, "worker")
    requests = [a_request("plan") for _ in range(2 * MANY)]
    post(way, requests[:MANY])
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    post(way, requests[MANY:])
    sys.stdout.write("ended\n")
    sys.stdout.flush()
    db.close()


if __name__ == "__main__":
    _ten_webhooks(sys.argv[1])
