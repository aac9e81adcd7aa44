"""The simulated carrier against a real HTTP server: what it posts, what it shows, what it refuses."""

import base64
import hashlib
import hmac
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from smsbot.core.delivery import Accepted, NotSent, Refused, TextStatus
from smsbot.providers.simulated import SimulatedCarrier
from smsbot.providers.simulated_phones import Bubble, Direction, PhoneError, PhoneView, Role
from smsbot.usecases.ports import OutgoingSms, Transport

TOKEN = "a-token-for-tests"
PUBLIC = "https://port.example.org"
LINE, WORKER_LINE = "+13365550100", "+13365550101"
ANA, SAM, NEW = "+13365550111", "+13365550150", "+13365550117"
TWO = "<Message><Body>One &amp; a</Body></Message><Message>Two</Message>"
SPOKEN = "<Say>Hello.</Say><Gather><Say>In danger, call 911.</Say></Gather>"
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@dataclass
class FixedClock:
    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment


@dataclass
class Programme:
    """Stands where the programme's webhooks are: keeps what arrives, answers what a test sets."""

    answers: dict[str, Response] = field(default_factory=dict)
    posts: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    base: str = ""

    def __call__(self, environ: object, start: object) -> object:
        request = Request(environ)  # type: ignore[arg-type]
        path = request.full_path.removesuffix("?")
        self.posts.append((path, request.form.to_dict(), request.headers["X-Twilio-Signature"]))
        answer = self.answers.get(request.path) or Response("<Response/>", mimetype="text/xml")
        return answer(environ, start)  # type: ignore[arg-type]

    def forms(self, path: str) -> list[dict[str, str]]:
        return [form for posted, form, _ in self.posts if posted.startswith(path)]


@pytest.fixture
def programme() -> Iterator[Programme]:
    programme = Programme()
    server = make_server("127.0.0.1", 0, programme, threaded=True)  # type: ignore[arg-type]
    programme.base = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield programme
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def carrier(programme: Programme) -> Iterator[SimulatedCarrier]:
    carrier = network(programme.base)
    yield carrier
    carrier.close()


def network(base: str, worker_line: str | None = WORKER_LINE, clock: FixedClock | None = None) -> SimulatedCarrier:
    return SimulatedCarrier(
        base, PUBLIC, "AC" + "0" * 32, TOKEN, LINE, worker_line, clock or FixedClock(), 2, pace=0.02
    )


def text(to: str = ANA, body: str = "Hi, Caring Connect here.", *, worker_line: bool = False) -> OutgoingSms:
    return OutgoingSms("0190-a b", to, body, 3600, worker_line)


def phone(carrier: SimulatedCarrier, number: str = ANA) -> PhoneView:
    return next(view for view in carrier.phones() if view.number == number)


def last(carrier: SimulatedCarrier, number: str = ANA) -> Bubble:
    return phone(carrier, number).messages[-1]


