"""The write gate of SQLite: one writer at a time, across threads and processes, and no lock outlives its holder."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from smsbot.db import programme
from smsbot.db.database import Database, read_url
from smsbot.db.gate import WriteGate

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
HOLD = """
import sys
from smsbot.db.gate import WriteGate
gate = WriteGate(sys.argv[1])
with gate:
    print("held", flush=True)
    sys.stdin.readline()
print("freed", flush=True)
sys.stdin.readline()
"""


@contextmanager
def held_elsewhere(path: str) -> Iterator["subprocess.Popen[str]"]:
    """Another process holds the gate until it is sent a line, or killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, path],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


class Waiter(threading.Thread):
    """Passes the gate as soon as it may."""

    def __init__(self, gate: WriteGate) -> None:
        super().__init__(daemon=True)
        self._gate = gate
        self.inside = threading.Event()
        self.start()

    def run(self) -> None:
        with self._gate:
            self.inside.set()


def test_a_thread_waits_for_a_thread(tmp_path: Path) -> None:
    gate = WriteGate(str(tmp_path / "gate"))
    with gate:
        waiter = Waiter(gate)
        assert not waiter.inside.wait(0.05)
    assert waiter.inside.wait(5)
    waiter.join()
    gate.close()


def test_a_process_waits_for_a_process(tmp_path: Path) -> None:
    gate = WriteGate(str(tmp_path / "gate"))
    with held_elsewhere(str(tmp_path / "gate")) as other:
        waiter = Waiter(gate)
        assert not waiter.inside.wait(0.1)
        assert other.stdin is not None
        other.stdin.write("\n")
        other.stdin.flush()
        assert waiter.inside.wait(5), "freed at the end of its block, not of its process"
    waiter.join()
    gate.close()


def test_the_kernel_frees_the_gate_of_a_process_that_is_killed(tmp_path: Path) -> None:
    gate = WriteGate(str(tmp_path / "gate"))
    with held_elsewhere(str(tmp_path / "gate")) as other:
        waiter = Waiter(gate)
        assert not waiter.inside.wait(0.05)
        os.kill(other.pid, signal.SIGKILL)
        assert waiter.inside.wait(5)
    waiter.join()
    gate.close()


def test_two_databases_on_one_file_write_one_after_the_other(sqlite_db: Database, sqlite_url: str) -> None:
    other = Database(read_url(sqlite_url), sqlite_db.keys)

    def count(database: Database) -> None:
        for _ in range(20):
            with database.write(NOW) as tx:
                programme.put(tx, "n", str(int(programme.get(tx, "n") or 0) + 1))

    threads = [threading.Thread(target=count, args=(database,)) for database in (sqlite_db, other, sqlite_db, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sqlite_db.read(NOW) as tx:
        assert programme.get(tx, "n") == "80"
    other.close()


def test_a_write_inside_a_write_is_refused_and_leaves_the_gate_usable(sqlite_db: Database) -> None:
    with pytest.raises(RuntimeError, match="inside another one"), sqlite_db.write(NOW), sqlite_db.write(NOW):
        pass
    with sqlite_db.write(NOW) as tx:
        programme.put(tx, "a", "1")


def test_a_gate_that_cannot_be_opened_is_not_left_locked(tmp_path: Path) -> None:
    gate = WriteGate(str(tmp_path / "no" / "folder"))
    for _ in range(2):
        with pytest.raises(FileNotFoundError), gate:
            pass


def test_a_closed_gate_can_be_used_again_and_closed_twice(tmp_path: Path) -> None:
    gate = WriteGate(str(tmp_path / "gate"))
    for _ in range(2):
        with gate:
            assert (tmp_path / "gate").stat().st_mode & 0o077 == 0, "nobody else may hold it"
        gate.close()
        gate.close()
