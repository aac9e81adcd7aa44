"""The migrations make the schema that the tables describe, on both databases, and may be run at any time."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from postgres import Postgres
from sqlalchemy import inspect, text

from smsbot.db import migrate
from smsbot.db.database import Database, read_url
from smsbot.db.migrate import NotUpgraded
from smsbot.db.schema import metadata
from smsbot.db.sealing import LookupKeys, MasterKeys
from smsbot.db.tx import Keys

KEYS = Keys(MasterKeys([b"d" * 32]), LookupKeys([b"l" * 32]))
UPGRADE = """
import sys
from smsbot.db import migrate
from smsbot.db.database import Database, read_url
from smsbot.db.sealing import LookupKeys, MasterKeys
from smsbot.db.tx import Keys
database = Database(read_url(sys.argv[1]), Keys(MasterKeys([b"d" * 32]), LookupKeys([b"l" * 32])))
migrate.upgrade(database)
migrate.check(database)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.sqlite3'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    server.create("fresh")
    yield server.url("fresh")
    server.drop("fresh")


def opened(url: str) -> Database:
    return Database(read_url(url), KEYS)


def test_the_migrated_schema_is_the_one_that_the_tables_describe(db: Database) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
        assert compare_metadata(context, metadata) == []


def test_partial_indexes_are_partial_on_both(db: Database) -> None:
    with db.engine.connect() as connection:
        inspector = inspect(connection)
        made = {i["name"]: i for table in inspector.get_table_names() for i in inspector.get_indexes(table)}
    for table in metadata.tables.values():
        for index in table.indexes:
            condition = index.dialect_options["sqlite" if db.is_sqlite else "postgresql"]["where"]
            found = made[str(index.name)].get("dialect_options", {}).get(f"{db.engine.name}_where")
            assert (found is None) is (condition is None), index.name


def test_an_upgrade_can_be_repeated(empty_url: str) -> None:
    database = opened(empty_url)
    with pytest.raises(NotUpgraded, match="at version none"):
        migrate.check(database)
    for _ in range(2):
        migrate.upgrade(database)
        migrate.check(database)
    database.close()


def test_two_upgrades_at_once_make_one_schema(empty_url: str) -> None:
    root = Path(__file__).parents[2]
    running = [
        subprocess.Popen([sys.executable, "-c", UPGRADE, empty_url], cwd=root, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    results = [process.communicate(timeout=60)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], results


def test_another_version_is_refused_with_what_to_do(db: Database) -> None:
    with db.write_connection() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NotUpgraded, match=r"at version 9999.*smsbot db upgrade"):
        migrate.check(db)


def test_the_version_that_is_checked_is_the_newest_migration() -> None:
    scripts = ScriptDirectory(str(Path(migrate.__file__).parent / "migrations"))
    assert scripts.get_current_head() == migrate.HEAD