def eventually(what: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not what():
        assert time.monotonic() < until, "it did not happen within 5 seconds"
        time.sleep(0.01)


def expected_signature(path: str, form: dict[str, str]) -> str:
    signed = PUBLIC + path + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.new(TOKEN.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def test_it_is_a_transport_with_a_participant_and_the_team_in_it(carrier: SimulatedCarrier) -> None:
    transport: Transport = carrier
    assert transport is carrier
    assert [(p.label, p.number, p.role, p.on, p.blocked) for p in carrier.phones()] == [
        ("Ana", ANA, Role.PARTICIPANT, True, False),
        ("Sam", SAM, Role.WORKER, True, False),
        ("Dee", "+13365550151", Role.WORKER, True, False),
    ]


def test_a_text_is_queued_then_sent_then_delivered_and_each_receipt_is_signed(
    programme: Programme, carrier: SimulatedCarrier
) -> None:
    result = carrier.send(text())
    assert isinstance(result, Accepted)
    assert result.sid.startswith("SM")
    assert len(result.sid) == 34
    eventually(lambda: len(programme.posts) == 2)
    assert [form["MessageStatus"] for form in programme.forms("/twilio/status")] == ["sent", "delivered"]
    for path, form, signature in programme.posts:
        assert path == "/twilio/status?oid=0190-a%20b"
        assert (form["MessageSid"], form["From"], form["To"]) == (result.sid, LINE, ANA)
        assert "ErrorCode" not in form
        assert signature == expected_signature(path, form)
    assert last(carrier) == Bubble(
        result.sid, Direction.FROM_PROGRAMME, "Hi, Caring Connect here.", TextStatus.DELIVERED, NOW
    )


def test_a_phone_that_is_off_gets_the_text_back_as_undelivered(programme: Programme, carrier: SimulatedCarrier) -> None:
    carrier.power(ANA, on=False)
    carrier.send(text())
    eventually(lambda: len(programme.posts) == 2)
    receipt = programme.forms("/twilio/status")[1]
    assert (receipt["MessageStatus"], receipt["ErrorCode"]) == ("undelivered", "30003")
    assert last(carrier).status is TextStatus.UNDELIVERED
    assert "switched off (30003)" in last(carrier).note
    assert carrier.sent_to(ANA, NOW)[0].error_code == 30003


def test_a_receipt_the_programme_does_not_take_is_shown(programme: Programme, carrier: SimulatedCarrier) -> None:
    programme.answers["/twilio/status"] = Response(status=503)
    carrier.power(ANA, on=False)
    carrier.send(text())
    eventually(lambda: "did not take the receipt (503)" in last(carrier).note)
    assert last(carrier).status is not TextStatus.FAILED


def test_a_text_to_a_new_number_makes_a_phone(carrier: SimulatedCarrier) -> None:
    carrier.send(text(to=NEW))
    carrier.send(text(to="+13365550151", worker_line=True))
    assert (phone(carrier, NEW).label, phone(carrier, NEW).role) == ("Phone 0117", Role.PARTICIPANT)
    assert phone(carrier, "+13365550151").role is Role.WORKER


def test_an_impossible_number_is_refused_as_twilio_refuses_it(carrier: SimulatedCarrier) -> None:
    assert carrier.send(text(to="0111")) == Refused(21211)


def test_a_closed_carrier_takes_nothing_and_may_be_closed_again(programme: Programme) -> None:
    carrier = network(programme.base)
    carrier.close()
    carrier.close()
    assert isinstance(carrier.send(text()), NotSent)
    assert not any(thread.name == "simulated-carrier" for thread in threading.enumerate())


def test_closing_drops_the_receipts_that_are_still_waiting(programme: Programme) -> None:
    carrier = SimulatedCarrier(programme.base, PUBLIC, "AC1", TOKEN, LINE, None, FixedClock(), pace=600)
    carrier.send(text())
    carrier.close()
    assert programme.posts == []


def test_an_inbound_text_is_the_whole_signed_form(programme: Programme, carrier: SimulatedCarrier) -> None:
    carrier.text_from(ANA, "narcan, por favor ñ 🙏\nthank you")
    ((path, form, signature),) = programme.posts
    assert path == "/twilio/sms"
    assert signature == expected_signature(path, form)
    sid = form["MessageSid"]
    assert sid.startswith("SM")
    assert form["SmsSid"] == form["SmsMessageSid"] == sid
    given = {name: form[name] for name in ("From", "To", "Body", "NumMedia", "SmsStatus", "ApiVersion", "NumSegments")}
    assert given == {
        "From": ANA,
        "To": LINE,
        "Body": "narcan, por favor ñ 🙏\nthank you",
        "NumMedia": "0",
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
        "NumSegments": "1",
    }
    assert {"FromCity", "FromState", "FromZip", "FromCountry", "ToCity", "ToZip"} <= form.keys()
    assert (last(carrier).id, last(carrier).status) == (sid, TextStatus.DELIVERED)


def test_pictures_come_as_addresses(programme: Programme, carrier: SimulatedCarrier) -> None:
    carrier.text_from(ANA, "", media=2)
    (form,) = programme.forms("/twilio/sms")
    assert form["MessageSid"].startswith("MM")
    assert (form["Body"], form["NumMedia"], form["MediaContentType1"]) == ("", "2", "image/jpeg")
    assert form["MediaUrl0"] != form["MediaUrl1"]
    assert last(carrier).note == "with 2 pictures"


@pytest.mark.parametrize(
    ("sender", "worker_line", "line"),
    [(ANA, WORKER_LINE, LINE), (SAM, WORKER_LINE, WORKER_LINE), (SAM, None, LINE), (NEW, WORKER_LINE, LINE)],
)
def test_texts_and_calls_go_to_the_line_of_the_phones_role(
    programme: Programme, sender: str, worker_line: str | None, line: str
) -> None:
    carrier = network(programme.base, worker_line)
    carrier.text_from(sender, "hello")
    carrier.call_from(sender)
    carrier.close()
    assert [form["To"] for _, form, _ in programme.posts] == [line, line]


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (Response("<Response/>", mimetype="text/xml"), []),
        (Response("<Response><Message>Call 911.</Message></Response>", mimetype="text/xml"), ["Call 911."]),
        (
            Response(f"<Response>{TWO}</Response>", mimetype="application/xml"),
            ["One & a", "Two"],
        ),
        (Response("ok", mimetype="text/plain"), ["ok"]),
        (Response(status=204), []),
    ],
    ids=["nothing to say", "one message", "two messages", "plain text is a message", "no content"],
)  # fmt: skip
def test_what_the_programme_answers_is_shown_on_the_phone(
    programme: Programme, carrier: SimulatedCarrier, answer: Response, shown: list[str]
) -> None:
    programme.answers["/twilio/sms"] = answer
    carrier.text_from(ANA, "hello")
    bubbles = [b for b in phone(carrier).messages if b.direction is Direction.FROM_PROGRAMME]
    assert [b.body for b in bubbles] == shown
    eventually(lambda: all(b.status is TextStatus.DELIVERED for b in phone(carrier).messages))
    assert programme.forms("/twilio/status") == []


