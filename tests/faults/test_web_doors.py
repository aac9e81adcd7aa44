"""The web process alone, no worker beside it: who it lets in, what it stores, and what it says by itself."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from full_disk import full_disk
from processes import PUBLIC_URL, US, Bot, Running, number, until
from proxies import Proxy
from sqlalchemy import func, select
from standin import webhooks
from standin.book import new_sid

from smsbot.db.schema import inbox, outbox, receipt

SMS, STATUS, VOICE = (f"/twilio/{name}" for name in ("sms", "status", "voice"))
EMPTY = "<Response/>"


@pytest.fixture(scope="module")
def web(shared_bot: Bot) -> Running:
    return shared_bot.web()


def stored(bot: Bot) -> int:
    """How many rows came in through the doors."""
    return sum(bot.rows(select(func.count()).select_from(table))[0][0] for table in (inbox, receipt))


def post(bot: Bot, web: Running, path: str, fields: dict[str, str], **how: str) -> int:
    """A post to one of the doors, signed as Twilio signs unless `how` says otherwise; the HTTP status."""
    token = how.pop("token", bot.fake.auth_token)
    address = how.pop("base", PUBLIC_URL) + path
    return webhooks.post(web.url + path, fields, token, address, signed_with=how.get("signed_with"))[0]


def a_text(bot: Bot, **changed: str) -> dict[str, str]:
    """What Twilio posts with a text; a field changed to "-" is left out."""
    fields = webhooks.text_fields(bot.fake.account_sid, new_sid(), number(0), US, "hello") | changed
    return {name: value for name, value in fields.items() if value != "-"}


@pytest.mark.parametrize("path", [SMS, STATUS, VOICE])
@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"signed_with": ""}, id="missing"),
        pytest.param({"signed_with": "bm90IGEgc2lnbmF0dXJlIGF0IGE="}, id="made up"),
        pytest.param({"token": "e" * 32}, id="of another account"),
        pytest.param({"base": "https://other.example.test"}, id="of another host"),
        pytest.param({"base": "http://sms.example.test"}, id="of another scheme"),
        pytest.param({"base": f"{PUBLIC_URL}/replayed"}, id="of another address"),
    ],
)
def test_a_request_that_twilio_did_not_sign_for_this_address_is_refused_and_not_stored(
    shared_bot: Bot, web: Running, path: str, how: dict[str, str]
) -> None:
    before = stored(shared_bot)
    assert post(shared_bot, web, path, a_text(shared_bot), **how) == 403
    assert stored(shared_bot) == before


def test_a_signature_holds_for_its_own_fields_only(shared_bot: Bot, web: Running) -> None:
    sent = a_text(shared_bot, Body="hello")
    signed = webhooks.signature(shared_bot.fake.auth_token, PUBLIC_URL + SMS, sent)
    before = stored(shared_bot)
    assert post(shared_bot, web, SMS, sent | {"Body": "DELETE"}, signed_with=signed) == 403
    assert post(shared_bot, web, SMS, sent | {"From": number(5)}, signed_with=signed) == 403
    assert stored(shared_bot) == before
    assert post(shared_bot, web, SMS, sent, signed_with=signed) == 200
    assert stored(shared_bot) == before + 1


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        (SMS, {"MessageSid": "-"}),
        (SMS, {"MessageSid": "SM12"}),
        (SMS, {"AccountSid": "AC" + "e" * 32}),
        (SMS, {"From": "-"}),
        (SMS, {"From": "x" * 500}),
        (SMS, {"To": ""}),
        (STATUS, {"MessageStatus": "delivered"}),  # without our own id in the address
        (STATUS + "?oid=1", {"MessageStatus": "NOT A WORD"}),
        (VOICE, {"CallSid": "CA12"}),
    ],
)
def test_a_signed_body_that_twilio_would_never_send_is_400_and_not_stored(
    shared_bot: Bot, web: Running, path: str, changed: dict[str, str]
) -> None:
    before = stored(shared_bot)
    assert post(shared_bot, web, path, a_text(shared_bot, **changed)) == 400
    assert stored(shared_bot) == before


def test_behind_a_proxy_that_ends_tls_the_signature_of_the_public_address_holds(shared_bot: Bot, web: Running) -> None:
    sid = new_sid()
    with Proxy(web.url) as proxy:
        there = f"{proxy.url}/twilio/sms"
        status, _ = shared_bot.fake.deliver_text(there, number(1), US, "plan", sid, public_url=PUBLIC_URL + SMS)
        assert status == 200
        # What the proxy calls itself is no address that Twilio ever signed.
        forged = shared_bot.fake.deliver_text(there, number(1), US, "plan", public_url="http://elsewhere.test" + SMS)
        assert forged[0] == 403
    assert len(shared_bot.rows(select(inbox.c.id).where(inbox.c.provider_sid == sid))) == 1


def test_the_web_calls_nobody_and_decides_nothing(shared_bot: Bot, web: Running) -> None:
    looked: list[dict[str, str]] = []
    shared_bot.fake.on_get = lambda seen: looked.append(seen)
    for n, body in enumerate(["hi", "my friend isn't breathing", "STOP", "narcan", "please call me"]):
        assert shared_bot.text(web, number(10 + n), body)[0] == 200
    assert shared_bot.fake.posts == []
    assert looked == []
    assert shared_bot.rows(select(outbox.c.id)) == []


def test_without_a_worker_it_is_not_ready_and_says_so_to_each_phone_once(shared_bot: Bot, web: Running) -> None:
    assert (web.get("/healthz"), web.get("/readyz")) == (200, 503)
    first, again = (shared_bot.text(web, number(20), body) for body in ("is anyone there", "hello?"))
    assert "<Message>" in first[1]
    assert "911" in first[1]
    assert "988" in first[1]
    assert EMPTY in again[1]
    assert "<Message>" in shared_bot.text(web, number(21), "hola")[1]


@pytest.mark.parametrize("word", ["STOP", "stop.", "Unsubscribe", "HELP", "START", "STOPALL"])
def test_without_a_worker_nothing_is_added_to_what_the_carrier_answers_itself(
    shared_bot: Bot, web: Running, word: str
) -> None:
    status, answer = shared_bot.text(web, number(30 + len(word)), word)
    assert (status, EMPTY in answer) == (200, True)


def test_a_repeated_text_is_not_answered_twice_even_when_its_first_answer_was_lost(
    shared_bot: Bot, web: Running
) -> None:
    sid = new_sid()
    assert "<Message>" in shared_bot.text(web, number(40), "anyone", sid)[1]
    assert EMPTY in shared_bot.text(web, number(40), "anyone", sid)[1]


def test_while_the_database_is_away_a_text_is_503_and_its_repetition_is_stored_once(
    shared_bot: Bot, web: Running
) -> None:
    sid = new_sid()
    with full_disk(web) if shared_bot.db.is_sqlite else _shut_database(shared_bot):
        assert shared_bot.text(web, number(50), "plan", sid)[0] == 503
        assert post(shared_bot, web, f"{STATUS}?oid=1", a_text(shared_bot, MessageStatus="sent")) == 503
        assert (web.get("/healthz"), web.get("/readyz")) == (200, 503)
    until(lambda: shared_bot.text(web, number(50), "plan", sid)[0] == 200, 20, "the web finds its database again")
    assert shared_bot.text(web, number(50), "plan", sid)[0] == 200
    assert len(shared_bot.rows(select(inbox.c.id).where(inbox.c.provider_sid == sid))) == 1


@contextmanager
def _shut_database(bot: Bot) -> Iterator[None]:
    """The server drops every connection to the database and takes no new one."""
    name, server = bot.db.url.database, bot.db.url.set(drivername="postgresql", database="postgres")
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        yield
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    bot.db.engine.dispose()
