"""smsbot as it is deployed: real processes on a real database, with the stand-in as their carrier."""

import os
import signal
import socket
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

from sqlalchemy import Executable, Row, select
from standin.fake_twilio import FakeTwilio

from smsbot.db import workers
from smsbot.db.database import Database, read_url
from smsbot.db.schema import heartbeat, inbox, outbox
from smsbot.db.sealing import LookupKeys, MasterKeys
from smsbot.db.tx import Keys

ROOT = Path(__file__).parents[2]
KEYS = Keys(MasterKeys([b"d" * 32]), LookupKeys([b"l" * 32]))
SMSBOT = Path(sys.executable).parent / "smsbot"
PUBLIC_URL = "https://sms.example.test"
US = "+13365550199"
SAM, DEE = "+13365550150", "+13365550151"


def until(condition: Callable[[], object], seconds: float, what: str) -> None:
    """Return as soon as the condition holds; AssertionError if that takes longer."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.02)  # what another process does can only be looked at


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def number(n: int) -> str:
    """The n-th number set aside for fiction: one hundred in every area code."""
    return f"+1{201 + n // 100}55501{n % 100:02d}"


class Running:
    """One command of smsbot in a process group of its own, its output in a file."""

    def __init__(
        self, name: str, log: Path, env: dict[str, str], folder: Path, port: int, under: Sequence[str] = ()
    ) -> None:
        self.name, self.log, self.port = name, log, port
        self.url = f"http://127.0.0.1:{port}"
        self._process = subprocess.Popen(
            [*under, str(SMSBOT), name],
            env=env,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._reader = Thread(target=self._keep_log, daemon=True)
        self._reader.start()

    def _keep_log(self) -> None:
        """Through a pipe, so that a process whose files cannot grow still has its say."""
        assert self._process.stdout is not None
        with self._process.stdout as said, self.log.open("wb", buffering=0) as kept:
            for line in said:
                kept.write(line)

    @property
    def pid(self) -> int:
        """The process that was started; its children are in its group."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Has it not ended yet?"""
        return self._process.poll() is None

    def get(self, path: str) -> int:
        """The HTTP status of a page; 0 while nobody answers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()

    def kill(self) -> None:
        """kill -9, for the process and for those it started; nobody gets to say goodbye."""
        if self.alive:
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait(10)
        self._reader.join(10)

    def stop(self, told: signal.Signals = signal.SIGTERM, seconds: float = 20.0) -> int:
        """Ask it to end; its exit code once it has."""
        self._process.send_signal(told)
        code = self._process.wait(seconds)
        self._reader.join(10)
        return code


class Bot:
    """One deployment: its settings, its database, and whatever was started of it."""

    def __init__(self, database_url: str, folder: Path, fake: FakeTwilio, **settings: str) -> None:
        self.fake, self.folder = fake, folder
        self.db = Database(read_url(database_url), KEYS)
        self.running: list[Running] = []
        self._numbers = count()
        own = {
            "DATABASE_URL": database_url,
            "PUBLIC_URL": PUBLIC_URL,
            "DATA_KEYS": urlsafe_b64encode(b"d" * 32).decode(),
            "LOOKUP_KEYS": urlsafe_b64encode(b"l" * 32).decode(),
            "TWILIO_ACCOUNT_SID": fake.account_sid,
            "TWILIO_AUTH_TOKEN": fake.auth_token,
            "TWILIO_FROM_NUMBER": US,
            "TWILIO_SEGMENTS_PER_SECOND": "0",  # the stand-in has none, and neither have the tests time
            "TWILIO_API_URL": fake.url,
            "FLOWS_DIR": str(ROOT / "flows"),
            "TEMPLATES_DIR": str(ROOT / "templates"),
        }
        self.env = {**os.environ, **own, **settings}

    def command(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """One command, to its end."""
        return subprocess.run(
            [str(SMSBOT), *words],
            env={**self.env, **settings},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    def start(self, name: str, port: int | None = None, under: Sequence[str] = (), **settings: str) -> Running:
        """Start a command, `under` another that watches it if there is one, and do not wait for it."""
        chosen = port or free_port()
        log = self.folder / f"{next(self._numbers)}-{name}.log"
        started = Running(name, log, {**self.env, "PORT": str(chosen), **settings}, self.folder, chosen, under)
        self.running.append(started)
        return started

    def web(self, port: int | None = None, under: Sequence[str] = (), **settings: str) -> Running:
        """A web process that answers."""
        started = self.start("web", port, under, **settings)
        until(lambda: started.get("/healthz") == 200 or not started.alive, 30, f"web is up, see {started.log}")
        assert started.alive, started.log.read_text()
        return started

    def worker(self) -> Running:
        """A worker whose heart beats."""
        started = self.start("worker")
        until(lambda: self._beats(started.pid) or not started.alive, 30, f"a worker is up, see {started.log}")
        assert started.alive, started.log.read_text()
        return started

    def add_team(self) -> None:
        """Sam and Dee, as the shipped rota names them."""
        with self.db.write(now()) as tx:
            workers.add(tx, "sam", SAM)
            workers.add(tx, "dee", DEE)

    def text(self, web: Running, sender: str, body: str, sid: str | None = None) -> tuple[int, str]:
        """Somebody texts us, as Twilio would post it: (HTTP status, body)."""
        there = f"{web.url}/twilio/sms"
        return self.fake.deliver_text(there, sender, US, body, sid, public_url=f"{PUBLIC_URL}/twilio/sms")

    def rows(self, statement: Executable) -> Sequence[Row[Any]]:
        """What the database says now."""
        with self.db.read(now()) as tx:
            return tx.all(statement)

    def settle(self, seconds: float = 30.0) -> None:
        """Wait until every text is decided and none is queued or in flight."""
        undecided = select(inbox.c.id).where(inbox.c.decided_at.is_(None), inbox.c.flagged_at.is_(None)).limit(1)
        moving = select(outbox.c.id).where(outbox.c.status.in_(["queued", "sending"])).limit(1)
        until(lambda: not self.rows(undecided) and not self.rows(moving), seconds, "everything is decided and sent")

    def logged(self) -> str:
        """Everything the processes wrote."""
        return "".join(one.log.read_text(errors="replace") for one in self.running)

    def close(self) -> None:
        """End whatever still runs."""
        for one in self.running:
            one.kill()
        self.db.close()

    def _beats(self, pid: int) -> bool:
        return any(row.worker.endswith(f":{pid}") for row in self.rows(select(heartbeat.c.worker)))


@contextmanager
def demonstration(folder: Path, staff_files: Path = ROOT) -> Iterator[Running]:
    """What `make run` starts: `smsbot run` in this folder, told no more than that its carrier is simulated.

    The flows and texts are those in `staff_files`.
    """
    port = free_port()
    settings = {
        "SMSBOT_CARRIER": "simulated",
        "PORT": str(port),
        "FLOWS_DIR": str(staff_files / "flows"),
        "TEMPLATES_DIR": str(staff_files / "templates"),
    }
    started = Running("run", folder / "run.log", {**os.environ, **settings}, folder, port)
    try:
        until(lambda: started.get("/healthz") == 200 and started.get("/readyz") == 200, 30, "the demo is up")
        yield started
    finally:
        started.kill()


def now() -> datetime:
    """This moment; the processes go by the machine's clock, and so does the test."""
    return datetime.now(UTC)
