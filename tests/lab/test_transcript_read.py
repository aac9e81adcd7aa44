"""Mistakes in transcripts are named with their line, before anything runs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from smsbot.content.problems import ContentError
from smsbot.core.language import Language
from smsbot.lab.transcript import Transcript
from smsbot.lab.transcript_read import read_paths

Read = Callable[[str], list[Transcript]]
ROTA = {"sam": "+13365550150", "dee": "+13365550151"}

SCRIPT = "- title: t\n  script:\n    - "


@pytest.mark.parametrize(
    ("line", "line_number", "problem"),
    [
        ("mee: hi", 3, "unknown key 'mee'; did you mean 'me'?"),
        ("bto: how", 3, "unknown key 'bto'; did you mean 'bot'?"),
        ("{me: hi, bot: how}", 3, "'me' and 'bot' on one line; give each a line of its own"),
        ("{me: hi, medai: 1}", 3, "unknown key 'medai'; did you mean 'media'?"),
        ("{bot: how, media: 1}", 3, "unknown key 'media'"),
        ("{bot: how, to: anna}", 3, "unknown name 'anna'; one of: me, sam, dee"),
        ("{bot: how, when: noonish}", 3, "'noonish' is not a day and a time; write it like"),
        ("bot: {contian: x}", 3, "unknown key 'contian'; did you mean 'contains'?"),
        ("bot: {}", 3, "'bot' is empty"),
        ("bot:", 3, "'bot' is empty; write words"),
        ("me: true", 3, "'me' must be words, not true or false"),
        ("me:", 3, "'me' is empty"),
        ("pass: soon", 3, "'soon' is not a length of time; write it like"),
        ("at: tue", 3, "'tue' is not a day and a time"),
        ("down: a while", 3, "'a while' is not a length of time"),
        ("hold: maybe", 3, "unknown setting 'maybe'; one of: on, off"),
        ("lang: fr", 3, "unknown language 'fr'; one of: en, es"),
        ("call: you", 3, "unknown person 'you'; one of: me"),
        ("worker: {pat: hi}", 3, "unknown key 'pat'"),
        ('worker: {sam: "1", dee: "1"}', 3, "a worker's line has one worker"),
        ("{to_worker: alert, to: pat}", 3, "unknown name 'pat'"),
        ("carrier: {refuse: 7}", 3, "'refuse' is 7; write a number from 10000 to 99999"),
        ("carrier: {}", 3, "'refuse' is missing"),
        ("receipt: {status: lost}", 3, "unknown status 'lost'"),
        ("expect: {tiket: x}", 3, "unknown key 'tiket'; did you mean 'ticket'?"),
        ("expect: {}", 3, "'expect' is empty"),
        ("expect: {consent: maybe}", 3, "unknown consent 'maybe'"),
        ("expect: {frozen: 1}", 3, "'frozen' must be true or false"),
        ("expect: {saved: {}}", 3, "'saved' is empty"),
        ("expect: {ticket: {level: red}}", 3, "'topic' is missing"),
        ("expect: {ticket: {topic: x, level: pink}}", 3, "unknown level 'pink'"),
        ("expect: {ticket: {topic: x, taken: pat}}", 3, "unknown worker 'pat'"),
        ("just words", 3, "'script' must be a map, not words"),
    ],
)
def test_a_line_that_cannot_be_meant_is_named(read: Read, line: str, line_number: int, problem: str) -> None:
    with pytest.raises(ContentError) as caught:
        read(SCRIPT + line)
    assert f"talk.yaml:{line_number}: " in str(caught.value)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("- script: [{me: hi}]", "talk.yaml:1: 'title' is missing"),
        ("- title: t", "talk.yaml:1: 'script' is missing"),
        ("- {title: t, script: []}", "talk.yaml:1: 'script' is empty"),
        ("- {title: t, scirpt: [{me: hi}]}", "unknown key 'scirpt'; did you mean 'script'?"),
        ("- {title: t, language: fr, script: [{me: hi}]}", "unknown language 'fr'"),
        ("- {title: t, start: early, script: [{me: hi}]}", "'early' is not a day and a time"),
        ("- {title: t, people: {bot: {}}, script: [{me: hi}]}", "'bot' cannot be a person's name here"),
        ("- {title: t, people: {ana: {phone: '+19195551234'}}, script: [{me: hi}]}", "could be somebody's number"),
        ("- {title: t, people: {ana: {fone: x}}, script: [{me: hi}]}", "unknown key 'fone'; did you mean 'phone'?"),
        ("- {title: t, workers: [pat], script: [{me: hi}]}", "unknown worker 'pat'"),
        ("just words", "the file must be a list of at least one"),
        ("- {title: t", "this is not YAML"),
    ],
)
def test_a_transcript_that_cannot_be_meant_is_named(read: Read, source: str, problem: str) -> None:
    with pytest.raises(ContentError) as caught:
        read(source)
    assert problem in str(caught.value)


def test_every_mistake_is_named_at_once(read: Read) -> None:
    with pytest.raises(ContentError) as caught:
        read("- title: t\n  script:\n    - mee: hi\n    - pass: soon\n    - bot: how\n    - at: never")
    assert [problem.line for problem in caught.value.problems] == [3, 4, 6]


def test_people_and_workers_are_who_the_file_says(read: Read) -> None:
    (found,) = read(
        "- title: t\n  language: es\n  people: {ana: {phone: '+13365550113', language: en}, ben: {}}\n"
        "  workers: {pat: '+13365550160'}\n  script: [{ana: hi}, {worker: '1'}]"
    )
    assert found.people["me"].language is Language.ES
    assert (found.people["ana"].number, found.people["ana"].language) == ("+13365550113", Language.EN)
    assert found.people["ben"].language is None
    assert len({one.number for one in found.people.values()}) == 3
    assert found.staff == {"pat": "+13365550160"}
    assert [(line.verb, line.who) for line in found.script] == [("says", "ana"), ("worker", "pat")]


def _tests(read: Read, tests: str) -> list[Transcript]:
    return read(f"flow: ride\nabout: x\ntests:\n  - title: t\n{tests}")


def test_a_flows_own_test_begins_in_it_unless_the_person_begins(read: Read) -> None:
    assert _tests(read, "    script: [{bot: where}]")[0].starts == "ride"
    assert _tests(read, "    script: [{me: lift}]")[0].starts is None
    assert _tests(read, "    starts: true\n    script: [{me: lift}]")[0].starts == "ride"
    assert read("- {title: t, starts: ride, script: [{bot: where}]}")[0].starts == "ride"


def test_files_without_transcripts_have_none(read: Read) -> None:
    assert read("names: {team: us}") == []
    assert read("flow: ride\nabout: x") == []


def test_a_file_that_is_not_there_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ContentError) as caught:
        read_paths([tmp_path / "gone.yaml", tmp_path / "empty"], ROTA)
    assert "cannot be read" in str(caught.value)
    assert "there is no .yaml file in this folder" in str(caught.value)
