"""What is due first: timers and queued texts on one calendar."""

from datetime import UTC, datetime, timedelta

import pytest

from smsbot.core.delivery import TextStatus
from smsbot.core.effects import TextKind, TimerKind
from smsbot.db import outbox, people, timers
from smsbot.db.database import Database
from smsbot.usecases.next_due import TEXT, Due, next_due, what_is_due

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
SOON, LATER = NOW + timedelta(minutes=5), NOW + timedelta(days=1)


def plan(db: Database, timer: datetime | None, text: datetime | None) -> None:
    with db.write(NOW) as tx:
        if timer is not None:
            timers.set_timer(tx, TimerKind.FOLLOW_UP, timer)
        if text is not None:
            ana = people.find_or_create(tx, "+13365550111", language="en", zone="UTC")
            new = outbox.NewText(TextKind.REPLY, "a", "hi", ana.number_hash, participant_id=ana.participant_id)
            outbox.change(tx, outbox.queue(tx, new), status=TextStatus.QUEUED.value, not_before=text)


@pytest.mark.parametrize(
    ("timer", "text", "first"),
    [
        (None, None, None),
        (LATER, None, Due(LATER, TimerKind.FOLLOW_UP)),
        (None, SOON, Due(SOON, TEXT)),
        (LATER, SOON, Due(SOON, TEXT)),
        (SOON, LATER, Due(SOON, TimerKind.FOLLOW_UP)),
    ],
)
def test_the_first_of_timers_and_texts_is_what_is_due(
    db: Database, timer: datetime | None, text: datetime | None, first: Due | None
) -> None:
    plan(db, timer, text)
    assert what_is_due(db, NOW) == first
    assert next_due(db, NOW) == (first.at if first else None)
