"""Which ways of a flow its tests take."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from smsbot.cli.content import flows
from smsbot.cli.testing import NotCovered, TranscriptsFailed
from smsbot.core.flow import Target
from smsbot.lab.cover.order import Order
from smsbot.lab.cover.reach import cover
from smsbot.lab.cover.watch import Watched, Watcher
from smsbot.lab.stage import Stage
from smsbot.lab.transcript import Transcript
from smsbot.lab.transcript_run import run

ROOT = Path(__file__).parents[2]
Read = Callable[[str], list[Transcript]]

KIT = """
- title: by mail, in Spanish, after one slip, and no address
  language: es
  script:
    - me: narcan
    - bot: how
    - me: verde
    - bot: how
    - me: "3"
    - bot: address
    - pass: 4h
"""


def _reached(stage: Stage, talks: list[Transcript], flow: str) -> set[str]:
    watcher = Watcher()
    assert [run(stage, one, partial(Watched, watcher=watcher)) for one in talks] == [None] * len(talks)
    return {f"{place.step}: {place.kind} {place.name}".rstrip() for place in watcher.reached if place.flow == flow}


def test_a_conversation_reaches_what_it_came_through_and_nothing_else(stage: Stage, read: Read) -> None:
    assert _reached(stage, read(KIT), "naloxone") == {
        "how: text in Spanish",
        "how: text in retry Spanish",
        "how: choice mail",
        "address: text in Spanish",
        "address: timeout",
    }


def test_facts_quiet_words_and_what_does_not_fit_are_places_too(stage: Stage, read: Read) -> None:
    talk = """
- title: quiet, and not understood twice
  language: en
  quiet: true
  script: [{me: narcan}, {bot: how}, {me: something else}, {bot: how}, {me: something else}, {bot: offer}]
- title: by day
  script: [{me: narcan}, {bot: how}, {me: meet}, {bot: where}, {me: the library}, {bot: told_now}]
"""
    reached = _reached(stage, read(talk), "naloxone")
    assert {"how: quiet text in English", "how: otherwise", "where: own words", "told: when staffed is yes"} <= reached


def test_a_watched_flow_is_the_same_flow(stage: Stage) -> None:
    flow = stage.program.flows["naloxone"]
    watched = Watcher().flow(flow)
    asked = watched.steps["how"].ask
    assert asked is not None
    assert asked.otherwise == Target("person", is_flow=True) != Target("person")
    assert {asked.otherwise} == {Target("person", is_flow=True), asked.otherwise}
    assert list(watched.steps) == list(flow.steps)


def test_it_stops_when_everything_is_reached(stage: Stage, read: Read) -> None:
    answers = """
- title: in English
  language: en
  script: [{me: police}, {bot: answer}]
- title: in Spanish
  language: es
  script: [{me: policia}, {bot: answer}]
- title: once more
  language: en
  script: [{me: police}, {bot: answer}]
"""
    talks = read(answers)
    found = cover(stage, talks, {"police": None}, lambda _played: None)
    assert (found.played, found.failures) == (2, [])
    assert found.missing == []


def test_the_next_one_looks_as_if_it_came_where_none_has_been(stage: Stage, read: Read) -> None:
    watcher = Watcher()
    watcher.programme(stage.program)
    talks = read(KIT + KIT.replace("narcan", "kit").replace('"3"', "meet someone").replace("address", "where"))
    order = Order(talks, list(stage.program.flows.values()))
    meeting = [place for place in watcher.places["naloxone"] if (place.step, place.name) == ("how", "meet")]
    assert order.next(meeting) is talks[1]
    assert order.next(meeting) is talks[0]
    assert order.next(meeting) is None


def _test(*args: str) -> Result:
    here = ["--flows", str(ROOT / "flows"), "--templates", str(ROOT / "templates")]
    return CliRunner().invoke(flows, ["test", "--cover", *here, *args])


def test_what_no_test_reaches_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "police.yaml").write_text("- title: one\n  script: [{me: police}, {bot: answer}]\n")
    result = _test(str(tmp_path / "police.yaml"))
    assert isinstance(result.exception, NotCovered)  # main() prints it and exits with 1
    assert "flows/police.yaml:8: answer: text in Spanish: no test gets there" in result.output
    assert str(result.exception) == "1 of 2 reached; write a test for the rest"


def test_a_test_that_fails_is_not_hidden(tmp_path: Path) -> None:
    (tmp_path / "police.yaml").write_text("- title: no\n  script: [{me: police}, {bot: nowhere}]\n")
    result = _test(str(tmp_path / "police.yaml"))
    assert isinstance(result.exception, TranscriptsFailed)
    assert "- expected to me: nowhere" in result.output


def test_a_cover_for_programs(tmp_path: Path) -> None:
    told = json.loads(_test("--json", str(ROOT / "flows" / "police.yaml")).stdout)
    assert (told["places"], told["not_reached"], told["failed"]) == (2, [], [])


@pytest.mark.parametrize("flow", ["menu", "police", "who_reads"])
def test_the_tests_of_a_shipped_flow_reach_all_of_it(flow: str) -> None:
    result = _test(str(ROOT / "flows" / f"{flow}.yaml"), str(ROOT / "tests" / "transcripts" / f"ways_{flow}.yaml"))
    assert result.exit_code == 0, result.output
