"""What the real Twilio client puts on the wire for the texts of the real programme."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from processes import PUBLIC_URL, SAM, US, now, number
from sqlalchemy import select
from standin.fake_twilio import FakeTwilio, Post

from smsbot.content.catalog import Catalog
from smsbot.core.delivery import TextStatus
from smsbot.db import workers
from smsbot.db.database import Database
from smsbot.db.schema import outbox
from smsbot.lab.world import VirtualClock
from smsbot.providers.twilio.client import TwilioTransport
from smsbot.usecases.decide_inbox import decide_pending
from smsbot.usecases.deliver import hand_over_next
from smsbot.usecases.receive import Inbound, record

SERVICE = "MG" + "5" * 32
WORKER_LINE = "+13365550198"
MakeCatalog = Callable[[Database], Catalog]


def exchange(db: Database, catalog: Catalog, transport: TwilioTransport, body: str) -> None:
    """Somebody texts `body`; it is decided and everything that follows is handed over."""
    clock = VirtualClock(now())
    record(db, Inbound("sms", "SM" + "1" * 32, number(0), body), clock.now())
    assert decide_pending(db, catalog, clock) == 1
    for urgent in (True, False):
        while hand_over_next(db, catalog, transport, clock, "test", urgent=urgent):
            pass


def our_id(post: Post) -> str:
    """The id that comes back with the receipts of a text."""
    return parse_qs(urlsplit(post.form["StatusCallback"]).query)["oid"][0]


def test_one_post_names_the_reader_the_words_our_id_and_how_long_it_is_good_for(
    db: Database, catalog: MakeCatalog
) -> None:
    with FakeTwilio() as fake:
        transport = TwilioTransport(fake.account_sid, fake.auth_token, PUBLIC_URL, US, api_url=fake.url)
        exchange(db, catalog(db), transport, "plan")
        (post,) = fake.posts
        (accepted,) = fake.accepted
    with db.read(now()) as tx:
        (row,) = tx.all(select(outbox))
    assert post.form == {
        "To": number(0),
        "From": US,
        "Body": accepted.body,
        "StatusCallback": f"{PUBLIC_URL}/twilio/status?oid={row.id}",
        "ValidityPeriod": post.form["ValidityPeriod"],
    }
    assert 1 <= int(post.form["ValidityPeriod"]) <= 4 * 60 * 60
    assert (row.status, row.provider_sid) == (TextStatus.SENT, accepted.sid)


def test_with_a_messaging_service_it_chooses_the_sender(db: Database, catalog: MakeCatalog) -> None:
    with FakeTwilio() as fake:
        transport = TwilioTransport(
            fake.account_sid, fake.auth_token, PUBLIC_URL, from_number=US, service_sid=SERVICE, api_url=fake.url
        )
        exchange(db, catalog(db), transport, "plan")
        (post,) = fake.posts
    assert post.form["MessagingServiceSid"] == SERVICE
    assert "From" not in post.form
    assert {"To", "Body", "StatusCallback", "ValidityPeriod"} <= post.form.keys()


@pytest.mark.parametrize(("worker_line", "sender"), [(None, US), (WORKER_LINE, WORKER_LINE)])
def test_a_crisis_is_one_post_for_the_person_and_one_for_the_worker_good_for_minutes(
    db: Database, catalog: MakeCatalog, worker_line: str | None, sender: str
) -> None:
    with db.write(now()) as tx:
        workers.add(tx, "sam", SAM)
    with FakeTwilio() as fake:
        transport = TwilioTransport(
            fake.account_sid, fake.auth_token, PUBLIC_URL, US, worker_number=worker_line, api_url=fake.url
        )
        exchange(db, catalog(db), transport, "he's not breathing")
        posts = {post.form["To"]: post for post in fake.posts}
    assert set(posts) == {number(0), SAM}
    assert "911" in posts[number(0)].form["Body"]
    assert (posts[number(0)].form["From"], posts[number(0)].form["ValidityPeriod"]) == (US, "3600")
    assert (posts[SAM].form["From"], posts[SAM].form["ValidityPeriod"]) == (sender, "600")
    assert "RED" in posts[SAM].form["Body"]
    assert our_id(posts[SAM]) != our_id(posts[number(0)])
