"""Deployments of real processes, on each kind of database."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from postgres import Postgres
from processes import Bot
from standin.fake_twilio import FakeTwilio


@contextmanager
def deployed(database_url: str, folder: Path, **settings: str) -> Iterator[Bot]:
    """A stand-in, and smsbot's settings for it; whatever is started of smsbot ends with it."""
    with FakeTwilio() as fake:
        bot = Bot(database_url, folder, fake, **settings)
        try:
            bot.add_team()
            yield bot
        finally:
            bot.close()


@pytest.fixture
def bot(db_url: str, tmp_path: Path) -> Iterator[Bot]:
    """A deployment of this test's own, once on each kind of database; nothing runs yet."""
    with deployed(db_url, tmp_path) as made:
        yield made


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_bot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """One deployment for all tests of a file, once on each kind of database; nothing runs yet."""
    folder = tmp_path_factory.mktemp("bot")
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "smsbot.sqlite3")
        with deployed(f"sqlite:///{folder}/smsbot.sqlite3", folder) as made:
            yield made
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = folder.name
    server.create(name, template="template")
    with deployed(server.url(name), folder) as made:
        yield made
    server.drop(name)
