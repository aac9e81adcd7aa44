"""A fake RED down the real path: a ticket about nobody, alerts by the real outbox, taken by a real worker."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from smsbot.core.delivery import TextStatus
from smsbot.core.drill import Alert, Seen
from smsbot.core.errors import SmsbotError
from smsbot.core.flow import Level
from smsbot.core.program import Program
from smsbot.core.worker_words import DRILL
from smsbot.db import alerts, outbox, tickets, workers
from smsbot.db.database import Database
from smsbot.db.tx import Tx
from smsbot.usecases.climb import climb_now
from smsbot.usecases.close_ticket import close
from smsbot.usecases.ports import Clock
from smsbot.usecases.receive import is_worker_alive
from smsbot.usecases.worker_text import tell

GRACE = timedelta(seconds=20)
"""How long receipts are waited for once somebody took it."""

_WITH_THE_CARRIER = frozenset({"accepted", "queued", "sending", "sent", "delivered"})
_NOT_THERE = frozenset({TextStatus.FAILED, TextStatus.UNDELIVERED, TextStatus.CANCELLED})


class CannotDrill(SmsbotError):
    """A drill would be in somebody's way, or could not work; nothing was sent."""

    code = "cannot_drill"


def begin(db: Database, program: Program, now: datetime, handles: Sequence[str]) -> str:
    """Open a drill and alert these workers, or whoever is on duty with the whole ladder; its ticket's id.

    Raises CannotDrill while no worker process is alive or a RED waits for somebody. A drill left open ends first.
    """
    if not is_worker_alive(db, now):
        raise CannotDrill("no worker process is alive, so nothing would be sent: start smsbot worker (or smsbot run)")
    with db.write(now) as tx:
        if _a_person_waits(tx):
            raise CannotDrill("a RED waits for somebody to take it: see smsbot tickets list; the drill can wait")
        for left in tickets.all_open(tx):
            if left.topic == DRILL:
                _close(tx, left)
        asked = _asked(tx, handles)
        ticket = tickets.open_ticket(tx, DRILL, Level.RED, participant_id=None, phone_id=None, inbox_id=None)
        if not handles:
            climb_now(tx, program, ticket)
        for worker in asked:
            tell(tx, program, worker, "alert", ticket)
            tickets.record(tx, ticket.id, "alerted", worker.id)
        return str(ticket.id)


def _asked(tx: Tx, handles: Sequence[str]) -> Sequence[workers.Worker]:
    everyone = {worker.handle: worker for worker in workers.everyone(tx)}
    strangers = [handle for handle in handles if handle not in everyone]
    if strangers or not everyone:
        who = ", ".join(f"'{handle}'" for handle in strangers) or "anybody"
        raise CannotDrill(f"there is no number for {who}: 'smsbot workers list' shows who can be alerted")
    return [everyone[handle] for handle in dict.fromkeys(handles)]


def look(db: Database, now: datetime, ticket_id: str) -> Seen:
    """How the drill stands."""
    with db.read(now) as tx:
        ticket = tickets.get(tx, ticket_id)
        assert ticket is not None  # noqa: S101  # tickets are never deleted
        names = {worker.id: worker.handle for worker in workers.everyone(tx)}
        return Seen(
            code=ticket.code,
            opened_at=ticket.opened_at,
            alerts=tuple(_alert(tx, row, names.get(row.worker_id, "?")) for row in alerts.alerts_of(tx, ticket_id)),
            taken_by=names.get(ticket.taken_by, "?") if ticket.taken_by is not None else None,
            taken_at=ticket.taken_at,
            interrupted=_a_person_waits(tx),
        )


def _alert(tx: Tx, row: Row[Any], handle: str) -> Alert:
    reports = alerts.first_reports(tx, row.id)
    known = [at for status, at in reports.items() if status in _WITH_THE_CARRIER]
    if row.status == TextStatus.SENT:
        known.append(row.ended_at)
    return Alert(
        id=row.id,
        handle=handle,
        queued_at=row.queued_at,
        accepted_at=min(known, default=None),
        delivered_at=reports.get("delivered"),
        failed=row.status in _NOT_THERE,
    )


def _a_person_waits(tx: Tx) -> bool:
    """A worker who answers a bare 1 must never take the drill for a person who is in danger, or the other way."""
    return any(row.level == Level.RED and row.topic != DRILL and row.taken_at is None for row in tickets.all_open(tx))


def watch(
    db: Database,
    clock: Clock,
    ticket_id: str,
    limit: timedelta,
    pause: Callable[[], None],
    say: Callable[[Seen, timedelta], None],
) -> Seen:
    """Wait until the drill is over, then close it, whatever happens; how it stood.

    Args:
        pause: lets a moment pass.
        say: told after each look how it stands, and how long it has been.
    """
    seen: Seen | None = None
    try:
        while True:
            now = clock.now()
            seen = look(db, now, ticket_id).remembering(seen)
            say(seen, now - seen.opened_at)
            if seen.is_over(now, limit, GRACE):
                return seen
            pause()
    finally:
        end(db, clock.now(), ticket_id)


def end(db: Database, now: datetime, ticket_id: str) -> None:
    """Close the drill; alerts about it that are still queued are not sent."""
    with db.write(now) as tx:
        ticket = tickets.get(tx, ticket_id, locked=True)
        if ticket is not None and ticket.closed_at is None:
            _close(tx, ticket)


def _close(tx: Tx, ticket: Row[Any]) -> None:
    close(tx, ticket, None)
    outbox.cancel_alerts(tx, ticket.id, None)
