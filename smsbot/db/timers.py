"""Due moments as rows: the database is the calendar, the ticking clock only looks at it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update

from smsbot.core.effects import TimerKind
from smsbot.db.schema import timer
from smsbot.db.tx import Tx

_UNDONE = timer.c.done_at.is_(None)


def set_timer(tx: Tx, kind: TimerKind, due_at: datetime, **about: Any) -> str:
    """Set a timer; `about` names what it is about (participant_id, conversation_id and visit, ticket_id, ...)."""
    timer_id = tx.new_id()
    tx.run(insert(timer).values(id=timer_id, kind=kind.value, due_at=due_at, **about))
    return timer_id


def cancel(tx: Tx, *kinds: TimerKind, **about: Any) -> None:
    """Cancel the waiting timers of these kinds (all kinds if none is named) about these things."""
    conditions = [timer.c[name] == value for name, value in about.items()]
    if kinds:
        conditions.append(timer.c.kind.in_([kind.value for kind in kinds]))
    tx.run(update(timer).where(_UNDONE, *conditions).values(done_at=tx.now, outcome="cancelled"))


def due(tx: Tx, now: datetime, limit: int = 100) -> Sequence[Row[Any]]:
    """Timers due by `now`, oldest first; read without locks, so claim before acting."""
    return tx.all(
        select(timer.c.id, timer.c.kind, timer.c.participant_id, timer.c.text_id, timer.c.rung)
        .where(_UNDONE, timer.c.due_at <= now)
        .order_by(timer.c.due_at, timer.c.id)
        .limit(limit)
    )


def claim(tx: Tx, timer_id: str, now: datetime) -> Row[Any] | None:
    """Consume a due timer in this transaction; None if it was cancelled, moved or taken meanwhile."""
    return tx.one(
        update(timer)
        .where(timer.c.id == timer_id, _UNDONE, timer.c.due_at <= now)
        .values(done_at=now, outcome="fired")
        .returning(timer)
    )


def fired_before(tx: Tx, timer_id: str, *, text_id: str, rung: int) -> bool:
    """Did another timer about this text fire at this rung?"""
    found = select(timer.c.id).where(
        timer.c.text_id == text_id, timer.c.rung == rung, timer.c.outcome == "fired", timer.c.id != timer_id
    )
    return tx.first(found) is not None


def later(tx: Tx, timer_id: str, due_at: datetime) -> None:
    """Put a claimed timer back, for a later moment."""
    tx.run(update(timer).where(timer.c.id == timer_id).values(due_at=due_at, done_at=None, outcome=None))


def failed(tx: Tx, timer_id: str) -> None:
    """A timer whose turn failed rests a while, so that one bad row never stops the others; then it is given up.

    A ladder never is: somebody may be waiting for a human.
    """
    row = tx.one(
        update(timer)
        .where(timer.c.id == timer_id, _UNDONE)
        .values(tries=timer.c.tries + 1, due_at=tx.now + timedelta(minutes=1))
        .returning(timer.c.tries, timer.c.kind)
    )
    if row is not None and row.tries >= 3 and row.kind != TimerKind.LADDER:
        tx.run(update(timer).where(timer.c.id == timer_id).values(done_at=tx.now, outcome="flagged"))


def next_follow_up(tx: Tx, participant_id: str) -> Row[Any] | None:
    """The waiting follow-up of a person."""
    return tx.first(
        select(timer)
        .where(timer.c.participant_id == participant_id, timer.c.kind == TimerKind.FOLLOW_UP.value, _UNDONE)
        .order_by(timer.c.due_at)
    )


def next_waiting(tx: Tx) -> Row[Any] | None:
    """The waiting timer that is due first of all: its due_at and kind."""
    return tx.first(select(timer.c.due_at, timer.c.kind).where(_UNDONE).order_by(timer.c.due_at).limit(1))
