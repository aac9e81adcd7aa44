"""A flow is played by somebody at the keyboard."""

from collections.abc import Callable

import pytest
import yaml

from smsbot.core.errors import SmsbotError
from smsbot.lab.play import HELP, Session
from smsbot.lab.stage import Stage
from smsbot.lab.transcript import Transcript
from smsbot.lab.transcript_run import run

Read = Callable[[str], list[Transcript]]


@pytest.fixture
def session(stage: Stage) -> Session:
    """Somebody has just asked for a kit."""
    return Session(stage, "naloxone")


def test_it_opens_with_what_the_flow_says(session: Session) -> None:
    assert session.opening[0].startswith("Mon Nov 2 10:00 to me: We can get you a free kit")
    assert session.prompt == "Mon Nov 2 10:00 me> "


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (["1"], "to me: Got it, it's on the team's list"),
        (["1", "+4h"], "Mon Nov 2 14:00 to sam: PORT ROUTINE"),
        (["1", "sam> 1"], "is yours"),
        (["thank you", "3", "never mind", "thanks"], "(nothing is sent)"),
        (["lang es", "2"], "¿En qué lugar"),
        (["lang fr"], "'fr' is not a language here; write: en, es"),
        (["+soon"], "'soon' is not a length of time"),
        (["bob> hi"], "nobody here is called 'bob'; there are: me, sam, dee"),
        (["me> next"], "Nothing is on its way"),
        (["why"], "decided by flow.naloxone; the last text to them is naloxone.how"),
        (["hes not breathing", "why"], "decided by crisis.red; the last text to them is crisis.overdose (crisis)"),
        (["1", "next"], "Mon Nov 2 14:00 to sam: PORT ROUTINE"),
        (["next"], "it is Wed Nov 4 10:00; nothing is sent"),
        (["next", "next"], "nothing is planned"),
        (["?"], "as a worker"),
    ],
)
def test_what_is_typed_has_its_effect(session: Session, typed: list[str], printed: str) -> None:
    lines: list[str] = []
    for line in typed:
        lines = session.do(line)
    assert any(printed in line for line in lines)


def test_an_empty_line_does_nothing(session: Session) -> None:
    assert session.do("") == []


def test_why_before_anything_was_sent_and_after_an_erasure(stage: Stage) -> None:
    session = Session(stage, "naloxone")
    session.do("delete")
    session.do("1")
    assert session.do("why") == ["nothing was sent to them yet"]


def test_a_flow_that_is_not_there_is_named(stage: Stage) -> None:
    with pytest.raises(SmsbotError, match="there is no flow 'nalox'; did you mean 'naloxone'"):
        Session(stage, "nalox")


def test_the_session_is_a_transcript_that_comes_true(stage: Stage, read: Read) -> None:
    session = Session(stage, "naloxone")
    for line in ("2", "the library, after 3", "+4h", "sam> 1", "lang es", "ayuda", 'say "hi": #1', "next"):
        session.do(line)
    (transcript,) = read(session.transcript())
    failure = run(stage, transcript)
    assert failure is None, str(failure)
    assert "- bot: told_now" in session.transcript()


def test_the_transcript_is_plain_yaml(session: Session) -> None:
    session.do("1")
    (talk,) = yaml.safe_load(session.transcript())
    assert talk["script"][:2] == [{"bot": "how"}, {"me": "1"}]


def test_the_help_names_every_command() -> None:
    assert all(word in HELP for word in ("sam> 1", "+2h", "next", "why", "lang es", "quit"))
