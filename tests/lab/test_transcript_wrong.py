"""A script that is not what happens fails, at its line, and says what happened instead."""

from collections.abc import Callable

import pytest

from smsbot.lab.stage import Stage
from smsbot.lab.transcript import Transcript
from smsbot.lab.transcript_record import Failure
from smsbot.lab.transcript_run import run

Read = Callable[[str], list[Transcript]]

JOINED = """
    - me: join
    - bot: choose
    - me: every day
    - bot: confirm
    - me: "1"
    - bot: welcome"""

WRONG = [
    (
        "another step than comes",
        "- me: narcan\n- bot: where",
        2,
        "expected to me: where",
        "+ We can get you a free kit",
    ),
    (
        "a step nobody wrote",
        "- me: narcan\n- bot: hwo",
        2,
        "hwo (no step or shared text has that name; did you mean 'how'?)",
        "",
    ),
    ("words nobody says", "- me: narcan\n- bot: Take one", 2, 'to me: "Take one"', ""),
    ("words that are not in it", "- me: narcan\n- bot: {contains: [free, bicycle]}", 2, 'contains "bicycle"', ""),
    ("words that are in it", "- me: narcan\n- bot: {is: how, lacks: kit}", 2, 'lacks "kit"', ""),
    ("not exactly these words", "- me: narcan\n- bot: {words: A kit.}", 2, 'words "A kit."', ""),
    ("nothing, and something comes", "- me: narcan\n- bot: nothing", 2, "expected nothing to me", "+ We can get"),
    ("something, and nothing comes", "- me: hi\n- bot: greeting\n- me: thanks\n- bot: how", 4, "to me: how", ""),
    ("one text, and two come", "- me: narcan\n- bot: how\n- bot: how", 3, "to me: how", "+ nothing was sent to me"),
    ("to somebody who got none", "- me: narcan\n- bot: how\n  to: ana", 2, "to ana: how", "+ nothing was sent to ana"),
    ("the other language", "- me: hola\n- lang: en\n- me: narcan\n- bot: {contains: Con gusto}", 4, "Con gusto", ""),
    (
        "at another hour",
        "- me: narcan\n- bot: how\n  when: tue 09:00-20:00",
        2,
        "to me, tue 09:00-20:00: how",
        "+ Mon Nov 2 10:00:",
    ),
    ("no such ticket", "- me: narcan\n- expect: {ticket: naloxone}", 2, "ticket: naloxone", "+ ticket: none"),
    ("a ticket that is there", "- me: person\n- expect: {ticket: none}", 2, "ticket: none", "+ ticket: person"),
    (
        "fewer tickets",
        "- me: person\n- expect: {ticket: [person, call]}",
        2,
        "ticket: [person, call]",
        "+ ticket: [person]",
    ),
    ("a ticket taken", "- me: person\n- expect: {ticket: {topic: person, taken: sam}}", 2, "taken: sam", "taken: none"),
    (
        "a ticket of another level",
        "- me: person\n- expect: {ticket: {topic: person, level: red}}",
        2,
        "level: red",
        "level: routine",
    ),
    ("a ticket nobody opened", "- me: hi\n- expect: {ticket: {topic: ride}}", 2, "topic: ride", "+ ticket: none"),
    (
        "another answer",
        '- me: narcan\n- me: "1"\n- expect: {saved: {how: mail}}',
        3,
        "saved: {how: mail}",
        "+ saved: {how: pickup}",
    ),
    ("consent that is not", "- me: hi\n- expect: {consent: open}", 2, "consent: open", "+ consent: none"),
    ("a cadence nobody chose", "- me: hi\n- expect: {cadence: every day}", 2, "cadence: every day", "+ cadence: none"),
    (
        "half of a cadence",
        f"{JOINED}\n- expect: {{cadence: every}}",
        7,
        "cadence: every",
        "+ cadence: every day between",
    ),
    ("parts of another cadence", f"{JOINED}\n- expect: {{cadence: [every day, by call]}}", 7, "by call", "by text"),
    ("another next day", f"{JOINED}\n- expect: {{next: Wed Nov 4}}", 7, "next: Wed Nov 4", "+ next: Tue Nov 3"),
    ("no next day", f"{JOINED}\n- expect: {{next: none}}", 7, "next: none", "+ next: Tue Nov 3"),
    (
        "another place in it",
        "- me: narcan\n- expect: {conversation: naloxone.where}",
        2,
        "naloxone.where",
        "+ conversation: naloxone.how",
    ),
    ("another language", "- me: hola\n- expect: {language: en}", 2, "language: en", "+ language: es"),
    (
        "a text was sent",
        "- me: hi\n- expect: {nothing_sent: true}",
        2,
        "nothing_sent: true",
        "+ nothing_sent: a text was sent",
    ),
    (
        "none was sent",
        "- me: hi\n- me: thanks\n- expect: {nothing_sent: false}",
        3,
        "nothing_sent: false",
        "nothing was sent",
    ),
    ("not frozen", "- me: hi\n- expect: {frozen: true}", 2, "frozen: true", "+ frozen: false"),
    ("not paused", "- me: hi\n- expect: {paused: Mon Nov 9}", 2, "paused: Mon Nov 9", "+ paused: none"),
    ("not asked", "- me: hi\n- expect: {asked: more}", 2, "asked: more", "+ asked: none"),
    ("another rule", "- me: hi\n- expect: {rule: menu}", 2, "rule: menu", "+ rule: greeting"),
    ("not erased", "- me: hi\n- expect: {erased: true}", 2, "erased: true", "+ erased: they are known"),
    (
        "nobody yet",
        "- me: hi\n- expect: {consent: open}\n  of: ana",
        2,
        "consent: open",
        "nobody is known at this number",
    ),
    (
        "a worker who was not told",
        "- me: hi\n- to_worker: alert",
        2,
        "to a worker: alert",
        "+ nothing was sent to a worker",
    ),
    (
        "another worker's text",
        "- me: person\n- to_worker: {contains: RED}\n  to: sam",
        2,
        'contains "RED"',
        "+ to sam: PORT ROUTINE",
    ),
    ("a worker who was told", "- me: person\n- to_worker: nothing", 2, "nothing to a worker", "+ to sam: PORT ROUTINE"),
    (
        "a text nobody names",
        f"{JOINED}\n- at: tue 21:00",
        7,
        "a bot: line for every text",
        "a text to me that no line names: Hi,",
    ),
    (
        "a text named too late",
        f"{JOINED}\n- at: tue 21:00\n- me: fine\n- bot: today",
        7,
        "before line",
        "no line names",
    ),
    ("a moment that is past", "- at: 2026-11-01 10:00", 1, "that this can be done", "past"),
    ("an invitation of who was invited", "- invite: me\n- bot: invite\n- invite: me", 3, "", "they were invited"),
    ("a report about no text", "- receipt: {status: delivered}", 1, "a text that was sent", "+ none was"),
]


