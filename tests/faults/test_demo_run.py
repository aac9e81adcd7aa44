"""What `make run` starts, from nothing: one process with simulated phones, in an empty folder."""

import json
import signal
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from processes import Running, demonstration, until

ANA, SAM = "+13365550111", "+13365550150"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Running]:
    """A demonstration of this test's own."""
    with demonstration(tmp_path) as started:
        yield started


def test_a_text_on_the_page_is_answered_and_the_team_sees_a_crisis(demo: Running, tmp_path: Path) -> None:
    say(demo, ANA, "narcan")
    until(lambda: any("1 pick it up" in words for words in heard(demo, ANA)), 15, "the answer on Ana's phone")
    say(demo, ANA, "my friend isn't breathing")
    until(lambda: any("911" in words for words in heard(demo, ANA)[1:]), 5, "the crisis answer")
    until(lambda: any("RED" in words for words in heard(demo, SAM)), 5, "the alert on Sam's phone")
    until(lambda: statuses(demo, ANA) == {"delivered"}, 10, "the receipts")
    assert demo.get("/phone") == 200
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["demo"]
    assert [line for line in demo.log.read_text().splitlines() if "ERROR" in line] == []


def test_a_foreign_page_cannot_text(demo: Running) -> None:
    assert ask(demo, "POST", "/phone/text", {"number": ANA, "body": "plan"}, {})[0] == 403


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_it_is_told_to(demo: Running, told: signal.Signals) -> None:
    say(demo, ANA, "plan")
    assert demo.stop(told) == 0
    assert "bug" not in demo.log.read_text()


def ask(demo: Running, method: str, path: str, fields: dict[str, object], headers: dict[str, str]) -> tuple[int, Any]:
    """One request of the page, and what it got."""
    connection = HTTPConnection("127.0.0.1", demo.port, timeout=10)
    try:
        connection.request(method, path, json.dumps(fields), headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")
    finally:
        connection.close()


def say(demo: Running, number: str, body: str) -> None:
    """Text from one of the phones on the page."""
    assert ask(demo, "POST", "/phone/text", {"number": number, "body": body}, {"X-Smsbot-Page": "1"})[0] == 200


def messages(demo: Running, number: str) -> list[dict[str, str]]:
    """What is on one phone."""
    phones = ask(demo, "GET", "/phone/state", {}, {})[1]["phones"]
    found: list[dict[str, str]] = next(phone["messages"] for phone in phones if phone["number"] == number)
    return found


def heard(demo: Running, number: str) -> list[str]:
    """What the programme said to one phone, in order."""
    return [one["body"] for one in messages(demo, number) if one["direction"] == "from_programme"]


def statuses(demo: Running, number: str) -> set[str]:
    """What became of it."""
    return {one["status"] for one in messages(demo, number) if one["direction"] == "from_programme"}
