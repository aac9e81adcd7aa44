"""What every failure of a real request proves, and that it is never repeated."""

import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from requests import PreparedRequest
from standin.fake_twilio import FakeTwilio, Fault, Garbled, Gate, Hang, LostAnswer, Reset, Status
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from smsbot.core.delivery import Accepted, Lost, NotSent, Refused, SendResult
from smsbot.providers.twilio.client import TwilioTransport
from smsbot.usecases.ports import OutgoingSms

US, THEM = "+14135550100", "+14135550123"
PUBLIC = "https://Bot.example.org/base/"
SMS = OutgoingSms("019a-1", THEM, "Your supplies are ready. ñ", 3600)


@pytest.fixture
def fake() -> Iterator[FakeTwilio]:
    with FakeTwilio() as running:
        yield running


def transport(fake: FakeTwilio, **changes: object) -> TwilioTransport:
    settings: dict[str, object] = {
        "account_sid": fake.account_sid,
        "auth_token": fake.auth_token,
        "public_url": PUBLIC,
        "from_number": US,
        "api_url": fake.url,
        "connect_timeout": 1.0,
        "read_timeout": 5.0,
    }
    return TwilioTransport(**(settings | changes))  # type: ignore[arg-type]


HTML = "<html><body>no</body></html>"
FAULTS: dict[str, tuple[Fault, SendResult, int]] = {
    "429 with a wait": (Status(429, retry_after=2), Refused(20429, 2.0), 0),
    "429 without": (Status(429), Refused(20429), 0),
    "429 of a proxy": (Status(429, retry_after="soon", body=HTML), Refused(429), 0),
    "403 of a proxy": (Status(403, body=HTML), Refused(403), 0),
    "a redirect": (Status(307, body=""), Lost("http 307"), 0),
    "500": (Status(500), Lost("http 500"), 0),
    "502 of a proxy": (Status(502, body=HTML), Lost("http 502"), 0),
    "503": (Status(503), Lost("http 503"), 0),
    "no JSON": (Garbled(HTML), Lost("unreadable answer to a text, http 201"), 1),
    "no SID": (Garbled('{"status": "queued"}'), Lost("unreadable answer to a text, http 201"), 1),
    "an odd date": (Garbled('{"date_created": 5}'), Lost("unreadable answer to a text, http 201"), 1),
    "a list": (Garbled("[]"), Lost("unreadable answer to a text, http 201"), 1),
    "reset": (Reset(), Lost("ConnectionError"), 0),
    "reset after it was taken": (Reset(accept=True), Lost("ConnectionError"), 1),
    "a lost answer": (LostAnswer(), Lost("ConnectionError"), 1),
    "silence": (Hang(2.0, accept=False), Lost("ReadTimeout"), 0),
    "silence after it was taken": (Hang(2.0, accept=True), Lost("ReadTimeout"), 1),
}


