"""The page with the simulated phones, with the programme's webhooks on the same real server."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from smsbot.core.effects import TimerKind
from smsbot.providers.simulated import SimulatedCarrier
from smsbot.providers.simulated_phones import Role
from smsbot.providers.steerable_clock import SteerableClock
from smsbot.usecases.next_due import TEXT, Due
from smsbot.web.phones import FREE_NUMBERS, phones_blueprint

ANA, SAM = "+13365550111", "+13365550150"
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
FROM_PAGE = {"X-Smsbot-Page": "1"}


class Real:
    def now(self) -> datetime:
        return NOW


@dataclass
class World:
    page: FlaskClient
    carrier: SimulatedCarrier
    clock: SteerableClock
    due: Due | None = None

    def post(self, what: str, **fields: object) -> Any:
        return self.page.post(f"/phone/{what}", json=fields, headers=FROM_PAGE)

    def state(self, since: object = "") -> Any:
        query = f"?since={since}" if since != "" else ""
        return self.page.get(f"/phone/state{query}")


@pytest.fixture
def world() -> Iterator[World]:
    app = Flask("page")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    server = make_server("127.0.0.1", 0, app, threaded=True)
    clock = SteerableClock(Real())
    carrier = SimulatedCarrier(
        f"http://127.0.0.1:{server.port}", "https://port.example.org", "AC1", "token", "+13365550100", None, clock, 5,
        pace=0.01,
    )  # fmt: skip
    world = World(app.test_client(), carrier, clock)
    app.register_blueprint(phones_blueprint(carrier, clock, lambda: world.due, lambda: "America/Chicago"))

    @app.post("/twilio/sms")
    def inbound() -> Response:
        return Response(f"<Response><Message>Got {request.form['Body']}</Message></Response>", mimetype="text/xml")

    @app.post("/twilio/voice")
    def voice() -> Response:
        return Response("<Response><Say>Hello there.</Say></Response>", mimetype="text/xml")

    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield world
    carrier.close()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "path", ["/phone", "/phone/", "/phone/static/phone.css", "/phone/static/phone.js", "/phone/state"]
)
def test_everything_of_the_page_is_private_and_allows_no_foreign_code(world: World, path: str) -> None:
    with world.page.get(path) as answer:
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'; ")
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_the_page_holds_no_inline_script_or_style_and_nothing_from_elsewhere(world: World) -> None:
    html = world.page.get("/phone").text
    assert html.count("<script") == html.count('<script src="/phone/static/')
    assert "<style" not in html
    assert " style=" not in html
    assert " onclick" not in html
    assert "http" not in html


@pytest.mark.parametrize("what", [*TimerKind, TEXT])
def test_the_page_has_words_for_whatever_can_be_due(world: World, what: str) -> None:
    with world.page.get("/phone/static/clock.js") as answer:
        assert f'\n  {what}: "' in answer.text


def test_the_state_is_everything_the_page_draws(world: World) -> None:
    world.due = Due(NOW + timedelta(days=2), "follow_up")
    state = world.state().json
    assert state["zone"] == "America/Chicago"
    assert state["now"] == "2026-11-22T15:00:00+00:00"
    assert state["due"] == {"at": "2026-11-24T15:00:00+00:00", "what": "follow_up"}
    assert state["phones"][0] == {
        "number": ANA, "label": "Ana", "role": "participant", "blocked": False, "on": True, "messages": [],
    }  # fmt: skip


def test_a_text_from_the_page_reaches_the_programme_and_its_answer_is_drawn(world: World) -> None:
    assert world.post("text", number=ANA, body="hello").json == {"ok": True}
    messages = world.state().json["phones"][0]["messages"]
    assert [(m["direction"], m["body"]) for m in messages] == [("from_phone", "hello"), ("from_programme", "Got hello")]
    assert messages[0]["status"] == "delivered"
    assert messages[0]["at"] == "2026-11-22T15:00:00+00:00"


def test_a_call_a_switch_and_a_new_phone_are_one_post_each(world: World) -> None:
    assert world.post("call", number=ANA).json == {"spoken": ["Hello there."]}
    assert world.post("power", number=ANA, on=False).status_code == 200
    assert world.post("add").json == {"number": "+13365550112"}
    assert world.post("add").json == {"number": "+13365550113"}
    phones = world.state().json["phones"]
    assert [(p["label"], p["on"]) for p in phones] == [
        ("Ana", False), ("Sam", True), ("Dee", True), ("Ben", True), ("Carla", True),
    ]  # fmt: skip


def test_asking_again_without_a_change_costs_nothing(world: World) -> None:
    version = world.state().json["version"]
    assert world.state(version).status_code == 204
    assert world.state(version - 1).status_code == 200
    assert world.state(0).status_code == 200


def test_whatever_changes_is_a_new_version(world: World) -> None:
    def new_due() -> None:
        world.due = Due(NOW + timedelta(days=1), "ladder")

    version = world.state().json["version"]
    changes: tuple[Callable[[], None], ...] = (
        lambda: world.carrier.power(SAM, on=False),
        lambda: world.clock.advance(timedelta(hours=1)),
        new_due,
    )
    for change in changes:
        change()
        answer = world.state(version)
        assert answer.status_code == 200
        assert answer.json["version"] > version
        version = answer.json["version"]


@pytest.mark.parametrize(
    ("due", "to", "then"),
    [
        (None, "2026-11-22T16:00:00Z", "2026-11-22T16:00:00+00:00"),
        (None, "2026-11-22T08:30:00-08:00", "2026-11-22T16:30:00+00:00"),
        (None, "2026-11-21T00:00:00Z", "2026-11-22T15:00:00+00:00"),
        (timedelta(days=3), "2026-11-23T15:00:00Z", "2026-11-23T15:00:00+00:00"),
        (timedelta(days=3), "2026-11-29T15:00:00Z", "2026-11-25T15:00:00+00:00"),
        (timedelta(days=3), "2026-11-25T15:00:00Z", "2026-11-25T15:00:00+00:00"),
        (timedelta(0), "2026-11-29T15:00:00Z", "2026-11-29T15:00:00+00:00"),
        (timedelta(days=-1), "2026-11-29T15:00:00Z", "2026-11-29T15:00:00+00:00"),
    ],
)
def test_the_clock_moves_forward_and_never_past_what_is_still_to_come(
    world: World, due: timedelta | None, to: str, then: str
) -> None:
    world.due = None if due is None else Due(NOW + due, "follow_up")
    assert world.post("clock", to=to).json == {"now": then}


@pytest.mark.parametrize("what", ["text", "call", "power", "add", "clock"])
def test_a_foreign_page_can_post_nothing(world: World, what: str) -> None:
    before = world.carrier.changes
    fields = {"number": ANA, "body": "x", "on": False, "to": "2026-11-23T15:00:00Z"}
    for headers in ({}, {"X-Smsbot-Page": "0"}):
        answer: Any = world.page.post(f"/phone/{what}", json=fields, headers=headers)
        assert answer.status_code == 403
        assert answer.json["error"]
    assert (world.carrier.changes, world.clock.offset) == (before, timedelta(0))


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("text", {}),
        ("text", {"number": ANA}),
        ("text", {"number": ANA, "body": ""}),
        ("text", {"number": ANA, "body": " \n"}),
        ("text", {"number": ANA, "body": 7}),
        ("text", {"number": ANA, "body": "x" * 1601}),
        ("text", {"number": ANA, "body": "\ud800"}),
        ("text", {"number": ANA, "body": "x", "media": "1"}),
        ("text", {"number": ANA, "body": "x", "media": True}),
        ("text", {"number": ANA, "body": "x", "media": 99}),
        ("text", {"number": "+13365550199", "body": "hello"}),
        ("text", {"number": [ANA], "body": "hello"}),
        ("call", {}),
        ("call", {"number": "nobody"}),
        ("power", {"number": ANA}),
        ("power", {"number": ANA, "on": "yes"}),
        ("power", {"number": "", "on": True}),
        ("clock", {}),
        ("clock", {"to": "tomorrow"}),
        ("clock", {"to": "2026-11-23T15:00:00"}),
        ("clock", {"to": ["2026-11-23T15:00:00Z"]}),
        ("clock", {"to": "9999-12-31T23:59:59-12:00"}),
    ],
)
def test_bad_input_is_a_400_in_words(world: World, what: str, fields: dict[str, object]) -> None:
    before = world.carrier.changes
    answer = world.post(what, **fields)
    assert answer.status_code == 400
    assert len(answer.json["error"]) > 10
    assert (world.carrier.changes, world.clock.offset) == (before, timedelta(0))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"null", b"\xff\xfe", b"[" * 20_000])
def test_what_is_not_a_json_object_is_a_400(world: World, body: bytes) -> None:
    answer: Any = world.page.post("/phone/text", data=body, headers=FROM_PAGE, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json["error"]


def test_a_post_that_is_too_large_is_refused(world: World) -> None:
    assert world.post("text", number=ANA, body="x" * 40_000).status_code == 413


def test_the_longest_text_with_every_character_escaped_still_fits(world: World) -> None:
    body = json.dumps({"number": ANA, "body": "🙏" * 1600})
    answer: Any = world.page.post("/phone/text", data=body, headers=FROM_PAGE, content_type="application/json")
    assert answer.status_code == 200


@pytest.mark.parametrize("since", ["x", "-1", "1.5", "9" * 5000, "१२"])
def test_a_strange_version_is_a_400(world: World, since: str) -> None:
    assert world.state(since).status_code == 400


def test_a_phone_that_is_off_says_why_it_cannot_text(world: World) -> None:
    world.carrier.power(ANA, on=False)
    answer = world.post("text", number=ANA, body="hello")
    assert (answer.status_code, answer.json["error"]) == (400, "This phone is switched off. Switch it on first.")


def test_when_every_number_is_taken_adding_says_so(world: World) -> None:
    for number in FREE_NUMBERS:
        world.carrier.add_phone(number, "", Role.PARTICIPANT)
    assert world.post("add").status_code == 400


def test_names_run_out_before_numbers_do(world: World) -> None:
    for _ in range(14):
        assert world.post("add").status_code == 200
    assert world.carrier.phones()[-1].label == "Phone 0125"
