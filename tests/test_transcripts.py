"""Whole conversations: those that flow files carry, and those in tests/transcripts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbot.lab.stage import Stage
from smsbot.lab.transcript import Transcript
from smsbot.lab.transcript_read import read_paths
from smsbot.lab.transcript_run import run

ROOT = Path(__file__).parents[1]
FLOWS, TEMPLATES, TRANSCRIPTS = ROOT / "flows", ROOT / "templates", ROOT / "tests" / "transcripts"
ROTA = {"sam": "+13365550150", "dee": "+13365550151"}

_ALL = read_paths([FLOWS, TRANSCRIPTS], ROTA)


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """The shipped programme."""
    with Stage(FLOWS, TEMPLATES) as shipped:
        yield shipped


@pytest.mark.parametrize("transcript", _ALL, ids=lambda one: f"{Path(one.file).stem}: {one.title}")
def test_transcript(stage: Stage, transcript: Transcript) -> None:
    failure = run(stage, transcript)
    if failure is not None:
        pytest.fail(str(failure), pytrace=False)


def test_transcripts_are_written_for_the_rota_of_the_programme(stage: Stage) -> None:
    assert stage.rota == ROTA


def test_every_transcript_has_a_title_of_its_own() -> None:
    names = [(one.file, one.title) for one in _ALL]
    assert len(set(names)) == len(names)
