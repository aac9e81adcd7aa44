"""Asking Twilio what it has, and having it forget."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from standin.fake_twilio import FakeTwilio, Fault, Garbled, Hang, LostAnswer, Reset, Status

from smsbot.core.delivery import Accepted
from smsbot.providers.twilio.client import TwilioTransport
from smsbot.usecases.ports import OutgoingSms

US, THEM, OTHER = "+14135550100", "+14135550123", "+14135550124"
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def fake() -> Iterator[FakeTwilio]:
    with FakeTwilio() as running:
        running.book.clock = lambda: NOON
        yield running


@pytest.fixture
def transport(fake: FakeTwilio) -> TwilioTransport:
    return TwilioTransport(
        *(fake.account_sid, fake.auth_token, "https://bot.example.org", US),
        api_url=fake.url,
        connect_timeout=1.0,
        read_timeout=0.5,
    )


def send(transport: TwilioTransport, body: str, to: str = THEM) -> str:
    result = transport.send(OutgoingSms("1", to, body, 60))
    assert isinstance(result, Accepted)
    return result.sid


def test_our_texts_to_a_number_are_listed_newest_first(fake: FakeTwilio, transport: TwilioTransport) -> None:
    first = send(transport, "first")
    fake.book.clock = lambda: NOON + timedelta(seconds=30)
    second = send(transport, "second")
    send(transport, "to another", OTHER)
    listed = transport.sent_to(THEM, NOON)
    assert listed is not None
    assert [(text.sid, text.body, text.status) for text in listed] == [
        (second, "second", "queued"),
        (first, "first", "queued"),
    ]
    assert listed[1].created_at == NOON
    assert listed[1].error_code is None


def test_a_text_whose_answer_was_lost_is_found(fake: FakeTwilio, transport: TwilioTransport) -> None:
    fake.on_post = lambda form: LostAnswer()
    transport.send(OutgoingSms("1", THEM, "found again", 60))
    listed = transport.sent_to(THEM, NOON)
    assert listed is not None
    assert [(text.sid, text.body) for text in listed] == [(fake.accepted[0].sid, "found again")]


def test_a_failed_text_is_listed_with_its_code(fake: FakeTwilio, transport: TwilioTransport) -> None:
    message = fake.message(send(transport, "x"))
    message.status, message.error_code = "failed", 21610
    listed = transport.sent_to(THEM, NOON)
    assert listed is not None
    assert [(text.status, text.error_code) for text in listed] == [("failed", 21610)]


@pytest.mark.parametrize(
    ("earlier", "found"),
    [(timedelta(0), 1), (timedelta(seconds=60), 1), (timedelta(seconds=61), 0), (timedelta(hours=1), 0)],
)
def test_only_texts_since_then_count_and_clocks_may_differ_by_a_minute(
    fake: FakeTwilio, transport: TwilioTransport, earlier: timedelta, found: int
) -> None:
    fake.book.clock = lambda: NOON - earlier
    send(transport, "x")
    listed = transport.sent_to(THEM, NOON)
    assert listed is not None
    assert len(listed) == found


def test_what_they_wrote_is_not_ours(fake: FakeTwilio, transport: TwilioTransport) -> None:
    fake.book.received(fake.new_sid(), US, THEM, "from them to themselves")
    assert transport.sent_to(THEM, NOON) == []


def test_no_more_than_fifty_are_read(fake: FakeTwilio, transport: TwilioTransport) -> None:
    for n in range(55):
        fake.book.accept({"To": THEM, "From": US, "Body": str(n)})
    listed = transport.sent_to(THEM, NOON)
    assert listed is not None
    assert {text.body for text in listed} == {str(n) for n in range(5, 55)}


@pytest.mark.parametrize(
    "fault", [Status(429), Status(500), Status(401), Reset(), LostAnswer(), Hang(2, accept=True), Garbled("<p>")]
)
def test_a_list_that_could_not_be_read_is_no_list(fake: FakeTwilio, transport: TwilioTransport, fault: Fault) -> None:
    send(transport, "x")
    fake.on_get = lambda query: fault
    assert transport.sent_to(THEM, NOON) is None


def test_nobody_there_is_no_list(fake: FakeTwilio) -> None:
    with FakeTwilio() as gone:
        address = gone.url
    sender = TwilioTransport(fake.account_sid, fake.auth_token, "https://bot.example.org", US, api_url=address)
    assert sender.sent_to(THEM, NOON) is None
    assert sender.redact(fake.new_sid()) is False


def test_a_text_that_came_to_an_end_is_forgotten(fake: FakeTwilio, transport: TwilioTransport) -> None:
    sid = send(transport, "private")
    fake.message(sid).status = "delivered"
    assert transport.redact(sid) is True
    assert fake.message(sid).body == ""


def test_a_text_still_under_way_cannot_be_forgotten_yet(fake: FakeTwilio, transport: TwilioTransport) -> None:
    sid = send(transport, "private")
    assert transport.redact(sid) is False
    assert fake.message(sid).body == "private"


def test_a_text_twilio_no_longer_has_counts_as_forgotten(fake: FakeTwilio, transport: TwilioTransport) -> None:
    assert transport.redact(fake.new_sid()) is True


def test_a_404_of_something_else_proves_nothing(fake: FakeTwilio, transport: TwilioTransport) -> None:
    sid = send(transport, "private")
    fake.on_get = lambda seen: Status(404, body="<html>")
    assert transport.redact(sid) is False


# Everything that went to and fro.


def everything(fake: FakeTwilio, since: datetime = NOON, **about: object) -> list[tuple[bool, str, str, str]] | None:
    sender = TwilioTransport(
        *(fake.account_sid, fake.auth_token, "https://bot.example.org", US), api_url=fake.url, **about
    )
    listed = sender.listed(since)
    return None if listed is None else [(one.inbound, one.sender, one.to, one.body) for one in listed]


def test_texts_in_both_directions_are_listed_oldest_first(fake: FakeTwilio, transport: TwilioTransport) -> None:
    fake.book.received(fake.new_sid(), THEM, US, "narcan")
    send(transport, "how?")
    fake.book.received(fake.new_sid(), OTHER, US, "hi")

    assert everything(fake) == [(True, THEM, US, "narcan"), (False, US, THEM, "how?"), (True, OTHER, US, "hi")]


def test_texts_to_other_numbers_of_the_account_are_not_ours(fake: FakeTwilio) -> None:
    for to in (US, OTHER, "+14135550125", "+14135550126"):
        fake.book.received(fake.new_sid(), THEM, to, to)

    found = everything(fake, worker_number=OTHER, numbers=("+14135550125",))
    assert found is not None
    assert [to for _, _, to, _ in found] == [US, OTHER, "+14135550125"]


def test_the_list_is_read_page_by_page_and_no_further_than_asked(fake: FakeTwilio) -> None:
    fake.book.clock = lambda: NOON - timedelta(hours=1)
    for n in range(600):
        fake.book.received(fake.new_sid(), THEM, US, f"old {n}")
    fake.book.clock = lambda: NOON
    for n in range(700):
        fake.book.received(fake.new_sid(), THEM, US, str(n))
    pages: list[dict[str, str]] = []
    fake.on_get = lambda query: pages.append(query)  # type: ignore[func-returns-value]

    found = everything(fake)

    assert found is not None
    assert [body for *_, body in found] == [str(n) for n in range(700)]
    assert len(pages) == 2


def test_half_a_list_is_no_list(fake: FakeTwilio) -> None:
    for n in range(600):
        fake.book.received(fake.new_sid(), THEM, US, str(n))
    fake.on_get = lambda query: Status(500) if query.get("Page") == "1" else None

    assert everything(fake) is None


@pytest.mark.parametrize("fault", [Status(429), Status(401), Reset(), Garbled("<p>")])
def test_all_texts_that_could_not_be_listed_are_none(fake: FakeTwilio, fault: Fault) -> None:
    fake.on_get = lambda query: fault

    assert everything(fake) is None
