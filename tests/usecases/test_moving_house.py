"""Everything is copied from one kind of database to the other, and life goes on there."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from postgres import Postgres
from sqlalchemy import func, select
from town import ANA, BEN, MONDAY, OVERDOSE, SAM, Town

from smsbot.cli.data import db as commands
from smsbot.db import copy, migrate, programme
from smsbot.db.copy import CannotCopy, copy_all
from smsbot.db.database import Database, read_url
from smsbot.db.schema import metadata, outbox

NOW = MONDAY + timedelta(days=1)


@pytest.fixture
def new(postgres: Postgres, sqlite_db: Database) -> Iterator[Database]:
    """An empty PostgreSQL database with the keys of the old one."""
    postgres.create("moved", template="template")
    database = Database(read_url(postgres.url("moved")), sqlite_db.keys)
    yield database
    database.close()
    postgres.drop("moved")


@pytest.fixture
def lived(sqlite_db: Database) -> Town:
    """A town in which things have happened, some of which are not over."""
    town = Town(sqlite_db)
    town.joins(ANA, "1")
    town.text(ANA, "narcan")
    town.text(BEN, OVERDOSE)
    town.text(SAM, "1")
    return town


def counts(db: Database) -> dict[str, int]:
    with db.read(NOW) as tx:
        rows = {
            table.name: tx.one(select(func.count().label("n")).select_from(table)) for table in metadata.sorted_tables
        }
    return {name: row.n for name, row in rows.items() if row is not None}


def untold(_table: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def test_a_conversation_goes_on_where_it_was(lived: Town, new: Database) -> None:
    before = counts(lived.db)
    copied = copy_all(lived.db, new, NOW, untold)
    assert copied == before == counts(new)
    assert min(copied["inbox"], copied["outbox"], copied["ticket"], copied["timer"], copied["ledger"]) > 0
    town = Town(new, NOW)
    assert town.says(ANA, "1", sid="SM" + "9" * 32) == ["naloxone.told_now.say"]
    assert town.passes(days=8, to=ANA) != []


def test_every_row_is_the_same_and_still_opens(lived: Town, new: Database) -> None:
    copy_all(lived.db, new, NOW, untold)
    with lived.db.read(NOW) as old_tx, new.read(NOW) as new_tx:
        for table in metadata.sorted_tables:
            first, second = (sorted(map(repr, tx.all(select(table)))) for tx in (old_tx, new_tx))
            assert first == second, table.name


def test_back_to_a_file(lived: Town, new: Database, tmp_path: Path) -> None:
    copy_all(lived.db, new, NOW, untold)
    file = Database(read_url(f"sqlite:///{tmp_path / 'back.sqlite3'}"), lived.db.keys)
    migrate.upgrade(file)
    assert copy_all(new, file, NOW, untold) == counts(file)
    file.close()


def test_it_says_how_far_it_is(lived: Town, new: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copy, "_BATCH", 2)
    told: list[tuple[str, int, int]] = []
    copy_all(lived.db, new, NOW, lambda *about: told.append(about))
    texts = [one for one in told if one[0] == "inbox"]
    total = counts(new)["inbox"]
    assert texts == [("inbox", min(n + 2, total), total) for n in range(0, total, 2)]


def fails(lived: Town, new: Database) -> str:
    with pytest.raises(CannotCopy) as caught:
        copy_all(lived.db, new, NOW, untold)
    return str(caught.value)


def test_never_beside_a_worker_that_runs(lived: Town, new: Database) -> None:
    with lived.db.write(NOW) as tx:
        programme.beat(tx, "still here")
    assert "stop web and worker first" in fails(lived, new)
    assert sum(counts(new).values()) == 0


def test_never_over_something(lived: Town, new: Database) -> None:
    with new.write(NOW) as tx:
        programme.put(tx, "there", "was something")
    assert "not empty (there is something in meta)" in fails(lived, new)


def test_whatever_stops_it_leaves_nothing_behind(lived: Town, new: Database) -> None:
    def dies(table: str, _done: int, _total: int) -> None:
        if table == outbox.name:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_all(lived.db, new, NOW, dies)
    assert sum(counts(new).values()) == 0


def test_the_command_asks_for_the_password_where_nobody_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("flows", "templates"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("SMSBOT_CARRIER", "simulated")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert CliRunner().invoke(commands, ["upgrade"]).exit_code == 0
    result = CliRunner().invoke(commands, ["copy"], input=f"sqlite:///{tmp_path / 'other.sqlite3'}\n")
    assert result.exit_code == 0, result.output
    assert "rows copied" in result.output
    assert "other.sqlite3" not in result.output
