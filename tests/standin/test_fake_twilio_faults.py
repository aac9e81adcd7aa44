"""Waiting, faults, closing, and the stand-in as a process of its own."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from standin.calls import FORM, THEM, call, send, steer
from standin.fake_twilio import Accepted, FakeTwilio, Gate, Hang, Reset


@pytest.fixture
def fake() -> Iterator[FakeTwilio]:
    with FakeTwilio() as running:
        yield running


def broken_send(fake: FakeTwilio) -> None:
    with pytest.raises(ConnectionError):
        send(fake)


def test_waiting_in_vain_ends(fake: FakeTwilio) -> None:
    send(fake)
    with pytest.raises(TimeoutError, match="1 posts, 1 accepted"):
        fake.wait_for(2, timeout=0.05)


def test_posts_are_kept_in_order_of_arrival_while_one_is_held(fake: FakeTwilio) -> None:
    event = Event()
    fake.on_post = lambda form: Gate(event) if form["Body"] == "held" else None
    held = Thread(target=send, args=(fake,), kwargs={"Body": "held"})
    held.start()
    fake.wait_for_posts(1)
    send(fake, Body="free")
    event.set()
    held.join()
    assert [post.form["Body"] for post in fake.posts] == ["held", "free"]
    assert [taken.body for taken in fake.accepted] == ["free", "held"]


def test_closing_ends_every_wait() -> None:
    began = time.monotonic()
    with FakeTwilio() as fake:
        fake.on_post = lambda form: Hang(60, accept=False)
        thread = Thread(target=broken_send, args=(fake,))
        thread.start()
        fake.wait_for_posts(1)
    thread.join(5)
    assert time.monotonic() - began < 4


def test_a_failing_hook_is_not_swallowed() -> None:
    def hook(form: dict[str, str]) -> None:
        raise LookupError("a test's own mistake")

    def mistaken() -> None:
        with FakeTwilio() as fake:
            fake.on_post = hook
            broken_send(fake)

    with pytest.raises(LookupError, match="own mistake"):
        mistaken()


@pytest.fixture
def process() -> Iterator[str]:
    script = Path(__file__).with_name("fake_twilio.py")
    command = [sys.executable, str(script), "--port", "0", "--token", "T", "--account", "AC" + "c" * 32]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        yield str(json.loads(running.stdout.readline())["url"])
        running.send_signal(signal.SIGTERM)


def test_it_runs_as_a_process_of_its_own(process: str) -> None:
    client = FakeTwilio("AC" + "c" * 32, "T")
    address = process + client.messages_path
    assert call(address, client, "POST", FORM)[0] == 201
    assert steer(process, "fault", {"kind": "reset", "accept": True, "times": 1}) == 200
    with pytest.raises(ConnectionError):
        call(address, client, "POST", FORM)
    assert call(address, client, "POST", FORM)[0] == 201
    assert steer(process, "block", {"number": THEM}) == 200
    assert call(address, client, "POST", FORM)[0] == 400
    assert steer(process, "unblock", {"number": THEM}) == 200
    assert steer(process, "nonsense", {}) == 404

    _, rows = call(f"{process}/_standin/accepted", client)
    taken = [Accepted(**row) for row in rows]  # type: ignore[arg-type]
    assert [(text.to, text.body) for text in taken] == [(THEM, "hi")] * 3
    assert len(call(f"{process}/_standin/posts", client)[1]) == 4


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"kind": "status", "status": 429, "retry_after": 1}, 429),
        ({"kind": "status", "status": 503}, 503),
        ({"kind": "hang", "seconds": 0.01, "accept": True}, 201),
        ({"kind": "none"}, 201),
    ],
)
def test_faults_can_be_asked_for_in_json(fake: FakeTwilio, wish: dict[str, object], status: int) -> None:
    assert steer(fake.url, "fault", wish) == 200
    assert send(fake)[0] == status


@pytest.mark.parametrize("wish", [{"kind": "reset"}, {"kind": "lost_answer"}, {"kind": "hang", "seconds": 0}])
def test_broken_connections_can_be_asked_for_in_json(fake: FakeTwilio, wish: dict[str, object]) -> None:
    steer(fake.url, "fault", wish)
    with pytest.raises(ConnectionError):
        send(fake)


def test_a_reset_is_a_reset(fake: FakeTwilio) -> None:
    fake.on_post = lambda form: Reset()
    with pytest.raises(ConnectionResetError):
        send(fake)
