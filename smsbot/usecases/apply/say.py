"""Say: queue a text with what permits it."""

from datetime import datetime, timedelta
from typing import Any

from smsbot.core.effects import OpenTicket, Say, TextKind
from smsbot.core.flow import Level
from smsbot.core.hours import at, local
from smsbot.db import ledger, outbox, people, tickets
from smsbot.usecases.apply.cause import Cause
from smsbot.usecases.apply.ticket import open_ticket

SAME_TEXT_WITHIN = timedelta(minutes=5)
SAME_TEXT_AT_MOST = 3
ANSWERS_AT_MOST = 40
ANSWERS_WITHIN = timedelta(hours=1)
"""Two machines that answer each other fall silent after this, and the team is told; a crisis is always answered."""

MANY_TEXTS = "many_texts"
"""The topic of the ticket that tells them."""

_ANSWERS = (TextKind.REPLY, TextKind.ANSWER)

_LASTS = {
    TextKind.CRISIS: timedelta(hours=1),
    TextKind.TRUTH: timedelta(hours=1),
    TextKind.STOPPED: timedelta(hours=1),
    TextKind.INVITE: timedelta(days=3),
}
_LASTS_ELSE = timedelta(hours=4)


def say(cause: Cause, effect: Say) -> None:
    """Queue one text to the person. Its permit is the inbound text, or the ledger entry that chose the cadence."""
    tx = cause.tx
    if effect.kind is not TextKind.CRISIS and _too_often(cause, effect.key):
        return
    if effect.kind in _ANSWERS and _too_many(cause):
        return
    outbox.queue(
        tx,
        outbox.NewText(
            kind=effect.kind,
            key=effect.key,
            body=effect.body,
            number_hash=cause.number_hash,
            participant_id=cause.person.id,
            permit=_permit(cause, effect.kind),
            expires_at=_expires(cause, effect.kind),
            series=bool(cause.person.cadence and cause.person.cadence.starts),
            **_watched(cause, effect),
        ),
    )


def _watched(cause: Cause, effect: Say) -> dict[str, Any]:
    """What is kept so that a text that does not arrive finds the branch of its step."""
    if effect.step is None or cause.conversation is None:
        return {}
    talk = cause.conversation
    return {"step": effect.step, "conversation_id": talk.id, "visit": talk.visit}


def _too_often(cause: Cause, key: str) -> bool:
    since = cause.tx.now - SAME_TEXT_WITHIN
    return outbox.sent_lately(cause.tx, cause.person.id, key, since) >= SAME_TEXT_AT_MOST


def _too_many(cause: Cause) -> bool:
    """Nobody reads forty answers an hour. Whatever texts so much gets no more for now, and a human looks, once."""
    if outbox.answers_since(cause.tx, cause.person.id, cause.tx.now - ANSWERS_WITHIN) < ANSWERS_AT_MOST:
        return False
    if not any(ticket.topic == MANY_TEXTS for ticket in tickets.open_of(cause.tx, cause.person.id)):
        open_ticket(cause, OpenTicket(MANY_TEXTS, Level.ROUTINE))
    return True


def _permit(cause: Cause, kind: TextKind) -> outbox.Permit:
    if kind is TextKind.STOPPED:
        return outbox.Permit(ledger_id=cause.stop_entry_id)
    if cause.inbox_id is not None:
        return outbox.Permit(inbox_id=cause.inbox_id)
    if kind is TextKind.INVITE:
        newest = ledger.newest_consent(cause.tx, cause.person.id)
        return outbox.Permit(ledger_id=newest.id if newest is not None else None)
    row = people.lock(cause.tx, cause.person.id)
    return outbox.Permit(ledger_id=row.cadence_entry_id if row is not None else None)


def _expires(cause: Cause, kind: TextKind) -> datetime:
    if kind is not TextKind.FOLLOW_UP or cause.person.cadence is None:
        return cause.tx.now + _LASTS.get(kind, _LASTS_ELSE)
    today = local(cause.tx.now, cause.person.zone).date()
    end = min(cause.person.cadence.window.end, cause.program.settings.window.end)
    return at(today, end, cause.person.zone)
