"""The servers that are measured, each as it would be deployed: gunicorn, two processes of four threads."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from postgres import Postgres
from processes import PUBLIC_URL, Bot, free_port, now, until
from standin.fake_twilio import FakeTwilio

from benchmarks import ROOT, crowd
from benchmarks.clocks import family
from smsbot.db import migrate


@dataclass(frozen=True)
class Site:
    """A server that answers, and the processes of it and of its database server."""

    name: str
    port: int
    pid: int
    database_pid: int | None = None

    @property
    def processes(self) -> list[int]:
        """Gunicorn's master and its workers."""
        return family(self.pid)

    @property
    def database(self) -> list[int]:
        """The database server's; none for SQLite, which is part of the others."""
        return family(self.database_pid) if self.database_pid is not None else []


@dataclass
class Town:
    """Everything that runs; `close` ends what was started."""

    folder: Path
    stack: ExitStack = field(default_factory=ExitStack)
    _server: Postgres | None = None

    @property
    def server(self) -> Postgres:
        """The PostgreSQL server, started when it is first needed."""
        if self._server is None:
            self._server = self.stack.enter_context(Postgres(self.folder / "postgres"))
        return self._server

    @property
    def server_pid(self) -> int:
        """Its first process."""
        assert self._server is not None
        return int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0])

    def database(self, kind: str, name: str) -> str:
        """The address of a new, empty database."""
        if kind == "sqlite":
            return f"sqlite:///{self.folder}/{name}.sqlite3"
        self.server.create(name)
        return self.server.url(name)

    def bot(self, kind: str, name: str, fake: FakeTwilio) -> Bot:
        """A deployment with an upgraded database; nothing of it runs yet."""
        folder = self.folder / name
        folder.mkdir()
        made = Bot(self.database(kind, name), folder, fake)
        self.stack.callback(made.close)
        migrate.upgrade(made.db)
        made.add_team()
        return made

    def smsbot(self, kind: str, bot: Bot) -> Site:
        """`smsbot web`, as it is."""
        web = bot.web()
        return Site(f"smsbot, {kind}", web.port, web.pid, None if kind == "sqlite" else self.server_pid)

    def gunicorn(self, name: str, application: str, kind: str = "", **settings: str) -> Site:
        """Another application, served with the same options."""
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-w", "2", "-k", "gthread"]
        command += [
            "--threads",
            "4",
            "--keep-alive",
            "75",
            "--no-control-socket",
            "--log-level",
            "warning",
            application,
        ]
        log = (self.folder / f"{port}.log").open("wb")
        self.stack.callback(log.close)
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=log, stderr=log)
        self.stack.callback(lambda: (process.terminate(), process.wait(10)))
        until(lambda: _answers(port) or process.poll() is not None, 30, f"{name} is up")
        assert process.poll() is None, Path(log.name).read_text()
        return Site(name, port, process.pid, self.server_pid if kind == "postgresql" else None)

    def naive(self, kind: str, fake: FakeTwilio) -> Site:
        """The version everybody writes, on a database of its own that already knows everybody."""
        url = self.database(kind, "naive")
        address = url.replace("postgresql://", "postgresql+psycopg://")
        settings = {"NAIVE_DATABASE_URL": address, "TWILIO_AUTH_TOKEN": fake.auth_token, "PUBLIC_URL": PUBLIC_URL}
        self._tables(settings)
        return self.gunicorn(f"naive, {kind}", "benchmarks.naive.app:app", kind, **settings)

    def _tables(self, settings: dict[str, str]) -> None:
        """Made before two processes would make them at once."""
        command = [sys.executable, "-c", "import benchmarks.naive.app"]
        subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=True, timeout=60, capture_output=True)


@contextmanager
def town() -> Iterator[Town]:
    """A town of its own, in a temporary folder that is gone afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="smsbot-bench-", ignore_cleanup_errors=True) as folder,
        ExitStack() as stack,
    ):
        os.chmod(folder, 0o755)  # noqa: S103  # the database server runs as a user of its own
        yield Town(Path(folder), stack)


def peopled(bot: Bot, many: int) -> list[str]:
    """So many participants in a bot's database, and a worker that seems alive; their numbers."""
    moment = now()
    crowd.seem_alive(bot.db, moment)
    return crowd.add_texters(bot.db, many, moment)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
