"""The examples of docs/flows.md are played: each beside the shipped flows, in conversations of its own."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_transcripts import FLOWS, ROTA, TEMPLATES

from smsbot.lab.stage import Stage
from smsbot.lab.transcript import Transcript
from smsbot.lab.transcript_read import read_paths
from smsbot.lab.transcript_run import run

ROOT = Path(__file__).parents[1]
MANUAL = (ROOT / "docs/flows.md").read_text()
PLAYED = Path(__file__).parent / "manual"
HEAD = "flow: {name}\nabout: An example.\nexpires: 2 days\nkeywords: {{en: [quagga {words}]}}\n"


def examples() -> dict[str, str]:
    """Every flow of the manual by its name; what shows only steps is named by its heading."""
    found: dict[str, str] = {}
    for section in MANUAL.split("\n## ")[1:]:
        heading = " ".join(re.findall(r"[a-z]+", section.splitlines()[0].lower()))
        for block in re.findall(r"^```yaml\n(.*?)^```", section, re.MULTILINE | re.DOTALL):
            first = block.splitlines()[0]
            if first.startswith("flow: "):
                found[first.removeprefix("flow: ")] = block
            elif first == "steps:":
                number = sum(1 for name in found if name.startswith(heading.replace(" ", "_")))
                words = f"{heading} {number + 1}" if number else heading
                name = words.replace(" ", "_")
                found[name] = HEAD.format(name=name, words=words) + block
    return found


EXAMPLES = examples()
OWN_TESTS = [name for name, text in EXAMPLES.items() if "\ntests:\n" in text]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The shipped programme and every example."""
    folder = tmp_path_factory.mktemp("manual") / "flows"
    shutil.copytree(FLOWS, folder)
    for name, text in EXAMPLES.items():
        (folder / f"{name}.yaml").write_text(text)
    with Stage(folder, TEMPLATES) as more:
        yield more


@pytest.mark.parametrize("name", OWN_TESTS)
def test_an_example_keeps_its_own_tests(stage: Stage, name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.yaml"
    path.write_text(EXAMPLES[name])
    for transcript in read_paths([path], ROTA):
        played(stage, transcript)


@pytest.mark.parametrize(
    "transcript", read_paths([PLAYED], ROTA), ids=lambda one: f"{Path(one.file).stem}: {one.title}"
)
def test_an_example_does_what_is_said_about_it(stage: Stage, transcript: Transcript) -> None:
    played(stage, transcript)


def played(stage: Stage, transcript: Transcript) -> None:
    failure = run(stage, transcript)
    if failure is not None:
        pytest.fail(str(failure), pytrace=False)


def test_every_example_is_played() -> None:
    assert {path.stem for path in PLAYED.glob("*.yaml")} | set(OWN_TESTS) == EXAMPLES.keys()
