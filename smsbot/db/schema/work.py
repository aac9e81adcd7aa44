"""What the programme is doing: publications, conversations, timers, tickets, heartbeats."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from smsbot.db.schema.base import metadata
from smsbot.db.types import Hash, Id, Sealed, UtcDateTime

meta = Table(
    "meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

publication = Table(
    "publication",
    metadata,
    Column("id", Id, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("sources", Text, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("current_since", UtcDateTime, nullable=False),
)

conversation = Table(
    "conversation",
    metadata,
    Column("id", Id, primary_key=True),
    Column("participant_id", Id, ForeignKey("participant.id"), nullable=False),
    Column("phone_id", Id, ForeignKey("phone.id"), nullable=False),
    Column("publication_id", Id, ForeignKey("publication.id"), nullable=False),
    Column("flow", String(64), nullable=False),
    Column("step", String(64), nullable=False),
    Column("visit", Integer, nullable=False),
    Column("turns", Integer, nullable=False),
    Column("retries", Integer, nullable=False),
    Column("status", String(12), nullable=False),
    Column("unasked", Boolean, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("answers", Sealed),
    # The flows that called this one, and the questions that BACK returns to, with their answers.
    Column("path", Sealed),
)
_sleeping = text("status = 'sleeping'")
Index(
    "ix_conversation_sleeping",
    conversation.c.participant_id,
    sqlite_where=_sleeping,
    postgresql_where=_sleeping,
)
_waiting = text("status = 'waiting'")
Index(
    "uq_conversation_open",
    conversation.c.participant_id,
    unique=True,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)

answer = Table(
    "answer",
    metadata,
    Column("id", Id, primary_key=True),
    Column("participant_id", Id, ForeignKey("participant.id"), nullable=False),
    Column("conversation_id", Id),
    Column("name", String(64), nullable=False),
    Column("value", Sealed),
    Column("at", UtcDateTime, nullable=False),
)
Index("ix_answer_participant_id", answer.c.participant_id)

timer = Table(
    "timer",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("participant_id", Id),
    Column("conversation_id", Id),
    Column("visit", Integer),
    Column("ticket_id", Id),
    Column("text_id", Id),
    Column("rung", Integer, nullable=False, server_default="0"),
    Column("day", String(10)),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("done_at", UtcDateTime),
    Column("outcome", String(16)),
)
_undone = text("done_at IS NULL")
Index("ix_timer_due", timer.c.due_at, timer.c.id, sqlite_where=_undone, postgresql_where=_undone)
Index("ix_timer_participant_id", timer.c.participant_id, sqlite_where=_undone, postgresql_where=_undone)
Index("ix_timer_ticket_id", timer.c.ticket_id, sqlite_where=_undone, postgresql_where=_undone)

ticket = Table(
    "ticket",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(4), nullable=False),
    Column("topic", String(40), nullable=False),
    Column("level", String(8), nullable=False),
    Column("participant_id", Id, ForeignKey("participant.id")),
    Column("phone_id", Id, ForeignKey("phone.id")),
    Column("inbox_id", Id),
    Column("note", Sealed),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("taken_at", UtcDateTime),
    Column("taken_by", Id),
    Column("closed_at", UtcDateTime),
    Column("closed_by", Id),
    Column("outcome", String(32)),
    Column("climbing_since", UtcDateTime, nullable=False),
    Column("told_truth_at", UtcDateTime),
    # While a human and the person text each other the bot steps back.
    Column("relay_until", UtcDateTime),
)
_open = text("closed_at IS NULL")
Index("uq_ticket_code", ticket.c.code, unique=True, sqlite_where=_open, postgresql_where=_open)
Index("ix_ticket_participant_id", ticket.c.participant_id, sqlite_where=_open, postgresql_where=_open)

ticket_event = Table(
    "ticket_event",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket_id", Id, ForeignKey("ticket.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("what", String(24), nullable=False),
    Column("worker_id", Id),
    Column("sealed", Sealed),
)
Index("ix_ticket_event_ticket_id", ticket_event.c.ticket_id, ticket_event.c.at)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("worker", String(64), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

# A page with a person's last words, opened by one tap on the phone of the worker who has the ticket.
peek = Table(
    "peek",
    metadata,
    Column("token_hash", Hash, primary_key=True),
    Column("ticket_id", Id, ForeignKey("ticket.id"), nullable=False),
    Column("worker_id", Id, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("opened_at", UtcDateTime),
)
