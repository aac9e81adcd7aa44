"""A text that Twilio took while nobody answered its webhook, from its real list to the row that is decided."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from standin.fake_twilio import FakeTwilio

from smsbot.db import inbox
from smsbot.db.database import Database
from smsbot.providers.twilio.client import TwilioTransport
from smsbot.usecases.sweep import EVERY, sweep

US, THEM = "+14135550100", "+14135550123"
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def fake() -> Iterator[FakeTwilio]:
    with FakeTwilio() as running:
        running.book.clock = lambda: NOON + timedelta(minutes=1)
        yield running


def test_what_twilio_kept_for_us_is_recorded_once(db: Database, fake: FakeTwilio) -> None:
    transport = TwilioTransport(*(fake.account_sid, fake.auth_token, "https://bot.example.org", US), api_url=fake.url)
    sweep(db, transport, NOON)
    fake.book.received("SM" + "a" * 32, THEM, US, "my friend isn't breathing\x07")

    found = [sweep(db, transport, NOON + n * EVERY) for n in (1, 2)]

    assert found == [1, 0]
    with db.read(NOON) as tx:
        [waiting] = inbox.pending(tx)
        row = inbox.get(tx, waiting.id)
        assert row is not None
        assert inbox.open_arrived(tx, row) == inbox.Arrived(THEM, "my friend isn't breathing")
        assert row.sent_at == NOON + timedelta(minutes=1)
