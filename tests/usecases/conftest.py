"""A town on each kind of database."""

import pytest
from town import Town

from smsbot.db.database import Database


@pytest.fixture
def town(db: Database) -> Town:
    """The shipped programme on a Monday morning, once on SQLite and once on PostgreSQL."""
    return Town(db)
