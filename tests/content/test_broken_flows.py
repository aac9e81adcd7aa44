"""Broken flows, each with one mistake of its own, and the very line that its author reads."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from smsbot.content.findings.look import findings_in
from smsbot.content.frame import Frame
from smsbot.content.publication import read_all
from smsbot.content.sources import Sources

FOLDER = Path(__file__).parent / "broken"
FILES = sorted(FOLDER.glob("*.yaml"))
EXPECTED = "# > "


def told(path: Path, frame: Frame, good: Mapping[str, str]) -> list[str]:
    """What staff read about one file that stands among good ones, without its name."""
    name = f"flows/{path.name}"
    read = read_all(Sources({**good, name: path.read_text()}), frame)
    found = [*read.problems, *(one for one in findings_in(read, frame).sorted() if one.counts)]
    return [str(one).removeprefix(f"{name}:") for one in sorted(found, key=lambda one: one.line) if one.file == name]


def expected(path: Path) -> list[str]:
    lines = path.read_text().splitlines()
    return [line.removeprefix(EXPECTED) for line in lines if line.startswith(EXPECTED)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_flow_is_explained_where_it_is_broken(path: Path, frame: Frame, good: Mapping[str, str]) -> None:
    assert told(path, frame, good) == expected(path)


def test_every_broken_flow_is_broken_in_its_own_way() -> None:
    messages = [tuple(expected(path)) for path in FILES]

    assert len(FILES) >= 60
    assert all(messages)
    assert len(set(messages)) == len(messages)