def _run(stage: Stage, read: Read, script: str, head: str = "") -> Failure | None:
    lines = [line.strip("\n") for line in script.strip("\n").splitlines()]
    body = "\n".join(f"    {line.removeprefix('    ')}" for line in lines)
    (transcript,) = read(f"- title: wrong\n  people: {{ana: {{}}}}\n{head}  script:\n{body}")
    return run(stage, transcript)


FIRST = 4  # the line of the file on which a script begins


@pytest.mark.parametrize(("title", "script", "line", "expected", "got"), WRONG, ids=[one[0] for one in WRONG])
def test_a_wrong_script_fails_at_its_line(
    stage: Stage, read: Read, title: str, script: str, line: int, expected: str, got: str
) -> None:
    failure = _run(stage, read, script)
    assert failure is not None, title
    written = script.strip("\n").splitlines()
    heads = [number for number, text in enumerate(written) if text.strip().startswith("- ")]
    assert failure.number == FIRST + heads[line - 1]
    assert expected in f"expected {failure.expected}"
    assert got in f"+ {failure.got}"


def test_a_failure_prints_the_conversation_as_it_went_beside_what_was_expected(stage: Stage, read: Read) -> None:
    failure = _run(stage, read, "- me: narcan\n- bot: how\n- me: '3'\n- bot: where")
    assert str(failure).splitlines() == [
        "talk.yaml:7: wrong",
        "  Mon Nov 2 10:00  me    > narcan",
        "  Mon Nov 2 10:00  to me < We can get you a free kit, no reasons asked. 1 pick it up 2 meet someone "
        "3 by mail. If someone isn't waking up right now, call 911 first.",
        "  Mon Nov 2 10:00  me    > 3",
        "+ Mon Nov 2 10:00  to me < Where can we send it? An address, and any name for the label. Only our team reads "
        "it. It's usually the nose spray; add \"shot\" if you'd rather.",
        "- expected to me: where",
        "+ Where can we send it? An address, and any name for the label. Only our team reads it. It's usually the nose "
        'spray; add "shot" if you\'d rather.',
    ]


def test_an_alert_that_climbs_for_hours_does_not_hide_the_conversation(stage: Stage, read: Read) -> None:
    failure = _run(stage, read, "- me: hes not breathing\n- pass: 2h\n- bot: how")
    assert failure is not None
    assert sum("to sam" in line for line in failure.conversation) == 3
    assert "more of the same to sam)" in failure.conversation[-2]


def test_a_flow_to_start_in_that_is_not_there(stage: Stage, read: Read) -> None:
    failure = _run(stage, read, "- bot: how", "  starts: nalox\n")
    assert failure is not None
    assert (failure.expected, failure.got[:11]) == ("a flow called nalox", "there are: ")


def test_a_start_that_never_comes(stage: Stage, read: Read) -> None:
    failure = _run(stage, read, "- me: hi", "  start: feb 30 10:00\n")
    assert failure is not None
    assert "past" in failure.got


def test_an_error_of_the_programme_fails_the_transcript(
    stage: Stage, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> object:
        raise ZeroDivisionError("the rules are broken")

    monkeypatch.setattr("smsbot.usecases.decide_inbox.decide", broken)
    failure = _run(stage, read, "- me: hi")
    assert failure is not None
    assert "ZeroDivisionError: the rules are broken" in failure.got


@pytest.mark.parametrize(
    "script",
    [
        "- me: narcan\n- me: '1'",
        "- me: narcan\n- expect: {conversation: naloxone.how}\n- me: thanks",
    ],
)
def test_an_answer_that_is_not_looked_at_at_all_may_be_anything(stage: Stage, read: Read, script: str) -> None:
    assert _run(stage, read, script) is None
