"""A planted fault, for a process that finds this folder on its path: SQLite syncs no commit."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import Pool


@event.listens_for(Pool, "checkout")
def _less_careful(dbapi_connection: Any, _record: object, _proxy: object) -> None:
    dbapi_connection.execute("PRAGMA synchronous=NORMAL")
