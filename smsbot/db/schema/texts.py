"""Texts in and out, receipts, and the static answers given while the worker was down."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, SmallInteger, String, Table, text

from smsbot.db.schema.base import metadata
from smsbot.db.types import Hash, Id, Sealed, UtcDateTime

inbox = Table(
    "inbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("provider_sid", String(40), nullable=False, unique=True),
    Column("kind", String(8), nullable=False),
    Column("number_hash", Hash, nullable=False),
    Column("worker_line", Boolean, nullable=False, server_default=text("false")),
    Column("received_at", UtcDateTime, nullable=False),
    # By the carrier's clock; only of a text that no webhook brought.
    Column("sent_at", UtcDateTime),
    Column("seq", Integer, nullable=False, server_default="0"),
    Column("participant_id", Id),
    # Sealed under the programme's key while nobody knows whose it is, under the person's once decided.
    Column("sealed", Sealed),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("decided_at", UtcDateTime),
    Column("flagged_at", UtcDateTime),
    Column("rule", String(40)),
)
_pending = text("decided_at IS NULL AND flagged_at IS NULL")
Index("ix_inbox_pending", inbox.c.received_at, inbox.c.id, sqlite_where=_pending, postgresql_where=_pending)
Index("ix_inbox_number_hash", inbox.c.number_hash, sqlite_where=_pending, postgresql_where=_pending)
Index("ix_inbox_participant_id", inbox.c.participant_id, inbox.c.received_at)

receipt = Table(
    "receipt",
    metadata,
    Column("id", Id, primary_key=True),
    Column("text_id", String(40), nullable=False),
    Column("provider_sid", String(40), nullable=False),
    Column("status", String(32), nullable=False),
    Column("error_code", Integer),
    Column("at", UtcDateTime, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("applied_at", UtcDateTime),
)
_unapplied = text("applied_at IS NULL")
Index("ix_receipt_pending", receipt.c.id, sqlite_where=_unapplied, postgresql_where=_unapplied)

static_answer = Table(
    "static_answer",
    metadata,
    Column("number_hash", Hash, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("rank", SmallInteger, nullable=False, server_default="2"),
    Column("participant_id", Id, ForeignKey("participant.id")),
    Column("worker_id", Id),
    Column("ticket_id", Id),
    Column("number_hash", Hash, nullable=False),
    Column("worker_line", Boolean, nullable=False, server_default=text("false")),
    # What permits it: exactly one of these for a text to a participant.
    Column("permit_inbox_id", Id),
    Column("permit_ledger_id", Id),
    Column("permit_worker_id", Id),
    Column("text_key", String(64), nullable=False),
    Column("sealed", Sealed),
    Column("status", String(12), nullable=False),
    Column("queued_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("sender", String(64)),
    Column("sending_at", UtcDateTime),
    Column("sending_seq", Integer),
    Column("ended_at", UtcDateTime),
    Column("provider_sid", String(40)),
    Column("error_code", Integer),
    Column("why", String(40)),
    # Only for a text whose step has a branch for one that does not arrive: "flow.step", and when it was said.
    Column("conversation_id", Id),
    Column("visit", Integer),
    Column("step", String(128)),
)
_queued = text("status = 'queued'")
Index(
    "ix_outbox_queued",
    outbox.c.urgent,
    outbox.c.rank,
    outbox.c.id,
    outbox.c.not_before,
    sqlite_where=_queued,
    postgresql_where=_queued,
)
_in_flight = text("status = 'sending'")
Index(
    "uq_outbox_in_flight",
    outbox.c.number_hash,
    unique=True,
    sqlite_where=text("status = 'sending' AND urgent = 0"),
    postgresql_where=text("status = 'sending' AND urgent = false"),
)
Index("ix_outbox_in_flight", outbox.c.sending_at, sqlite_where=_in_flight, postgresql_where=_in_flight)
_named = text("provider_sid IS NOT NULL")
Index("ix_outbox_provider_sid", outbox.c.provider_sid, sqlite_where=_named, postgresql_where=_named)
Index("ix_outbox_participant_id", outbox.c.participant_id, outbox.c.queued_at)
Index("ix_outbox_ticket_id", outbox.c.ticket_id)

# When each line is free for the next text. True: the number that is kept for workers.
pace = Table(
    "pace",
    metadata,
    Column("worker_line", Boolean, primary_key=True),
    Column("free_at", UtcDateTime, nullable=False),
    Column("turn", Integer, nullable=False),
)
