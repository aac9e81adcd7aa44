"""Copies a SQLite database that may be in use, page by page, with SQLite's own backup."""

import sqlite3
from contextlib import closing
from pathlib import Path


def back_up(source: Path, target: Path) -> None:
    """A consistent copy of `source` in `target`."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
