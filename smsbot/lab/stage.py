"""A programme to try things on: real files, a real SQLite database that is thrown away, keys of its own.

One migrated database with the programme published in it is copied for every run. Nothing in it outlives the stage, so
its copies are not made safe against power cuts; everything else is what a live programme does.
"""

import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from sqlalchemy import event

from smsbot.content.catalog import Catalog
from smsbot.core.program import Program
from smsbot.db import migrate, programme, workers
from smsbot.db.copy import Rows, restore, snapshot
from smsbot.db.database import Database, read_url
from smsbot.db.sealing import LookupKeys, MasterKeys, new_key, parse_keys
from smsbot.db.tx import Keys
from smsbot.lab.world import World
from smsbot.usecases.ports import Programs

MONDAY = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
"""Where the clock of a stage begins: a Monday, 10:00 in New York, the day after summer time ended."""

Played = Callable[[Programs], Programs]


def unchanged(programs: Programs) -> Programs:
    """What is staged is played."""
    return programs


_PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)
_FIRST_WORKER = 150


class Stage:
    """Opens worlds one after the other on the same files; a world ends when the next one is opened.

    Raises ContentError when the staff files cannot be used.
    """

    def __init__(self, flows_dir: Path, templates_dir: Path, server: str | None = None) -> None:
        """`server` is the address of a PostgreSQL database of the stage's own: everything in it is thrown away."""
        self._catalog = Catalog(flows_dir, templates_dir, self._kept)
        self._catalog.check()  # before anything is made: a mistake in a file is said at once
        self._folder = TemporaryDirectory(prefix="smsbot-lab-", ignore_cleanup_errors=True)
        self._template = Path(self._folder.name) / "template.sqlite3"
        self._path = Path(self._folder.name) / "world.sqlite3"
        self._server = server
        self._db: Database | None = None
        self.last_world: World  # the one that was opened last; its rows stay until the next
        self._keys = Keys(MasterKeys(parse_keys("DATA_KEYS", new_key())), LookupKeys(parse_keys("KEYS", new_key())))
        migrating = _open(server or f"sqlite:///{self._template}", self._keys)
        migrate.upgrade(migrating)
        self._catalog.reload(lambda sources, digest: _publish(migrating, sources, digest))
        self._at_first: Rows = snapshot(migrating) if server else {}
        migrating.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def program(self) -> Program:
        """The programme that is on stage."""
        return self._catalog.current()

    @property
    def rota(self) -> dict[str, str]:
        """Everyone program.yaml names, each with a number from the range that is kept for fiction."""
        settings = self.program.settings
        named = [handle for shift in settings.shifts for handle in shift.workers]
        handles = dict.fromkeys((*named, *settings.on_call, *settings.backup))
        return {handle: f"+13365550{number}" for number, handle in enumerate(handles, start=_FIRST_WORKER)}

    def world(
        self, start: datetime = MONDAY, staff: Mapping[str, str] | None = None, played: Played = unchanged
    ) -> World:
        """A world in which nothing has happened yet.

        Args:
            start: where its clock begins, UTC.
            staff: the numbers of the workers by their short names; `rota` if not given.
            played: makes what is played of the staged programme.
        """
        if self._db is None:
            self._db = _open(self._server or f"sqlite:///{self._path}", self._keys)
        self._begin_anew(self._db)
        with self._db.write(start) as tx:
            for handle, number in (self.rota if staff is None else staff).items():
                workers.add(tx, handle, number)
        self.last_world = World(self._db, played(self._catalog), start)
        return self.last_world

    def close(self) -> None:
        """Throw everything away."""
        if self._db is not None:
            self._db.close()
        self._folder.cleanup()

    def _begin_anew(self, db: Database) -> None:
        if self._server:
            restore(db, self._at_first)
            return
        # The engine is kept, and with it every statement it has compiled.
        db.engine.dispose()
        shutil.copyfile(self._template, self._path)

    def _kept(self, publication_id: str) -> str | None:
        if self._db is None:
            return None
        with self._db.read(_PUBLISHED) as tx:
            return programme.publication_sources(tx, publication_id)


def _publish(db: Database, sources: str, digest: str) -> str:
    with db.write(_PUBLISHED) as tx:
        return programme.publish(tx, digest, sources)


def _open(url: str, keys: Keys) -> Database:
    db = Database(read_url(url), keys)
    if not db.is_sqlite:
        return db

    @event.listens_for(db.engine, "connect")
    def _hurry(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in ("synchronous=OFF", "journal_mode=MEMORY", "secure_delete=OFF"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return db
