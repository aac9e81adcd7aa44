"""A bench for the commands of the first day."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from kit_bench import Bench, set_up
from standin.fake_twilio import FakeTwilio


@pytest.fixture
def bench(tmp_path: Path, db_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """Nothing is wrong on it; once on each kind of database."""
    monkeypatch.delenv("SMSBOT_CARRIER", raising=False)
    with FakeTwilio() as fake:
        made = set_up(tmp_path, db_url, fake)
        yield made
        made.db.close()


@pytest.fixture
def small_bench(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """The same on SQLite alone, where the database is not the point."""
    monkeypatch.delenv("SMSBOT_CARRIER", raising=False)
    with FakeTwilio() as fake:
        made = set_up(tmp_path, sqlite_url, fake)
        yield made
        made.db.close()
