"""CALL with the simulated carrier: both phones show that it rings."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Thread

import pytest
from flask import Flask, Response, request
from werkzeug.serving import make_server

from smsbot.core.delivery import Accepted, NotSent, Refused, TextStatus
from smsbot.providers.simulated import INVALID_NUMBER, SimulatedCarrier
from smsbot.providers.simulated_phones import Bubble, Direction
from smsbot.providers.twilio import twiml
from smsbot.usecases.ports import OutgoingCall

ANA, SAM, US, EVE = "+13365550111", "+13365550150", "+13365550100", "+13365550119"
CALL = OutgoingCall("call-1", SAM)


class Real:
    def now(self) -> datetime:
        return datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@dataclass
class Bridge:
    """The programme's side; `number` is whom it connects with."""

    carrier: SimulatedCarrier
    number: str | None = ANA
    broken: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)

    def answer(self) -> Response:
        self.asked.append({**request.form.to_dict(), **request.args.to_dict()})
        if self.broken:
            return Response("away", 503)
        if not request.form.get("Digits"):
            return Response(twiml.ask_for_a_key("Press 1.", "https://bot.example.org/x"), mimetype="text/xml")
        if self.number is None:
            return Response(twiml.voice((("en-US", "Goodbye."),), None, None), mimetype="text/xml")
        return Response(twiml.connect("Connecting.", self.number, US, "Ended."), mimetype="text/xml")

    def bubbles(self, number: str) -> list[Bubble]:
        view = next((phone for phone in self.carrier.phones() if phone.number == number), None)
        return [] if view is None else [one for one in view.messages if one.direction is Direction.RINGS]

    def wait(self, done: Callable[[], bool]) -> None:
        for _ in range(500):
            if done():
                return
            time.sleep(0.01)
        raise AssertionError("it did not happen")

    def settled(self, number: str) -> Bubble:
        self.wait(lambda: bool(self.bubbles(number)) and self.bubbles(number)[-1].status is not TextStatus.QUEUED)
        return self.bubbles(number)[-1]


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    app = Flask("bridge")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    carrier = SimulatedCarrier(
        f"http://127.0.0.1:{server.port}", "https://bot.example.org", "AC1", "token", US, "+13365550109", Real(), 5,
        pace=0.01,
    )  # fmt: skip
    made = Bridge(carrier)
    app.post("/twilio/bridge")(made.answer)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    carrier.close()
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_workers_phone_rings_and_then_the_persons_and_both_see_the_programmes_number(bridge: Bridge) -> None:
    result = bridge.carrier.call(CALL)
    assert isinstance(result, Accepted)
    assert result.sid.startswith("CA")
    worker, person = bridge.settled(SAM), bridge.settled(ANA)
    assert worker.body == "Press 1.\nConnecting.\nEnded."
    assert worker.note == f"then connects to {ANA}"
    assert person.note == f"connected with a person on the team; the number shown is {US}"
    first, second = bridge.asked
    assert (first["From"], first["To"], first["oid"], first.get("Digits")) == (US, SAM, "call-1", None)
    assert second["Digits"] == "1"


def test_a_workers_phone_that_is_off_ends_it(bridge: Bridge) -> None:
    bridge.carrier.power(SAM, on=False)
    bridge.carrier.call(CALL)
    assert bridge.settled(SAM).status is TextStatus.UNDELIVERED
    assert bridge.asked == []


def test_a_persons_phone_that_is_off_rings_without_an_answer(bridge: Bridge) -> None:
    bridge.carrier.power(ANA, on=False)
    bridge.carrier.call(CALL)
    assert bridge.settled(ANA).note == "nobody answered: the phone was switched off"


def test_what_the_programme_refuses_is_heard_by_the_worker(bridge: Bridge) -> None:
    bridge.number = None
    bridge.carrier.call(CALL)
    assert bridge.settled(SAM).body == "Press 1.\nGoodbye."
    assert bridge.settled(SAM).note == ""


def test_a_programme_that_is_away_connects_nobody(bridge: Bridge) -> None:
    bridge.broken = True
    bridge.carrier.call(CALL)
    assert bridge.settled(SAM).note == "not connected (503)"


def test_a_new_phone_is_made_for_whoever_is_called(bridge: Bridge) -> None:
    bridge.number = EVE
    bridge.carrier.call(OutgoingCall("call-2", "+13365550198"))
    assert bridge.settled(EVE).status is TextStatus.DELIVERED


def test_numbers_that_are_none_ring_nowhere(bridge: Bridge) -> None:
    assert bridge.carrier.call(OutgoingCall("1", "nobody")) == Refused(INVALID_NUMBER)
    bridge.number = "nobody"
    bridge.carrier.call(CALL)
    assert bridge.settled(SAM).note.startswith("not connected (A phone number looks like")


def test_a_closed_carrier_takes_no_call(bridge: Bridge) -> None:
    bridge.carrier.close()
    assert isinstance(bridge.carrier.call(CALL), NotSent)