@pytest.mark.parametrize(("fault", "result", "taken"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_for_what_it_proves_and_never_repeated(
    fake: FakeTwilio, fault: Fault, result: SendResult, taken: int
) -> None:
    fake.on_post = lambda form: fault
    assert transport(fake, read_timeout=0.3).send(SMS) == result
    assert (len(fake.posts), len(fake.accepted)) == (1, taken)


def test_a_sid_is_believed_whatever_else_the_answer_holds(fake: FakeTwilio) -> None:
    sid = fake.new_sid()
    fake.on_post = lambda form: Garbled(f'{{"sid": "{sid}", "status": "queued", "date_created": 5}}')
    assert transport(fake).send(SMS) == Accepted(sid, "queued")


def test_a_slow_answer_is_waited_for(fake: FakeTwilio) -> None:
    fake.on_post = lambda form: Hang(0.4, accept=True)
    assert isinstance(transport(fake, connect_timeout=0.2).send(SMS), Accepted)


def test_a_held_text_is_accepted_only_when_let_through(fake: FakeTwilio) -> None:
    event = Event()
    fake.on_post = lambda form: Gate(event)
    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(transport(fake).send, SMS)
        fake.wait_for_posts(1)
        assert fake.accepted == []
        event.set()
        assert isinstance(result.result(5), Accepted)


def test_a_refused_connection_proves_that_nothing_was_sent(fake: FakeTwilio) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        assert transport(fake, api_url=address).send(SMS) == NotSent("NewConnectionError")


def test_an_unknown_host_proves_that_nothing_was_sent(fake: FakeTwilio, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such_host(*args: object, **rest: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_host)
    sender = transport(fake, api_url="http://api.invalid")
    assert sender.send(SMS) == NotSent("NameResolutionError")


def test_a_connection_that_nobody_takes_proves_that_nothing_was_sent(fake: FakeTwilio) -> None:
    with ExitStack() as opened, socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):  # more than the queue holds: the kernel leaves further callers unanswered
            waiting = opened.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        sender = transport(fake, api_url=f"http://127.0.0.1:{full.getsockname()[1]}", connect_timeout=0.3)
        assert sender.send(SMS) == NotSent("ConnectTimeoutError")


def test_a_server_that_is_not_twilio_gets_nothing(fake: FakeTwilio, tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2046, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    pem = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    both = tmp_path / "pretender.pem"
    both.write_bytes(key.private_bytes(*pem) + certificate.public_bytes(pem[0]))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError), context.wrap_socket(connection, server_side=True) as secured:
                secured.recv(1)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        address = f"https://127.0.0.1:{listening.getsockname()[1]}"
        assert transport(fake, api_url=address).send(SMS) == NotSent("SSLCertVerificationError")
        thread.join(5)


@contextmanager
def raw_server(answer: bytes) -> Iterator[str]:
    """A server that answers one request with these bytes and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                received = b""
                while b"\r\n\r\n" not in received or b"ValidityPeriod" not in received:
                    received += connection.recv(65536)
                connection.sendall(answer)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(5)


@pytest.mark.parametrize(
    "answer",
    [
        b"what?\r\n\r\n",
        b"HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{",
        b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 201 Created\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nab",
    ],
    ids=["no HTTP", "cut short", "cut in a chunk", "not gzip"],
)
def test_a_broken_answer_leaves_it_open(fake: FakeTwilio, answer: bytes) -> None:
    with raw_server(answer) as address:
        assert isinstance(transport(fake, api_url=address).send(SMS), Lost)


def test_an_error_of_our_own_is_lost_and_its_words_are_not_kept(fake: FakeTwilio) -> None:
    class Surprise(Exception):
        pass

    def stumble(session: object, *args: object, **rest: object) -> None:
        raise Surprise(THEM)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("requests.Session.send", stumble)
        assert transport(fake).send(SMS) == Lost("Surprise")


def test_without_a_stand_in_twilio_itself_is_asked_and_no_redirect_followed(
    fake: FakeTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def note(session: object, request: PreparedRequest, **options: object) -> None:
        asked.append((request.method, request.url, options["timeout"], options["allow_redirects"]))
        raise ConnectTimeoutError

    monkeypatch.setattr("requests.Session.send", note)
    sender = transport(fake, api_url=None, connect_timeout=3.05, read_timeout=30.0)
    assert sender.send(SMS) == NotSent("ConnectTimeoutError")
    address = f"https://api.twilio.com/2010-04-01/Accounts/{fake.account_sid}/Messages.json"
    assert asked == [("POST", address, (3.05, 30.0), False)]


def test_an_earlier_failure_does_not_colour_a_later_one(fake: FakeTwilio) -> None:
    fake.on_post = lambda form: Reset()
    try:
        raise_refused()
    except NewConnectionError:
        assert isinstance(transport(fake).send(SMS), Lost)


def raise_refused() -> None:
    raise NewConnectionError("an earlier text", "refused")  # type: ignore[arg-type]
