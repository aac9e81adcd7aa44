"""Conversations that call others, sleep and step back; marks on people; which step a text came from."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversation", sa.Column("path", sa.LargeBinary(), nullable=True))
    op.add_column("participant", sa.Column("tags", sa.LargeBinary(), nullable=True))
    op.add_column("outbox", sa.Column("conversation_id", sa.Uuid(as_uuid=False), nullable=True))
    op.add_column("outbox", sa.Column("visit", sa.Integer(), nullable=True))
    op.add_column("outbox", sa.Column("step", sa.String(length=128), nullable=True))
    op.create_index(
        "ix_conversation_sleeping",
        "conversation",
        ["participant_id"],
        sqlite_where=sa.text("status = 'sleeping'"),
        postgresql_where=sa.text("status = 'sleeping'"),
    )


def downgrade() -> None:
    raise RuntimeError("this step is not taken back; restore a backup instead")
