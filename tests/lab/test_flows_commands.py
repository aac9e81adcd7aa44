"""`smsbot flows test` and `smsbot flows play`, as they are typed."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from smsbot.cli.content import flows
from smsbot.cli.testing import TranscriptsFailed
from smsbot.content.problems import ContentError

ROOT = Path(__file__).parents[2]
HERE = ["--flows", str(ROOT / "flows"), "--templates", str(ROOT / "templates")]
RIGHT = "- title: right\n  script:\n    - me: narcan\n    - bot: how\n"
WRONG = "- title: wrong\n  script:\n    - me: narcan\n    - bot: where\n"


def _test(*args: str) -> Result:
    return CliRunner().invoke(flows, ["test", *HERE, *args])


def test_a_file_that_comes_true(tmp_path: Path) -> None:
    (tmp_path / "talk.yaml").write_text(RIGHT)
    result = _test(str(tmp_path / "talk.yaml"))
    assert result.exit_code == 0
    assert result.output.startswith("1 conversations, 0 failed, ")


def test_a_folder_in_which_one_fails(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(RIGHT)
    (tmp_path / "b.yaml").write_text(WRONG)
    result = _test(str(tmp_path))
    assert isinstance(result.exception, TranscriptsFailed)  # main() prints it and exits with 1
    assert str(result.exception).startswith("2 conversations, 1 failed, ")
    assert f"{tmp_path / 'b.yaml'}:4: wrong" in result.output
    assert "- expected to me: where" in result.output


def test_json_for_programs(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(WRONG + RIGHT)
    result = _test("--json", str(tmp_path))
    told = json.loads(result.output)
    assert isinstance(result.exception, TranscriptsFailed)
    assert (told["count"], len(told["failed"])) == (2, 1)
    assert {key: told["failed"][0][key] for key in ("line", "title", "expected")} == {
        "line": 4,
        "title": "wrong",
        "expected": "to me: where",
    }
    assert "narcan" in told["failed"][0]["conversation"][0]


def test_without_paths_the_tests_of_the_flows_and_the_transcripts_beside_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    monkeypatch.chdir(tmp_path)
    alone = json.loads(CliRunner().invoke(flows, ["test", "--json"]).output)
    (tmp_path / "tests" / "transcripts").mkdir(parents=True)
    (tmp_path / "tests" / "transcripts" / "talk.yaml").write_text(RIGHT)
    both = json.loads(CliRunner().invoke(flows, ["test", "--json"]).output)
    assert alone["failed"] == both["failed"] == []
    assert both["count"] == alone["count"] + 1
    assert alone["count"] > 30


def test_a_mistake_in_a_transcript_is_named(tmp_path: Path) -> None:
    (tmp_path / "talk.yaml").write_text("- title: t\n  script: [{mee: hi}]")
    result = _test(str(tmp_path))
    assert isinstance(result.exception, ContentError)
    assert "did you mean 'me'?" in str(result.exception)


def test_a_path_that_is_not_there_is_wrong_usage() -> None:
    assert _test("nowhere").exit_code == 2


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("1\nquit\ny\n", '    - me: "1"\n    - bot: told_now'),
        ("1\nquit\nn\n", "Got it, it's on the team's list"),
        ("1\n", "Got it, it's on the team's list"),
    ],
)
def test_a_flow_is_played_in_the_terminal(typed: str, printed: str) -> None:
    result = CliRunner().invoke(flows, ["play", "naloxone", *HERE], input=typed)
    assert result.exit_code == 0
    assert "We can get you a free kit" in result.output
    assert printed in result.output
    assert ("- title:" in result.output) is typed.endswith("y\n")
