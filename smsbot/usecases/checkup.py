"""Looks at the database for `smsbot doctor`: can we work with it, and what waits in it?"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from shutil import disk_usage

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from smsbot.core.checkup.finding import Finding, ok, problem, warning
from smsbot.core.checkup.waiting import Waiting
from smsbot.core.delivery import TextStatus
from smsbot.core.flow import Level
from smsbot.db import inbox, migrate, outbox, programme, tickets, workers
from smsbot.db.database import Database
from smsbot.db.migrate import NotUpgraded
from smsbot.db.programme import WrongStamp
from smsbot.db.sealing import BadKeys
from smsbot.usecases.alarm import URGENT_WAITS_AFTER
from smsbot.usecases.gate_facts import SEND_STOP
from smsbot.usecases.receive import WORKER_DEAD_AFTER

_NAME = "database"
_TRIED = "doctor:wrote"
_MENDED_SQLITE = (3, 51, 3)  # builds before it can damage a WAL file while it is reset; our write gate keeps that away
_LOW = 1_000_000_000  # bytes
_VERY_LOW = 100_000_000


@dataclass(frozen=True, slots=True)
class Looked:
    """What the rows say."""

    worker: Finding
    waiting: Waiting
    handles: tuple[str, ...]  # workers with a number


class _Undo(Exception):
    """Ends a transaction without keeping it."""


def look_at_database(db: Database, now: datetime, stamp: str) -> list[Finding]:
    """Reachable, of this version, of this kind, opened by these keys, and can be written to: each thing in turn.

    Keeps nothing but the moment of the trial. `stamp` is "live" or "demo".
    """
    file = Path(db.url.database or "") if db.is_sqlite else None
    if file is not None and not file.exists():
        return [problem(_NAME, f"there is no file {file}", "smsbot db upgrade makes it; or correct DATABASE_URL")]
    for step in (lambda: migrate.check(db), lambda: _belongs(db, now, stamp), lambda: _write(db, now)):
        found = _tried(step)
        if found is not None:
            return [found]
    return [
        ok(_NAME, f"reachable, at version {migrate.HEAD}, opened by our keys, written to"),
        *_machine(db, now, file),
    ]


def _tried(step: Callable[[], None]) -> Finding | None:
    try:
        step()
    except NotUpgraded as error:
        return problem(_NAME, str(error), "smsbot db upgrade")
    except BadKeys as error:
        return problem(
            "keys", str(error), "put the right keys in DATA_KEYS and LOOKUP_KEYS; they are where you kept them"
        )
    except WrongStamp as error:
        return problem(_NAME, str(error), "set DATABASE_URL to the right one, or look at SMSBOT_CARRIER")
    except (SQLAlchemyError, OSError) as error:
        cause = type(getattr(error, "orig", None) or error).__name__
        do = "is it running, is DATABASE_URL right, is the disk full, may this user write there?"
        return problem(_NAME, f"it does not work ({cause})", do)
    return None


def _belongs(db: Database, now: datetime, stamp: str) -> None:
    with suppress(_Undo), db.write(now) as tx:
        programme.stamp(tx, stamp)
        programme.check_keys(tx)
        raise _Undo


def _write(db: Database, now: datetime) -> None:
    with db.write(now) as tx:
        programme.put(tx, _TRIED, now.isoformat())


def _machine(db: Database, now: datetime, file: Path | None) -> list[Finding]:
    """What only a SQLite file asks of its machine."""
    if file is None:
        return []
    with db.read(now) as tx:
        version = str(tx.conn.scalar(text("SELECT sqlite_version()")))
    return [_build(version), _space(disk_usage(file.parent).free)]


def _build(version: str) -> Finding:
    if tuple(int(part) for part in version.split(".")) >= _MENDED_SQLITE:
        return ok("SQLite", version)
    do = "fine for a pilot; with the next system update take 3.51.3 or newer, or use PostgreSQL"
    return warning("SQLite", f"{version} is older than 3.51.3, which mended a fault in the write-ahead log", do)


def _space(free: int) -> Finding:
    found = f"{free / 1e9:.1f} GB free"
    if free >= _LOW:
        return ok("disk", found)
    judge = problem if free < _VERY_LOW else warning
    return judge("disk", found, "make room: on a full disk no text is recorded")


def look_at_rows(db: Database, now: datetime) -> Looked:
    """The heart, what waits, and who can be alerted."""
    with db.read(now) as tx:
        reds = [row.taken_at for row in tickets.all_open(tx) if row.level == Level.RED]
        waiting = Waiting(
            red_untaken=reds.count(None),
            red_taken=len(reds) - reds.count(None),
            flagged=len(inbox.flagged(tx)),
            unknown=len(outbox.of_status(tx, TextStatus.UNKNOWN)),
            urgent_not_sent=outbox.waiting_since(tx, now - URGENT_WAITS_AFTER),
            held_since=programme.get(tx, SEND_STOP),
        )
        handles = tuple(worker.handle for worker in workers.everyone(tx))
        return Looked(_heart(programme.last_beat(tx), now), waiting, handles)


def _heart(beat: datetime | None, now: datetime) -> Finding:
    do = "start smsbot worker (or smsbot run), and see why it ended"
    if beat is None:
        return problem("worker", "none has ever run: texts are recorded and nobody answers them", do)
    silent = now - beat
    if silent > WORKER_DEAD_AFTER:
        return problem("worker", f"silent for {_ago(silent)}: texts are recorded and nobody answers them", do)
    return ok("worker", "its heart beats")


def _ago(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} minutes"
