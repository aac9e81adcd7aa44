"""A database that goes away in the middle of a turn is no fault of the row: it is worked on again, however often."""

import pytest
from sqlalchemy.exc import OperationalError
from town import ANA, MONDAY, Town

from smsbot.core.effects import TimerKind
from smsbot.db import timers
from smsbot.db.schema import inbox, outbox, receipt, timer
from smsbot.usecases import decide_inbox, fire_timers, receipts
from smsbot.usecases.decide_inbox import decide_pending
from smsbot.usecases.fire_timers import fire_due
from smsbot.usecases.receipts import apply_pending
from smsbot.usecases.receive import record_receipt

OFTEN = 5  # more than the three tries that a row has


def cut(*_: object, **__: object) -> None:
    """What SQLAlchemy raises when the connection is gone."""
    raise OperationalError("SELECT 1", {}, Exception("server closed the connection"), connection_invalidated=True)


def test_a_text_is_not_flagged(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.arrive(ANA, "hi")
    with monkeypatch.context() as patched:
        patched.setattr(decide_inbox, "decide", cut)
        for _ in range(OFTEN):
            assert decide_pending(town.db, town.programs, town.clock) == 0
    (row,) = town.rows(inbox)
    assert (row.tries, row.flagged_at) == (0, None)
    town.settle()
    assert town.heard(ANA) == ["greeting"]


def test_a_timer_is_not_given_up_and_does_not_rest(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.text(ANA, "hi")
    with town.db.write(MONDAY) as tx:
        timer_id = timers.set_timer(tx, TimerKind.EXPIRATION, MONDAY, participant_id=town.person(ANA).id)
    with monkeypatch.context() as patched:
        patched.setattr(fire_timers, "see", cut)
        for _ in range(OFTEN):
            assert fire_due(town.db, town.programs, town.carrier, town.clock) == 0
    row = town.row(timer, timer.c.id == timer_id)
    assert (row.tries, row.due_at, row.outcome) == (0, MONDAY, None)
    town.tick()
    assert town.row(timer, timer.c.id == timer_id).outcome == "fired"


def test_a_receipt_is_not_given_up(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.text(ANA, "hi")
    record_receipt(town.db, town.row(outbox).id, "SM1", "delivered", None, MONDAY)
    with monkeypatch.context() as patched:
        patched.setattr(receipts, "after_receipt", cut)
        for _ in range(OFTEN):
            assert apply_pending(town.db, town.programs, MONDAY) == 0
    (row,) = town.rows(receipt)
    assert row.tries == 0
    assert apply_pending(town.db, town.programs, MONDAY) == 1
