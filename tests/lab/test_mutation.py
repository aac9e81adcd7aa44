"""Mutants of flows, and conversations that notice them."""

import json
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from smsbot.cli.content import flows
from smsbot.cli.mutating import TooFewCaught
from smsbot.core.flow import Target
from smsbot.core.follow import END
from smsbot.lab.mutation.mutants import WHOLE, Mutant, mutants, other, shown
from smsbot.lab.mutation.trial import Trial, all_mutants
from smsbot.lab.stage import Stage
from smsbot.lab.transcript_read import read_paths

ROOT = Path(__file__).parents[2]
ROTA = {"sam": "+13365550150", "dee": "+13365550151"}
FILES = [ROOT / "flows" / "naloxone.yaml", ROOT / "tests" / "transcripts" / "ways_naloxone.yaml"]
DRAWN = 25


@pytest.fixture(scope="module")
def made(stage: Stage) -> list[Mutant]:
    return all_mutants(stage.program)


def what(mutants_: list[Mutant], step: str) -> set[str]:
    return {f"{one.operator}: {one.what}" for one in mutants_ if one.step == step}


def test_every_choice_otherwise_timeout_and_language_has_its_mutants(made: list[Mutant]) -> None:
    naloxone = [one for one in made if one.flow.name == "naloxone"]

    assert {
        "language: en holds es",
        "language: quiet es holds en",
        "choice: pickup removed",
        "choice: meet leads to address",
        "words: mail without 3",
        "otherwise: became end",
        "save: how removed",
        "retry: once more",
        "language: retry: es holds en",
    } <= what(naloxone, "how")
    assert {"timeout: removed", "timeout: twice as late", "otherwise: became end"} <= what(naloxone, "where")
    assert {"keywords: none in es", "expires: ten times as late"} <= what(naloxone, WHOLE)


def test_a_mutant_differs_from_its_flow_in_one_place_and_says_where(made: list[Mutant], stage: Stage) -> None:
    for one in made:
        known = stage.program.flows[one.flow.name]
        changed = [name for name, step in one.flow.steps.items() if step != known.steps[name]]
        assert changed == ([] if one.step == WHOLE else [one.step]), str(one)
        assert one.flow != known
    assert str(made[0]).startswith("flows/")


def test_only_named_flows_are_changed(stage: Stage) -> None:
    assert {one.flow.name for one in all_mutants(stage.program, ["police", "menu"])} == {"police", "menu"}


def test_a_choice_that_leads_where_whatever_is_not_understood_leads_is_left_alone(stage: Stage) -> None:
    for flow in stage.program.flows.values():
        for name, step in flow.steps.items():
            ask = step.ask
            if ask is not None and ask.save is None and ask.retry is None:
                like = {choice for choice, to in ask.goes.items() if to == ask.otherwise}
                assert not any(one.what.split()[0] in like for one in mutants(flow) if one.step == name)


def test_another_way_is_one_that_the_author_could_have_written(stage: Stage) -> None:
    flow = stage.program.flows["naloxone"]
    first, second, *_, last = flow.steps

    assert other(flow, Target(first)) == Target(second)
    assert other(flow, Target(last)) == END
    assert other(flow, END) == Target(first)
    assert other(flow, Target("person", is_flow=True)) == END
    assert shown(Target("person", is_flow=True)) == "flow person"


def test_the_conversations_of_the_kits_notice_a_mistake_in_them(stage: Stage, made: list[Mutant]) -> None:
    here = [one for one in made if one.flow.name == "naloxone"]
    trial = Trial(stage, read_paths(FILES, ROTA))

    results = [trial.judge(one) for one in Random(1).sample(here, DRAWN)]

    caught = Counter(one.caught_by is not None for one in results)
    assert caught[True] >= DRAWN * 0.95, [one.mutant for one in results if one.caught_by is None]


def test_conversations_that_fail_without_a_mistake_prove_nothing(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text("- title: wrong\n  script:\n    - me: narcan\n    - bot: where\n")

    with pytest.raises(ValueError, match="without any mistake"):
        Trial(stage, read_paths([tmp_path], ROTA))


def run(*args: str) -> tuple[object, str]:
    here = ["--flows", str(ROOT / "flows"), "--templates", str(ROOT / "templates")]
    result = CliRunner(env={}).invoke(flows, ["mutate", *here, *args])
    return result.exception, result.output


def test_the_command_names_what_nothing_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # without the transcripts of this repository: only the flow's own tests

    problem, output = run("police", "--sample", "2", "--bar", "100", "--json")

    told = json.loads(output)
    assert told["tried"] == 2
    assert isinstance(problem, TooFewCaught) == (told["caught"] < 2)
    assert len(told["missed"]) == 2 - told["caught"]


def test_the_command_counts_by_kind_of_mistake_and_by_flow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)

    problem, output = run("police", "--sample", "2", "--bar", "0")

    assert problem is None
    assert "flow      police" in output
    assert " of 2 caught, " in output
