"""The keys of every test database, and the shipped programme published in one."""

from datetime import UTC, datetime
from pathlib import Path

from smsbot.content.catalog import Catalog
from smsbot.db import programme
from smsbot.db.database import Database
from smsbot.db.sealing import LookupKeys, MasterKeys
from smsbot.db.tx import Keys

ROOT = Path(__file__).parent.parent
KEYS = Keys(MasterKeys([b"d" * 32]), LookupKeys([b"l" * 32]))
MONDAY = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
"""A Monday, 10:00 in New York, the day after the clocks went back; Sam and Dee are on duty."""


def shipped(database: Database, flows: Path = ROOT / "flows") -> Catalog:
    """The programme of a folder, published in a database."""

    def load(kept: str) -> str | None:
        with database.read(MONDAY) as tx:
            return programme.publication_sources(tx, kept)

    def publish(sources: str, digest: str) -> str:
        with database.write(MONDAY) as tx:
            return programme.publish(tx, digest, sources)

    loaded = Catalog(flows, ROOT / "templates", load)
    problems = loaded.reload(publish)
    if problems is not None:
        raise problems
    return loaded
