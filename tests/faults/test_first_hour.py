"""The first hour of docs/start.md, as it is written: a text is changed, tested, published and read on a phone."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import ROOT, Running, demonstration, until
from test_demo_run import ANA, heard, say

HOUR = (ROOT / "docs/start.md").read_text().split("## The first hour\n")[1].split("\n## ")[0]
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```", HOUR, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
    if "# by hand" not in line
]
THE_FILE = "flows/who_reads.yaml"
SHIPPED = {"Honest answer: most": "The truth: most", "La verdad: casi": "Con toda franqueza: casi"}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What staff edit, with the `smsbot` command where `make install` leaves it."""
    for name in ("flows", "templates", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / ".venv").symlink_to(Path(sys.executable).parent.parent)
    return tmp_path


@pytest.fixture
def demo(clone: Path) -> Iterator[Running]:
    """`make run` in that clone."""
    with demonstration(clone, staff_files=clone) as started:
        yield started


def test_a_newcomer_changes_a_text_tests_it_and_reads_it_on_a_phone(clone: Path, demo: Running) -> None:
    assert f"Open `{THE_FILE}`" in HOUR
    for word in ("hi", "kit", "1"):
        assert f"`{word}`" in HOUR
        answer(demo, word)

    edit(clone, SHIPPED)
    for line in COMMANDS:
        done = run(clone, line)
        assert done.returncode == 0, (line, done.stdout[-2000:], done.stderr[-2000:])

    assert (clone / "cards.html").exists()
    assert "crisis.overdose" in (clone / "drill.html").read_text()
    assert "Ana texts `who reads this`" in HOUR
    until(lambda: answer(demo, "who reads this").startswith("The truth: most"), 20, "the new words on Ana's phone")


def test_a_mistake_is_named_and_changes_nothing_on_the_phone(clone: Path, demo: Running) -> None:
    edit(clone, {**SHIPPED, "    go: end\n": "    go: ende\n"})

    refused = run(clone, ".venv/bin/smsbot flows check")

    assert refused.returncode == 1
    assert re.search(rf"{THE_FILE}:\d+: step answer: .*did you mean 'end'", refused.stdout + refused.stderr)
    until(lambda: "flows.refused" in demo.log.read_text(), 20, "the running bot has seen the file")
    assert answer(demo, "who reads this").startswith("Honest answer: most")


def edit(clone: Path, words: dict[str, str]) -> None:
    """Change the file in an editor; every one of the words is there to be changed."""
    text = (clone / THE_FILE).read_text()
    for old, new in words.items():
        assert old in text
        text = text.replace(old, new)
    (clone / THE_FILE).write_text(text)


def run(clone: Path, line: str) -> subprocess.CompletedProcess[str]:
    """Type a line of the document into a terminal in the clone."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(clone)}
    return subprocess.run(
        ["sh", "-c", line], cwd=clone, env=env, capture_output=True, text=True, timeout=200, check=False
    )


def answer(demo: Running, body: str) -> str:
    """What the programme says to a text of Ana's."""
    before = len(heard(demo, ANA))
    say(demo, ANA, body)
    until(lambda: len(heard(demo, ANA)) > before, 15, f"an answer to {body!r} on Ana's phone")
    return heard(demo, ANA)[-1]
