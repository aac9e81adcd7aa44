"""Real databases for every test that wants one: a SQLite file, and a PostgreSQL server of our own."""

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from postgres import Postgres
from programme_here import KEYS, MONDAY, shipped

from smsbot.content.catalog import Catalog
from smsbot.db import migrate
from smsbot.db.database import Database, read_url
from smsbot.lab.world import World

ROOT = Path(__file__).parent.parent

_numbers = itertools.count()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say where the pictures of the pages are."""
    reports = [one for kind in ("passed", "failed", "error") for one in terminalreporter.getreports(kind)]
    kept = [one.user_properties for one in reports if isinstance(one, pytest.TestReport)]
    for folder in sorted({str(value) for properties in kept for key, value in properties if key == "screenshots"}):
        terminalreporter.write_line(f"screenshots: {folder}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for this test process, with a migrated template database.

    Not in pytest's own folder: another session resets who may enter that, and the server runs as a user of its own.
    """
    folder = Path(tempfile.mkdtemp(prefix="smsbot-postgres-"))
    with Postgres(folder) as server:
        server.create("template")
        database = Database(read_url(server.url("template")), KEYS)
        migrate.upgrade(database)
        database.close()
        yield server
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    database = Database(read_url(f"sqlite:///{path}"), KEYS)
    migrate.upgrade(database)
    database.close()
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """A migrated SQLite file of this test's own."""
    path = tmp_path / "smsbot.sqlite3"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def db_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated database of this test's own, once on each kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = f"test_{next(_numbers)}"
    server.create(name, template="template")
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def db(db_url: str) -> Iterator[Database]:
    """An open database, once on each kind."""
    database = Database(read_url(db_url), KEYS)
    yield database
    database.close()


@pytest.fixture
def sqlite_db(sqlite_url: str) -> Iterator[Database]:
    """An open SQLite database."""
    database = Database(read_url(sqlite_url), KEYS)
    yield database
    database.close()


@pytest.fixture
def catalog() -> Callable[[Database], Catalog]:
    """The shipped programme, published in a database."""
    return shipped


@pytest.fixture
def world(sqlite_db: Database) -> World:
    """The shipped programme on a virtual clock, on SQLite."""
    return a_world(sqlite_db)


def a_world(database: Database, start: datetime = MONDAY) -> World:
    """The shipped programme with Sam and Dee, on a virtual clock."""
    from smsbot.db import workers

    made = World(database, shipped(database), start)
    with database.write(start) as tx:
        workers.add(tx, "sam", SAM)
        workers.add(tx, "dee", DEE)
    return made


ANA = "+13365550111"
BEN = "+13365550112"
SAM = "+13365550150"
DEE = "+13365550151"
