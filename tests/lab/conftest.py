"""The shipped programme on a stage, opened once for all of these tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from smsbot.content.problems import ContentError, Problem
from smsbot.content.yaml_files import read_yaml
from smsbot.lab.stage import Stage
from smsbot.lab.transcript import Transcript
from smsbot.lab.transcript_read import read_transcripts

ROOT = Path(__file__).parents[2]
ROTA = {"sam": "+13365550150", "dee": "+13365550151"}

Read = Callable[[str], list[Transcript]]


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """The shipped programme."""
    with Stage(ROOT / "flows", ROOT / "templates") as shipped:
        yield shipped


@pytest.fixture
def read() -> Read:
    """Transcripts from YAML; raises ContentError."""

    def reading(source: str) -> list[Transcript]:
        problems: list[Problem] = []
        found = read_transcripts(read_yaml("talk.yaml", source), ROTA, problems)
        if problems:
            raise ContentError(problems)
        return found

    return reading
