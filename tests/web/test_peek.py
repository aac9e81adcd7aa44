"""The page with a person's last words: one tap, one phone, ten minutes."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from smsbot.db import people, tickets, workers
from smsbot.db.schema import inbox, ticket, ticket_event
from smsbot.lab.world import World
from smsbot.web.peek import HEADERS, peek_blueprint

ANA, SAM, DEE = "+13365550111", "+13365550150", "+13365550151"


def browser(world: World, *, secure: bool = False) -> FlaskClient:
    """A phone's browser of its own."""
    app = Flask("peek")
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.register_blueprint(peek_blueprint(world.db, world.clock, secure=secure))
    return app.test_client()


def link(world: World) -> str:
    """The newest link a worker got, without its host."""
    bodies = [sent.body for sent in world.carrier.sent if sent.to == SAM and "/w/" in sent.body]
    found = re.search(r"https://example\.test(/w/[A-Za-z0-9_-]{22})$", bodies[-1])
    assert found is not None
    return found[1]


@pytest.fixture
def path(world: World) -> str:
    """Sam took Ana's ticket and got a link."""
    for words in ("first", "second <b>", "third", "I'd like a person"):
        world.text(ANA, words)
    with world.db.read(world.clock.now()) as tx:
        [row] = tickets.all_open(tx)
    world.text(SAM, row.code)
    return link(world)


def code(world: World) -> str:
    with world.db.read(world.clock.now()) as tx:
        return str(tx.all(ticket.select())[-1].code)


def test_a_link_preview_sees_a_button_and_nothing_else(world: World, path: str) -> None:
    answer = browser(world).get(path)
    assert answer.status_code == 200
    assert f"<h1>{code(world)}</h1>" in answer.text
    assert "Show the last words" in answer.text
    assert "person" not in answer.text.replace("Team page", "")
    assert "Set-Cookie" not in answer.headers
    assert browser(world).head(path).status_code == 200
    assert browser(world).get(path).status_code == 200, "looking opens nothing"


def test_one_tap_opens_it_on_this_phone_and_is_kept_with_the_ticket(world: World, path: str) -> None:
    phone = browser(world)
    answer = phone.post(path)
    assert answer.status_code == 200
    shown = re.findall(r"<li[^>]*>(.*?)</li>", answer.text)
    assert shown == ["second &lt;b&gt;", "third", "I&#39;d like a person"]
    assert "10 more minutes" in answer.text
    with world.db.read(world.clock.now()) as tx:
        assert [row.what for row in tx.all(ticket_event.select())][-1] == "opened_page"
    assert phone.get(path).status_code == 200
    assert "third" in phone.get(path).text
    assert "third" in phone.post(path).text, "a second tap on the same phone"


@pytest.mark.parametrize("method", ["get", "post"])
def test_on_any_other_phone_it_is_closed(world: World, path: str, method: str) -> None:
    browser(world).post(path)
    answer = getattr(browser(world), method)(path)
    assert answer.status_code == 404
    assert "text the code of your ticket" in answer.text
    assert code(world) not in answer.text


def test_a_cookie_made_up_from_the_link_opens_nothing(world: World, path: str) -> None:
    opened = browser(world)
    name = opened.post(path).headers["Set-Cookie"].partition("=")[0]
    other = browser(world)
    for value in ("", path.rpartition("/")[2], "0" * 64, "ñ"):
        other.set_cookie(name, value)
        assert other.get(path).status_code == 404


def test_after_ten_minutes_it_is_closed_here_too(world: World, path: str) -> None:
    phone = browser(world)
    phone.post(path)
    world.pass_time(timedelta(minutes=9, seconds=59))
    last = phone.get(path)
    assert "1 more minute." in last.text
    assert last.headers["Refresh"] == "1"
    world.pass_time(timedelta(seconds=1))
    assert phone.get(path).status_code == 404
    assert phone.post(path).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_nobody_opens_dies_after_an_hour(world: World, path: str, method: str) -> None:
    world.pass_time(timedelta(minutes=59, seconds=59))
    assert browser(world).get(path).status_code == 200
    world.pass_time(timedelta(seconds=1))
    assert getattr(browser(world), method)(path).status_code == 404


def test_what_they_write_meanwhile_is_on_the_open_page(world: World, path: str) -> None:
    phone = browser(world)
    phone.post(path)
    world.text(SAM, "hello")
    world.text(ANA, "here I am")
    assert phone.get(path).text.count("<li ") == 3
    assert "here I am" in phone.get(path).text


def test_the_cookie_stays_on_this_phone(world: World, path: str) -> None:
    cookie = browser(world, secure=True).post(path).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Secure", "Max-Age=600"} <= set(cookie.split("; "))
    assert path.rpartition("/")[2] not in cookie
    assert "Secure" not in browser(world).post(fresh(world)).headers["Set-Cookie"]


def fresh(world: World) -> str:
    """A new link: the worker texts the code."""
    world.text(SAM, code(world))
    return link(world)


def test_the_code_brings_a_fresh_link(world: World, path: str) -> None:
    browser(world).post(path)
    again = fresh(world)
    assert again != path
    assert browser(world).post(again).status_code == 200


@pytest.mark.parametrize("path", ["/w/x", "/w/" + "A" * 22, "/w/" + "A" * 5000, "/w/%00%ff"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_was_never_made_is_a_calm_page(world: World, path: str, method: str) -> None:
    answer = getattr(browser(world), method)(path)
    assert answer.status_code == 404
    assert "This page is closed" in answer.text


def _done(world: World) -> None:
    world.text(SAM, "done")


def _passed(world: World) -> None:
    world.text(SAM, "pass")


def _removed(world: World) -> None:
    with world.db.write(world.clock.now()) as tx:
        workers.remove(tx, "sam")


@pytest.mark.parametrize("meanwhile", [_done, _passed, _removed])
def test_it_is_theirs_to_read_only_while_they_hold_the_ticket(world: World, path: str, meanwhile: object) -> None:
    phone = browser(world)
    phone.post(path)
    assert callable(meanwhile)
    meanwhile(world)
    assert phone.get(path).status_code == 404


def test_an_erased_person_leaves_an_empty_page(world: World, path: str) -> None:
    with world.db.write(world.clock.now()) as tx:
        found = people.at_number(tx, tx.keys.lookup.all_hashes(ANA))
        assert found is not None
        tx.erase_key(found.participant_id)
    assert "no texts to show" in browser(world).post(path).text


@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_keeps_indexes_frames_or_scripts_it(world: World, path: str, method: str) -> None:
    answer = getattr(browser(world), method)(path)
    assert HEADERS.items() <= dict(answer.headers).items()
    assert "script" not in answer.text
    assert 'name="viewport" content="width=device-width' in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


def test_its_style_comes_from_here(world: World) -> None:
    answer = browser(world).get("/w/static/peek.css")
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    answer.close()


def test_the_link_is_kept_as_a_hash_and_the_words_sealed(world: World, path: str) -> None:
    token = path.rpartition("/")[2]
    with world.db.read(world.clock.now()) as tx:
        kept = [str(value) for row in tx.conn.exec_driver_sql("SELECT * FROM peek") for value in row]
        bodies = [row.sealed for row in tx.all(inbox.select())]
    assert not any(token in value for value in kept)
    assert not any(b"third" in body for body in bodies if body)
