"""Constructs that no shipped flow needs yet, in flows of their own beside the shipped ones."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_transcripts import FLOWS, ROTA, TEMPLATES

from smsbot.lab.stage import Stage
from smsbot.lab.transcript import Transcript
from smsbot.lab.transcript_read import read_paths
from smsbot.lab.transcript_run import run

CONSTRUCTS = Path(__file__).parent / "constructs"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The shipped programme and these flows."""
    folder = tmp_path_factory.mktemp("constructs") / "flows"
    shutil.copytree(FLOWS, folder)
    for path in CONSTRUCTS.glob("*.yaml"):
        shutil.copy(path, folder)
    with Stage(folder, TEMPLATES) as more:
        yield more


@pytest.mark.parametrize(
    "transcript", read_paths([CONSTRUCTS], ROTA), ids=lambda one: f"{Path(one.file).stem}: {one.title}"
)
def test_a_construct(stage: Stage, transcript: Transcript) -> None:
    failure = run(stage, transcript)
    if failure is not None:
        pytest.fail(str(failure), pytrace=False)