@pytest.mark.parametrize(
    ("answer", "note"),
    [
        (Response(status=503), "not delivered to the programme (503)"),
        (Response(status=403), "not delivered to the programme (403)"),
        (Response(status=302, headers={"Location": "/"}), "not delivered to the programme (302)"),
        (Response("<Response>", mimetype="text/xml"), "not delivered to the programme (an answer that is not TwiML)"),
    ],
    ids=["away", "forbidden", "elsewhere", "broken"],
)
def test_an_answer_that_is_no_answer_is_shown_on_the_senders_text(
    programme: Programme, carrier: SimulatedCarrier, answer: Response, note: str
) -> None:
    programme.answers["/twilio/sms"] = answer
    carrier.text_from(ANA, "hello")
    assert (last(carrier).status, last(carrier).note) == (TextStatus.FAILED, note)


def test_a_programme_that_is_not_there_is_shown_on_the_senders_text() -> None:
    carrier = network("http://127.0.0.1:1")
    carrier.text_from(ANA, "hello")
    carrier.close()
    assert last(carrier).note == "not delivered to the programme (no answer)"


@pytest.mark.parametrize(
    "word", ["STOP", "stop ", "StopAll", "UNSUBSCRIBE", "cancel", "END", "quit", "REVOKE", "optout"]
)
def test_a_stop_word_blocks_us_until_start_and_is_posted_too(
    programme: Programme, carrier: SimulatedCarrier, word: str
) -> None:
    carrier.text_from(ANA, word)
    assert carrier.send(text()) == Refused(21610)
    assert phone(carrier).blocked
    assert [b.direction for b in phone(carrier).messages] == [Direction.FROM_PHONE, Direction.FROM_CARRIER]
    carrier.text_from(ANA, word)
    assert last(carrier).direction is Direction.FROM_PHONE, "a second stop is not confirmed again"
    carrier.text_from(ANA, "unstop")
    assert not phone(carrier).blocked
    assert last(carrier).direction is Direction.FROM_CARRIER
    assert isinstance(carrier.send(text()), Accepted)
    assert [form["Body"] for form in programme.forms("/twilio/sms")] == [word, word, "unstop"]


@pytest.mark.parametrize("body", ["STOP please", "stop texting me", "yes", "Y", "stopp", "helpme"])
def test_anything_else_is_not_the_carriers_to_answer(carrier: SimulatedCarrier, body: str) -> None:
    carrier.text_from(ANA, body)
    assert not phone(carrier).blocked
    assert [b.direction for b in phone(carrier).messages] == [Direction.FROM_PHONE]


def test_yes_lifts_a_block_but_is_otherwise_just_a_word(carrier: SimulatedCarrier) -> None:
    carrier.text_from(ANA, "stop")
    carrier.text_from(ANA, "yes")
    assert not phone(carrier).blocked


@pytest.mark.parametrize("word", ["HELP", "info"])
def test_help_gets_the_carriers_own_text_unless_blocked(carrier: SimulatedCarrier, word: str) -> None:
    carrier.text_from(ANA, word)
    assert last(carrier).direction is Direction.FROM_CARRIER
    carrier.text_from(ANA, "stop")
    carrier.text_from(ANA, word)
    assert last(carrier).direction is Direction.FROM_PHONE
    assert phone(carrier).blocked


def test_a_block_is_between_one_phone_and_one_line(carrier: SimulatedCarrier) -> None:
    carrier.text_from(SAM, "stop")
    assert carrier.send(text(to=SAM, worker_line=True)) == Refused(21610)
    assert isinstance(carrier.send(text(to=SAM)), Accepted)
    assert isinstance(carrier.send(text(to=ANA)), Accepted)


