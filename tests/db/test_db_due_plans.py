"""What is asked many times a second is found by an index, however much has gathered."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Connection

from smsbot.core.pace import order
from smsbot.db import conversations, inbox, outbox, receipts, tickets, timers
from smsbot.db.database import Database
from smsbot.db.tx import Tx

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)

# Of an empty table PostgreSQL takes any index that holds only what is open; on SQLite the choice does not depend on it.
ASKED: list[tuple[str, Callable[[Tx], object]]] = [
    ("ix_inbox_pending", lambda tx: inbox.pending(tx)),
    ("ix_inbox_(number_hash|pending)", lambda tx: inbox.undecided_from(tx, ["h"])),
    ("ix_timer_due", lambda tx: timers.due(tx, NOW)),
    ("ix_timer_due", lambda tx: timers.next_waiting(tx)),
    ("ix_timer_(participant_id|due)", lambda tx: timers.next_follow_up(tx, "0" * 32)),
    ("ix_outbox_queued", lambda tx: outbox.urgent_candidates(tx, NOW)),
    ("ix_outbox_queued", lambda tx: outbox.candidates(tx, NOW, order(0), [True])),
    ("ix_outbox_in_flight", lambda tx: outbox.stuck(tx, NOW)),
    (
        "(uq|ix)_outbox_in_flight",  # never more rows than senders
        lambda tx: outbox.in_flight(tx, "h"),
    ),
    ("ix_outbox_participant_id", lambda tx: outbox.sent_lately(tx, "0" * 32, "menu", NOW)),
    ("ix_outbox_ticket_id", lambda tx: tickets.alerted_workers(tx, "0" * 32)),
    ("ix_receipt_pending", lambda tx: receipts.pending(tx)),
    ("ix_conversation_sleeping", lambda tx: conversations.asleep_of(tx, "0" * 32)),
    ("ix_ticket_participant_id|uq_ticket_code", lambda tx: tickets.open_of(tx, "0" * 32)),
]


def statements(db: Database, ask: Callable[[Tx], object]) -> list[tuple[str, Any]]:
    """What a question sends to the database."""
    sent: list[tuple[str, Any]] = []

    def keep(_conn: Connection, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        sent.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", keep)
    with db.read(NOW) as tx:
        ask(tx)
    event.remove(db.engine, "before_cursor_execute", keep)
    return [(statement, parameters) for statement, parameters in sent if statement.startswith("SELECT")]


@pytest.mark.parametrize(("index", "ask"), ASKED, ids=range(len(ASKED)))
def test_every_question_asked_all_the_time_uses_its_index(
    db: Database, index: str, ask: Callable[[Tx], object]
) -> None:
    sent = statements(db, ask)
    assert sent
    for statement, parameters in sent:
        with db.engine.connect() as connection:
            if db.is_sqlite:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            else:
                # An empty table is read whole; what counts is that the index fits the question.
                connection.execute(text("SET enable_seqscan = off"))
                plan = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).all()
        told = "\n".join(str(row) for row in plan)
        assert re.search(index, told), told
        assert not re.search(r"SCAN \w+(?! USING INDEX)(?!\w)|Seq Scan", told), told
