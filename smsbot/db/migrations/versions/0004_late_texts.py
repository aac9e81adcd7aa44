"""Texts that no webhook brought say when they were sent; receipts count how often they could not be applied."""

import sqlalchemy as sa
from alembic import op

from smsbot.db.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox", sa.Column("sent_at", UtcDateTime(), nullable=True))
    op.add_column("receipt", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    named = sa.text("provider_sid IS NOT NULL")
    op.create_index("ix_outbox_provider_sid", "outbox", ["provider_sid"], sqlite_where=named, postgresql_where=named)


def downgrade() -> None:
    raise RuntimeError("this step is not taken back; restore a backup instead")
