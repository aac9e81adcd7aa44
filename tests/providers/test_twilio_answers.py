import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbot.core.delivery import Accepted, Lost, Refused, SendResult
from smsbot.providers.twilio.answers import read_answer

SID = "SM" + "0123456789abcdef" * 2


@pytest.mark.parametrize(
    ("status", "body", "result"),
    [
        (201, {"sid": SID, "status": "queued"}, Accepted(SID, "queued")),
        (201, {"sid": SID, "status": "accepted"}, Accepted(SID, "accepted")),
        (200, {"sid": SID, "status": None}, Accepted(SID, "queued")),
        (201, {"sid": "SM1", "status": "queued"}, Lost("unreadable answer to a text, http 201")),
        (201, {}, Lost("unreadable answer to a text, http 201")),
        (201, [SID], Lost("unreadable answer to a text, http 201")),
        (204, "", Lost("unreadable answer to a text, http 204")),
        (201, "<html>", Lost("unreadable answer to a text, http 201")),
        (201, "[" * 100_000, Lost("unreadable answer to a text, http 201")),
        (400, {"code": 21610, "message": "x", "status": 400}, Refused(21610)),
        (400, {"code": "21211"}, Refused(21211)),
        (401, {"code": 20003}, Refused(20003)),
        (400, {"type": "t", "title": "t", "status": 400, "code": 21408}, Refused(21408)),
        (400, {"code": True}, Refused(400)),
        (400, {"code": -21610}, Refused(400)),
        (403, {"code": 403}, Refused(403)),
        (403, "<html>no</html>", Refused(403)),
        (404, "", Refused(404)),
        (500, {"code": 20500}, Lost("http 500")),
        (502, "bad gateway", Lost("http 502")),
        (503, {"code": 20503}, Lost("http 503")),
        (302, "", Lost("http 302")),
        (100, "", Lost("http 100")),
    ],
)
def test_every_answer_has_one_meaning(status: int, body: object, result: SendResult) -> None:
    assert read_answer(status, body if isinstance(body, str) else json.dumps(body)) == result


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        (None, None),
        ("", None),
        ("2", 2.0),
        ("0.5", 0.5),
        ("0", 0.0),
        ("99999", 3600.0),
        ("-1", None),
        ("nan", None),
        ("inf", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
    ],
)
def test_too_many_requests_says_when_to_come_back(header: str | None, wait: float | None) -> None:
    assert read_answer(429, json.dumps({"code": 20429}), header) == Refused(20429, wait)
    assert read_answer(429, "slow down", header) == Refused(429, wait)


def test_only_too_many_requests_sets_a_wait() -> None:
    assert read_answer(400, json.dumps({"code": 21611}), "5") == Refused(21611)


@given(st.integers(100, 599), st.text(), st.none() | st.text())
def test_no_answer_makes_it_raise_and_none_is_taken_for_accepted(status: int, text: str, header: str | None) -> None:
    assert not isinstance(read_answer(status, text, header), Accepted)
