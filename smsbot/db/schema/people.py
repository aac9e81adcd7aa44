"""Participants, their phones, what they agreed to, and who works for them."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, text

from smsbot.db.schema.base import metadata
from smsbot.db.types import Hash, Id, Sealed, UtcDateTime

sealing_key = Table(
    "sealing_key",
    metadata,
    # The random key of one participant, phone or worker, wrapped. Deleting the row erases them, in backups too.
    Column("owner_id", Id, primary_key=True),
    Column("wrapped", Sealed, nullable=False),
)

participant = Table(
    "participant",
    metadata,
    Column("id", Id, primary_key=True),
    Column("created_at", UtcDateTime, nullable=False),
    # STOP and hand-offs draw their numbers from here, so that their order is known without comparing clocks.
    Column("seq", Integer, nullable=False, server_default="0"),
    Column("language", String(2), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("name", Sealed),
    Column("quiet", Boolean, nullable=False, server_default=text("false")),
    Column("cadence", JSON(none_as_null=True)),
    Column("cadence_entry_id", Id),
    Column("paused_until", UtcDateTime),
    Column("asked", JSON(none_as_null=True)),
    Column("menu_shown_at", UtcDateTime),
    Column("preferred_worker_id", Id),
    Column("away_since", UtcDateTime),
    Column("away_until", UtcDateTime),
    Column("avoid_workers", JSON(none_as_null=True)),
    Column("topics", JSON(none_as_null=True)),
    Column("tags", Sealed),
    # "self", or "family": somebody who cares about a person, with a record of their own, never linked.
    Column("relation", String(8), nullable=False, server_default="self"),
    Column("death_reported_at", UtcDateTime),
    Column("death_confirmed_at", UtcDateTime),
    Column("forgotten_at", UtcDateTime),
)

phone = Table(
    "phone",
    metadata,
    Column("id", Id, primary_key=True),
    Column("number_hash", Hash, nullable=False, unique=True),
    Column("hash_key", String(8), nullable=False),
    Column("number", Sealed),
    Column("created_at", UtcDateTime, nullable=False),
    Column("shared", Boolean, nullable=False, server_default=text("false")),
    Column("frozen_at", UtcDateTime),
    Column("frozen_why", String(32)),
    Column("resting_until", UtcDateTime),
)

phone_link = Table(
    "phone_link",
    metadata,
    Column("phone_id", Id, ForeignKey("phone.id"), primary_key=True),
    Column("participant_id", Id, ForeignKey("participant.id"), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime),
)
Index("ix_phone_link_participant_id", phone_link.c.participant_id)

suppression = Table(
    "suppression",
    metadata,
    Column("number_hash", Hash, primary_key=True),
    Column("hash_key", String(8), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by_carrier", Boolean, nullable=False, server_default=text("false")),
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", Id, primary_key=True),
    Column("participant_id", Id, ForeignKey("participant.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("act", String(16), nullable=False),
    Column("inbox_id", Id),
    Column("worker_id", Id),
    Column("publication_id", Id),
    Column("words", Sealed),
)
Index("ix_ledger_participant_id_seq", ledger.c.participant_id, ledger.c.seq)

worker = Table(
    "worker",
    metadata,
    Column("id", Id, primary_key=True),
    Column("handle_hash", Hash, nullable=False, unique=True),
    Column("number_hash", Hash, nullable=False, unique=True),
    Column("hash_key", String(8), nullable=False),
    Column("sealed", Sealed),
    Column("role", String(16), nullable=False, server_default="worker"),
    Column("added_at", UtcDateTime, nullable=False),
    Column("removed_at", UtcDateTime),
)

staff = Table(
    "staff",
    metadata,
    Column("id", Id, primary_key=True),
    Column("login_hash", Hash, nullable=False, unique=True),
    Column("sealed", Sealed),
    Column("password", String(128)),
    Column("role", String(16), nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("removed_at", UtcDateTime),
)

referral = Table(
    "referral",
    metadata,
    Column("id", Id, primary_key=True),
    Column("participant_id", Id, ForeignKey("participant.id")),
    Column("source", String(32), nullable=False),
    Column("worker_id", Id),
    Column("at", UtcDateTime, nullable=False),
    Column("sealed", Sealed),
)
