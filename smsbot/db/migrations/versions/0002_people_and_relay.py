"""A human steps in: who is texting with whom, notes on tickets, pages opened by one tap; and people as they are."""

import sqlalchemy as sa
from alembic import op

from smsbot.db.types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ticket", sa.Column("relay_until", UtcDateTime(), nullable=True))
    op.add_column("ticket_event", sa.Column("sealed", sa.LargeBinary(), nullable=True))
    op.add_column("participant", sa.Column("away_until", UtcDateTime(), nullable=True))
    op.add_column("participant", sa.Column("death_confirmed_at", UtcDateTime(), nullable=True))
    op.add_column("participant", sa.Column("avoid_workers", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("participant", sa.Column("topics", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("participant", sa.Column("relation", sa.String(length=8), server_default="self", nullable=False))
    op.create_table(
        "peek",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("ticket_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("worker_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name="pk_peek"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_peek_ticket_id"),
    )


def downgrade() -> None:
    raise RuntimeError("this step is not taken back; restore a backup instead")
