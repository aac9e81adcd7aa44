"""docs/start.md is true: what can be run, runs; what is to be pasted is what we send."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from kit_bench import ROOT

from smsbot.content.catalog import Catalog
from smsbot.core.language import Language
from smsbot.core.program import Program

START = (ROOT / "docs/start.md").read_text()
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _lines() -> list[str]:
    """The first hour is run by tests/faults/test_first_hour.py, without any setting; what comes later has them."""
    later = START.split("## Three people\n")[1]
    blocks = [block for kind, block in _BLOCK.findall(later) if kind == "sh"]
    return [line for block in blocks for line in block.splitlines() if line.strip()]


RUNNABLE = [line for line in _lines() if "# by hand" not in line]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What staff edit, on a demonstration's database. The long transcripts are tested by themselves."""
    folder = tmp_path_factory.mktemp("start")
    for name in ("flows", "templates", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(Path(sys.executable).parent.parent)
    return folder


def test_the_commands_of_the_first_weeks_run_in_their_order(copy: Path) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(copy), "SMSBOT_CARRIER": "simulated"}
    for line in RUNNABLE:
        done = subprocess.run(
            ["sh", "-c", line], cwd=copy, env=env, capture_output=True, text=True, timeout=250, check=False
        )
        assert done.returncode == 0, (line, done.stdout[-2000:], done.stderr[-2000:])


def test_what_only_people_can_do_is_marked_and_little_else() -> None:
    assert {line.split()[0] for line in RUNNABLE} == {".venv/bin/smsbot"}
    assert len(RUNNABLE) >= 6


SAMPLES = [
    sample.split("\n", 1)
    for kind, block in _BLOCK.findall(START)
    if kind == "text"
    for sample in block.strip().split("\n\n")
]


@pytest.fixture(scope="module")
def program() -> Program:
    return Catalog(ROOT / "flows", ROOT / "templates", lambda _kept: None).check()


@pytest.mark.parametrize(("name", "words"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_a_sample_for_the_carriers_is_what_we_send(program: Program, name: str, words: str) -> None:
    key, language = re.fullmatch(r"(\S+) \((en|es)\)", name).groups()  # type: ignore[union-attr]
    text = program.texts.get(key)
    if text is None:
        flow, step = key.split("/")
        found = program.flows[flow].steps[step].ask
        assert found is not None
        text = found.text

    assert text.render(Language(language), {**program.settings.names, "worker": "Sam"}) == words


def test_there_are_samples_in_both_languages() -> None:
    assert {name[-3:-1] for name, _ in SAMPLES} == {"en", "es"}


@pytest.mark.parametrize(
    ("said", "sent"), [("after 3 minutes if no change", "again in 3 min"), ("every 5 seconds", "every 5 sec")]
)
def test_the_times_on_the_medical_directors_sheet_are_those_in_the_text(program: Program, said: str, sent: str) -> None:
    words = program.text("crisis.overdose").render(Language.EN, program.settings.names)

    assert said in START
    assert sent in words


def test_what_is_said_aloud_names_no_health_matter() -> None:
    from smsbot.core.cards import telling_words

    spoken = START[START.index("**On somebody's voicemail.**") : START.index("**At a door")]

    assert telling_words(spoken) == ()


def test_the_cost_table_adds_up() -> None:
    table = START[START.index("| Each month") : START.index("| **Together**")]
    rows = re.findall(r"^\| .*?\| \$(\d+)(?: to \$(\d+))? \|$", table, re.MULTILINE)
    low = sum(int(a) for a, _ in rows)
    high = sum(int(b or a) for a, b in rows)
    together = re.search(r"\*\*\$(\d+) to \$(\d+)\*\*", START)

    assert together is not None
    assert abs(low - int(together.group(1))) <= 5
    assert abs(high - int(together.group(2))) <= 5
