"""OpenTicket: something a human must do, and the first rung of its ladder."""

from typing import Any

from sqlalchemy import Row

from smsbot.core.effects import OpenTicket, TimerKind
from smsbot.core.flow import Level
from smsbot.db import tickets, timers
from smsbot.usecases.apply.cause import Cause
from smsbot.usecases.climb import climb_now

_ORDER = (Level.ROUTINE, Level.AMBER, Level.RED)


def open_ticket(cause: Cause, effect: OpenTicket) -> None:
    """Open it, or add to the open one on the same topic; an alert goes out at once when the level says so.

    A crisis that is told again is alerted again: repeats are never suppressed.
    """
    tx = cause.tx
    same = [t for t in tickets.open_of(tx, cause.person.id) if t.topic == effect.topic]
    if not same:
        row = tickets.open_ticket(
            tx,
            effect.topic,
            effect.level,
            participant_id=cause.person.id,
            phone_id=cause.phone_id,
            inbox_id=cause.inbox_id,
            note=effect.note,
        )
        _keep_answers(cause, effect, row)
        climb_now(tx, cause.program, row)
        return
    row = tickets.get(tx, same[0].id, locked=True) or same[0]
    _keep_answers(cause, effect, row)
    tickets.record(tx, row.id, "again")
    raised = max(Level(row.level), effect.level, key=_ORDER.index)
    if raised is not Level.RED:
        return
    # A raised ticket starts its ladder anew, from now, and whoever has it is alerted as well. One that was RED before
    # is alerted again, but its time runs on: who texts every few minutes is told the truth no later for it.
    since = row.climbing_since if row.level == Level.RED else tx.now
    tickets.change(tx, row.id, level=raised.value, climbing_since=since)
    timers.cancel(tx, TimerKind.LADDER, ticket_id=row.id)
    again = tickets.get(tx, row.id)
    climb_now(tx, cause.program, again if again is not None else row)


def _keep_answers(cause: Cause, effect: OpenTicket, row: Row[Any]) -> None:
    """What the flow was told to hand on, as it is now: "1" and "2" alone would tell a worker nothing."""
    if effect.answers:
        words = "; ".join(f"{name}: {value}" for name, value in effect.answers.items())
        tickets.note(cause.tx, row, tickets.ASKED, words)
