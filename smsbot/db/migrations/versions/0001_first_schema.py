"""The first schema: every table of the house, so that later issues add columns and not ideas."""

import sqlalchemy as sa
from alembic import op

from smsbot.db.types import UtcDateTime

# fmt: off

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('heartbeat',
        sa.Column('worker', sa.String(length=64), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('worker', name=op.f('pk_heartbeat'))
    )
    op.create_table('inbox',
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('provider_sid', sa.String(length=40), nullable=False),
        sa.Column('kind', sa.String(length=8), nullable=False),
        sa.Column('number_hash', sa.String(length=64), nullable=False),
        sa.Column('worker_line', sa.Boolean(), server_default=sa.text('false'), nullable=False),
        sa.Column('received_at', UtcDateTime(), nullable=False),
        sa.Column('seq', sa.Integer(), server_default='0', nullable=False),
        sa.Column('participant_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('sealed', sa.LargeBinary(), nullable=True),
        sa.Column('tries', sa.Integer(), server_default='0', nullable=False),
        sa.Column('decided_at', UtcDateTime(), nullable=True),
        sa.Column('flagged_at', UtcDateTime(), nullable=True),
        sa.Column('rule', sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_inbox')),
        sa.UniqueConstraint('provider_sid', name=op.f('uq_inbox_provider_sid'))
    )
    op.create_index('ix_inbox_number_hash', 'inbox', ['number_hash'], unique=False, sqlite_where=sa.text('decided_at IS NULL AND flagged_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL AND flagged_at IS NULL'))
    op.create_index('ix_inbox_participant_id', 'inbox', ['participant_id', 'received_at'], unique=False)
    op.create_index('ix_inbox_pending', 'inbox', ['received_at', 'id'], unique=False, sqlite_where=sa.text('decided_at IS NULL AND flagged_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL AND flagged_at IS NULL'))
    op.create_table('meta',
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.Column('value', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('key', name=op.f('pk_meta'))
    )
    op.create_table('participant',
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('created_at', UtcDateTime(), nullable=False),
        sa.Column('seq', sa.Integer(), server_default='0', nullable=False),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('zone', sa.String(length=64), nullable=False),
        sa.Column('name', sa.LargeBinary(), nullable=True),
        sa.Column('quiet', sa.Boolean(), server_default=sa.text('false'), nullable=False),
        sa.Column('cadence', sa.JSON(none_as_null=True), nullable=True),
        sa.Column('cadence_entry_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('paused_until', UtcDateTime(), nullable=True),
        sa.Column('asked', sa.JSON(none_as_null=True), nullable=True),
        sa.Column('menu_shown_at', UtcDateTime(), nullable=True),
        sa.Column('preferred_worker_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('away_since', UtcDateTime(), nullable=True),
        sa.Column('death_reported_at', UtcDateTime(), nullable=True),
        sa.Column('forgotten_at', UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_participant'))
    )
    op.create_table('phone',
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('number_hash', sa.String(length=64), nullable=False),
        sa.Column('hash_key', sa.String(length=8), nullable=False),
        sa.Column('number', sa.LargeBinary(), nullable=True),
        sa.Column('created_at', UtcDateTime(), nullable=False),
        sa.Column('shared', sa.Boolean(), server_default=sa.text('false'), nullable=False),
        sa.Column('frozen_at', UtcDateTime(), nullable=True),
        sa.Column('frozen_why', sa.String(length=32), nullable=True),
        sa.Column('resting_until', UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_phone')),
        sa.UniqueConstraint('number_hash', name=op.f('uq_phone_number_hash'))
    )
    op.create_table('publication',
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('sources', sa.Text(), nullable=False),
        sa.Column('published_at', UtcDateTime(), nullable=False),
        sa.Column('current_since', UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_publication')),
        sa.UniqueConstraint('digest', name=op.f('uq_publication_digest'))
    )
    op.create_table('receipt',
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('text_id', sa.String(length=40), nullable=False),
        sa.Column('provider_sid', sa.String(length=40), nullable=False),
        sa.Column('status', sa.String(length=32), nullable=False),
        sa.Column('error_code', sa.Integer(), nullable=True),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.Column('applied_at', UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_receipt'))
    )
    op.create_index('ix_receipt_pending', 'receipt', ['id'], unique=False, sqlite_where=sa.text('applied_at IS NULL'), postgresql_where=sa.text('applied_at IS NULL'))
    op.create_table('sealing_key',
        sa.Column('owner_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('wrapped', sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint('owner_id', name=op.f('pk_sealing_key'))
    )
    op.create_table('staff',
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('login_hash', sa.String(length=64), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=True),
        sa.Column('password', sa.String(length=128), nullable=True),
        sa.Column('role', sa.String(length=16), nullable=False),
        sa.Column('added_at', UtcDateTime(), nullable=False),
        sa.Column('removed_at', UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_staff')),
        sa.UniqueConstraint('login_hash', name=op.f('uq_staff_login_hash'))
    )
    op.create_table('static_answer',
        sa.Column('number_hash', sa.String(length=64), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('number_hash', name=op.f('pk_static_answer'))
    )
    op.create_table('suppression',
        sa.Column('number_hash', sa.String(length=64), nullable=False),
        sa.Column('hash_key', sa.String(length=8), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.Column('by_carrier', sa.Boolean(), server_default=sa.text('false'), nullable=False),
        sa.PrimaryKeyConstraint('number_hash', name=op.f('pk_suppression'))
    )
    op.create_table('timer',
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('kind', sa.String(length=16), nullable=False),
        sa.Column('due_at', UtcDateTime(), nullable=False),
        sa.Column('participant_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('conversation_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('visit', sa.Integer(), nullable=True),
        sa.Column('ticket_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('text_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('rung', sa.Integer(), server_default='0', nullable=False),
        sa.Column('day', sa.String(length=10), nullable=True),
        sa.Column('tries', sa.Integer(), server_default='0', nullable=False),
        sa.Column('done_at', UtcDateTime(), nullable=True),
        sa.Column('outcome', sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_timer'))
    )
    op.create_index('ix_timer_due', 'timer', ['due_at', 'id'], unique=False, sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))
    op.create_index('ix_timer_participant_id', 'timer', ['participant_id'], unique=False, sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))
    op.create_index('ix_timer_ticket_id', 'timer', ['ticket_id'], unique=False, sqlite_where=sa.text('done_at IS NULL'), postgresql_where=sa.text('done_at IS NULL'))
    op.create_table('worker',
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('handle_hash', sa.String(length=64), nullable=False),
        sa.Column('number_hash', sa.String(length=64), nullable=False),
        sa.Column('hash_key', sa.String(length=8), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=True),
        sa.Column('role', sa.String(length=16), server_default='worker', nullable=False),
        sa.Column('added_at', UtcDateTime(), nullable=False),
        sa.Column('removed_at', UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_worker')),
        sa.UniqueConstraint('handle_hash', name=op.f('uq_worker_handle_hash')),
        sa.UniqueConstraint('number_hash', name=op.f('uq_worker_number_hash'))
    )
    op.create_table('answer',
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('participant_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('conversation_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('name', sa.String(length=64), nullable=False),
        sa.Column('value', sa.LargeBinary(), nullable=True),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_answer_participant_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_answer'))
    )
    op.create_index('ix_answer_participant_id', 'answer', ['participant_id'], unique=False)
    op.create_table('conversation',
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('participant_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('phone_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('publication_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('flow', sa.String(length=64), nullable=False),
        sa.Column('step', sa.String(length=64), nullable=False),
        sa.Column('visit', sa.Integer(), nullable=False),
        sa.Column('turns', sa.Integer(), nullable=False),
        sa.Column('retries', sa.Integer(), nullable=False),
        sa.Column('status', sa.String(length=12), nullable=False),
        sa.Column('unasked', sa.Boolean(), nullable=False),
        sa.Column('started_at', UtcDateTime(), nullable=False),
        sa.Column('ended_at', UtcDateTime(), nullable=True),
        sa.Column('answers', sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_conversation_participant_id')),
        sa.ForeignKeyConstraint(['phone_id'], ['phone.id'], name=op.f('fk_conversation_phone_id')),
        sa.ForeignKeyConstraint(['publication_id'], ['publication.id'], name=op.f('fk_conversation_publication_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_conversation'))
    )
    op.create_index('uq_conversation_open', 'conversation', ['participant_id'], unique=True, sqlite_where=sa.text("status = 'waiting'"), postgresql_where=sa.text("status = 'waiting'"))
    op.create_table('ledger',
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('participant_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('seq', sa.Integer(), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.Column('act', sa.String(length=16), nullable=False),
        sa.Column('inbox_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('worker_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('publication_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('words', sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_ledger_participant_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger'))
    )
    op.create_index('ix_ledger_participant_id_seq', 'ledger', ['participant_id', 'seq'], unique=False)
    op.create_table('outbox',
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('kind', sa.String(length=12), nullable=False),
        sa.Column('urgent', sa.Boolean(), nullable=False),
        sa.Column('participant_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('worker_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('ticket_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('number_hash', sa.String(length=64), nullable=False),
        sa.Column('worker_line', sa.Boolean(), server_default=sa.text('false'), nullable=False),
        sa.Column('permit_inbox_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('permit_ledger_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('permit_worker_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('text_key', sa.String(length=64), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=True),
        sa.Column('status', sa.String(length=12), nullable=False),
        sa.Column('queued_at', UtcDateTime(), nullable=False),
        sa.Column('not_before', UtcDateTime(), nullable=False),
        sa.Column('expires_at', UtcDateTime(), nullable=True),
        sa.Column('tries', sa.Integer(), server_default='0', nullable=False),
        sa.Column('sender', sa.String(length=64), nullable=True),
        sa.Column('sending_at', UtcDateTime(), nullable=True),
        sa.Column('sending_seq', sa.Integer(), nullable=True),
        sa.Column('ended_at', UtcDateTime(), nullable=True),
        sa.Column('provider_sid', sa.String(length=40), nullable=True),
        sa.Column('error_code', sa.Integer(), nullable=True),
        sa.Column('why', sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_outbox_participant_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox'))
    )
    op.create_index('ix_outbox_in_flight', 'outbox', ['sending_at'], unique=False, sqlite_where=sa.text("status = 'sending'"), postgresql_where=sa.text("status = 'sending'"))
    op.create_index('ix_outbox_participant_id', 'outbox', ['participant_id', 'queued_at'], unique=False)
    op.create_index('ix_outbox_queued', 'outbox', ['urgent', 'not_before', 'id'], unique=False, sqlite_where=sa.text("status = 'queued'"), postgresql_where=sa.text("status = 'queued'"))
    op.create_index('ix_outbox_ticket_id', 'outbox', ['ticket_id'], unique=False)
    op.create_index('uq_outbox_in_flight', 'outbox', ['number_hash'], unique=True, sqlite_where=sa.text("status = 'sending' AND urgent = 0"), postgresql_where=sa.text("status = 'sending' AND urgent = false"))
    op.create_table('phone_link',
        sa.Column('phone_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('participant_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('since', UtcDateTime(), nullable=False),
        sa.Column('until', UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_phone_link_participant_id')),
        sa.ForeignKeyConstraint(['phone_id'], ['phone.id'], name=op.f('fk_phone_link_phone_id')),
        sa.PrimaryKeyConstraint('phone_id', 'participant_id', name=op.f('pk_phone_link'))
    )
    op.create_index('ix_phone_link_participant_id', 'phone_link', ['participant_id'], unique=False)
    op.create_table('referral',
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('participant_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('source', sa.String(length=32), nullable=False),
        sa.Column('worker_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_referral_participant_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_referral'))
    )
    op.create_table('ticket',
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('code', sa.String(length=4), nullable=False),
        sa.Column('topic', sa.String(length=40), nullable=False),
        sa.Column('level', sa.String(length=8), nullable=False),
        sa.Column('participant_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('phone_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('inbox_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('note', sa.LargeBinary(), nullable=True),
        sa.Column('opened_at', UtcDateTime(), nullable=False),
        sa.Column('taken_at', UtcDateTime(), nullable=True),
        sa.Column('taken_by', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('closed_at', UtcDateTime(), nullable=True),
        sa.Column('closed_by', sa.Uuid(as_uuid=False), nullable=True),
        sa.Column('outcome', sa.String(length=32), nullable=True),
        sa.Column('climbing_since', UtcDateTime(), nullable=False),
        sa.Column('told_truth_at', UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_ticket_participant_id')),
        sa.ForeignKeyConstraint(['phone_id'], ['phone.id'], name=op.f('fk_ticket_phone_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_ticket'))
    )
    op.create_index('ix_ticket_participant_id', 'ticket', ['participant_id'], unique=False, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
    op.create_index('uq_ticket_code', 'ticket', ['code'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
    op.create_table('ticket_event',
        sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('ticket_id', sa.Uuid(as_uuid=False), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.Column('what', sa.String(length=24), nullable=False),
        sa.Column('worker_id', sa.Uuid(as_uuid=False), nullable=True),
        sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_ticket_event_ticket_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_ticket_event'))
    )
    op.create_index('ix_ticket_event_ticket_id', 'ticket_event', ['ticket_id', 'at'], unique=False)


def downgrade() -> None:
    raise RuntimeError("the first schema is not taken back; restore a backup instead")
