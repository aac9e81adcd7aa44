"""From nothing to a conversation, as docs/flows.md tells it: every command is run as it is written there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from smsbot.content.findings.look import findings_in
from smsbot.content.frame import read_frame
from smsbot.content.publication import read_all
from smsbot.content.sources import Sources, read_sources

ROOT = Path(__file__).parents[1]
MANUAL = (ROOT / "docs/flows.md").read_text()
PATH = MANUAL.split("## From nothing to a conversation\n")[1].split("\n## ")[0]
BLOCKS = re.findall(r"^```([a-z]*)\n(.*?)^```", PATH, re.MULTILINE | re.DOTALL)
COMMANDS = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]
FLOW = next(block for kind, block in BLOCKS if kind == "yaml")
FILE = "flows/laundry.yaml"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a newcomer has: the folders, the `smsbot` command, and the file that the manual tells them to save."""
    for name in ("flows", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / ".venv").symlink_to(Path(sys.executable).parent.parent)
    assert f"Save this as `{FILE}`" in PATH
    (tmp_path / FILE).write_text(FLOW)
    return tmp_path


def run(clone: Path, line: str) -> subprocess.CompletedProcess[str]:
    """Type a line into a terminal, after the one that lets `smsbot` be found."""
    first = next(part for part in re.findall(r"`([^`]+)`", PATH) if part.startswith("export"))
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(clone)}
    return subprocess.run(
        ["sh", "-c", f"{first}\n{line}"], cwd=clone, env=env, capture_output=True, text=True, timeout=200, check=False
    )


def test_a_newcomer_gets_a_tested_and_drawn_conversation(clone: Path) -> None:
    for line in COMMANDS:
        done = run(clone, line)
        assert done.returncode == 0, (line, done.stdout[-2000:], done.stderr[-2000:])

    assert {"smsbot flows check", f"smsbot flows test {FILE}"} <= set(COMMANDS)
    assert ElementTree.parse(clone / "laundry.svg").getroot().tag.endswith("svg")  # noqa: S314  # our own
    assert "definitions" in (clone / "flow.schema.json").read_text()


def test_the_mistake_of_the_manual_is_named_in_its_very_words(clone: Path) -> None:
    expected = next(block for kind, block in BLOCKS if not kind and block.startswith(FILE)).strip()
    lines = FLOW.splitlines()
    at = lines.index("  where:")
    (clone / FILE).write_text("\n".join([*lines[:at], "    go: whree", *lines[at:]]) + "\n")

    refused = run(clone, "smsbot flows check")

    assert refused.returncode == 1
    assert expected in (refused.stdout + refused.stderr).splitlines()


@pytest.mark.parametrize("example", re.findall(r"^```yaml\n(flow: .*?)^```", MANUAL, re.MULTILINE | re.DOTALL))
def test_the_whole_flows_of_the_manual_leave_nothing_to_mend(example: str) -> None:
    sources = read_sources(ROOT / "flows", ROOT / "templates")
    name = f"flows/{example.splitlines()[0].removeprefix('flow: ')}.yaml"
    frame = read_frame(ROOT / "flows")
    read = read_all(Sources({**sources.flows, name: example}), frame)

    assert read.problems == []
    assert [str(one) for one in findings_in(read, frame).sorted() if one.counts and one.file == name] == []
