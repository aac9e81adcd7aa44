"""Lines have a rate, and queued texts a rank in which they take their turns."""

import sqlalchemy as sa
from alembic import op

from smsbot.db.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_RANKS = {0: ("crisis",), 1: ("truth", "alert"), 3: ("follow_up", "invite")}


def upgrade() -> None:
    op.create_table(
        "pace",
        sa.Column("worker_line", sa.Boolean(), primary_key=True),
        sa.Column("free_at", UtcDateTime(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
    )
    # A worker of the version before writes rows without a rank meanwhile: they go as answers.
    op.add_column("outbox", sa.Column("rank", sa.SmallInteger(), nullable=False, server_default="2"))
    outbox = sa.table("outbox", *(sa.column(name) for name in ("kind", "status", "urgent", "rank")))
    queued = outbox.c.status == "queued"
    for rank, kinds in _RANKS.items():
        op.execute(outbox.update().where(queued, outbox.c.kind.in_(kinds)).values(rank=rank))
    op.execute(outbox.update().where(queued, outbox.c.urgent.is_(sa.true()), outbox.c.rank == 2).values(rank=1))
    op.drop_index("ix_outbox_queued", "outbox")
    where = sa.text("status = 'queued'")
    op.create_index(
        "ix_outbox_queued",
        "outbox",
        ["urgent", "rank", "id", "not_before"],
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    raise RuntimeError("this step is not taken back; restore a backup instead")
