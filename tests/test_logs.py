"""Logs: one JSON line an event, with ids; whatever looks like a number is masked wherever it comes from."""

import json
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from smsbot.logs import scrub, set_up

NUMBER = "+13365550111"


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def last(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    *_, line = capsys.readouterr().out.splitlines()
    found: dict[str, object] = json.loads(line)
    return found


def test_an_event_is_one_line_with_its_ids(capsys: pytest.CaptureFixture[str]) -> None:
    set_up()
    logging.getLogger("smsbot.x").info("text.sent", extra={"text_id": "0192-abc", "kind": "reply"})
    line = last(capsys)
    assert (line["event"], line["where"], line["level"]) == ("text.sent", "smsbot.x", "INFO")
    assert (line["text_id"], line["kind"]) == ("0192-abc", "reply")
    assert str(line["at"]).endswith("Z")


@pytest.mark.parametrize(
    "number", [NUMBER, "13365550111", "(336) 555-0111", "336.555.0111", "+1 336 555 0111", "336-555-0111"]
)
def test_numbers_are_masked_in_any_spelling(number: str) -> None:
    assert scrub(f"to {number}, refused") in ("to (number), refused", "to ((number), refused")


@pytest.mark.parametrize("plain", ["3 tries in 45 seconds", "code 21610", "line 1234", "at 10:42", "A7K2"])
def test_other_figures_stay(plain: str) -> None:
    assert scrub(plain) == plain


def test_a_number_in_a_message_or_its_arguments_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    set_up()
    log = logging.getLogger("library")
    log.warning("could not reach %s in %d tries", NUMBER, 3)
    assert last(capsys)["event"] == "could not reach (number) in 3 tries"
    log.warning("could not reach " + NUMBER)  # noqa: G003  # as libraries do
    assert last(capsys)["event"] == "could not reach (number)"


def test_a_message_that_is_no_text_is_still_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up()
    logging.getLogger("library").warning({"answer": 42})
    assert last(capsys)["answer"] == 42


def test_a_trace_loses_its_numbers_and_the_values_of_statements(capsys: pytest.CaptureFixture[str]) -> None:
    set_up()
    engine, words = create_engine("sqlite://"), "purple elephant"
    try:
        with engine.connect() as connection:
            connection.execute(text("INSERT INTO missing VALUES (:words)"), {"words": words})
    except Exception:
        logging.getLogger("smsbot.x").exception("inbox.failed")
    engine.dispose()
    trace = str(last(capsys)["exc_info"])
    assert "no such table: missing" in trace
    assert "purple" not in trace
    try:
        raise ValueError(f"no route to {NUMBER}")
    except ValueError:
        logging.getLogger("smsbot.x").exception("text.failed")
    assert "no route to (number)" in str(last(capsys)["exc_info"])


def test_chatty_libraries_are_quiet_and_the_level_is_a_choice(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("ERROR")
    logging.getLogger("smsbot.x").info("nothing")
    logging.getLogger("apscheduler").info("tick")
    assert capsys.readouterr().out == ""
    assert logging.getLogger("twilio.http_client").level == logging.WARNING