def test_a_twiml_answer_to_somebody_who_said_stop_is_refused_and_says_so(
    programme: Programme, carrier: SimulatedCarrier
) -> None:
    programme.answers["/twilio/sms"] = Response("<Response><Message>Bye</Message></Response>", mimetype="text/xml")
    carrier.text_from(ANA, "stop")
    said = phone(carrier).messages[0]
    assert "21610" in said.note
    assert all(b.body != "Bye" for b in phone(carrier).messages)


@pytest.mark.parametrize(
    ("body", "media"), [("", 0), ("  \n", 0), ("x" * 1601, 0), ("\ud83d", 0), ("a\0b", 0), ("hi", 11), ("hi", -1)]
)
def test_a_text_no_phone_could_send_is_an_error_in_words(
    programme: Programme, carrier: SimulatedCarrier, body: str, media: int
) -> None:
    with pytest.raises(PhoneError, match=r"\w+ \w+"):
        carrier.text_from(ANA, body, media)
    assert programme.posts == []


def test_a_phone_that_is_off_can_neither_text_nor_call(programme: Programme, carrier: SimulatedCarrier) -> None:
    carrier.power(ANA, on=False)
    with pytest.raises(PhoneError, match="switched off"):
        carrier.text_from(ANA, "hello")
    with pytest.raises(PhoneError, match="switched off"):
        carrier.call_from(ANA)
    assert programme.posts == []


def test_a_call_says_the_sentences_of_the_answer(programme: Programme, carrier: SimulatedCarrier) -> None:
    programme.answers["/twilio/voice"] = Response(
        f"<Response>{SPOKEN}<Dial>+13365550150</Dial></Response>",
        mimetype="text/xml",
    )
    assert carrier.call_from(ANA) == ("Hello.", "In danger, call 911.")
    ((path, form, signature),) = programme.posts
    assert (path, form["From"], form["To"], form["CallStatus"]) == ("/twilio/voice", ANA, LINE, "ringing")
    assert form["CallSid"].startswith("CA")
    assert signature == expected_signature(path, form)
    call = last(carrier)
    assert (call.direction, call.body) == (Direction.CALL, "Hello.\nIn danger, call 911.")
    assert call.note == "then connects to +13365550150"


def test_a_call_nobody_answers_says_so(programme: Programme, carrier: SimulatedCarrier) -> None:
    programme.answers["/twilio/voice"] = Response(status=500)
    assert carrier.call_from(ANA) == ()
    assert (last(carrier).status, last(carrier).note) == (
        TextStatus.FAILED,
        "not connected to the programme (500)",
    )


def test_the_list_of_our_texts_is_newest_first_since_a_moment(programme: Programme) -> None:
    clock = FixedClock()
    carrier = network(programme.base, clock=clock)
    for hour in range(3):
        clock.moment = NOW + timedelta(hours=hour)
        carrier.send(text(body=f"text {hour}"))
    carrier.text_from(ANA, "help")
    carrier.close()
    listed = carrier.sent_to(ANA, NOW + timedelta(hours=1))
    assert [(t.body, t.created_at) for t in listed] == [
        ("text 2", NOW + timedelta(hours=2)),
        ("text 1", NOW + timedelta(hours=1)),
    ]
    assert carrier.sent_to(NEW, NOW) == ()


def test_changes_grow_with_every_change_and_only_then(carrier: SimulatedCarrier) -> None:
    seen = [carrier.changes]
    acts: tuple[Callable[[], None], ...] = (
        lambda: carrier.power(ANA, on=False),
        lambda: carrier.power(ANA, on=True),
        lambda: carrier.add_phone(NEW, "Ben", Role.PARTICIPANT),
        lambda: carrier.text_from(NEW, "hi"),
    )
    for act in acts:
        act()
        seen.append(carrier.changes)
    assert seen == sorted(set(seen))
    carrier.power(ANA, on=True)
    carrier.add_phone(NEW, "Somebody else", Role.WORKER)
    assert carrier.changes == seen[-1]
    assert phone(carrier, NEW).label == "Ben"


def test_many_threads_lose_no_text_and_no_receipt(programme: Programme, carrier: SimulatedCarrier) -> None:
    def talk(number: int) -> None:
        for count in range(5):
            carrier.send(text(to=f"+1336555012{number}", body=f"{count}"))

    threads = [threading.Thread(target=talk, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    eventually(lambda: len(programme.posts) == 80)
    for number in range(8):
        view = phone(carrier, f"+1336555012{number}")
        assert [b.body for b in view.messages] == [*"01234"]
        assert {b.status for b in view.messages} == {TextStatus.DELIVERED}
