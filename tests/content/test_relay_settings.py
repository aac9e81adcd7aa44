"""How workers see words, and whether people see names: `relay` in program.yaml; and where our pages are."""

from pathlib import Path

import pytest

from smsbot.content.catalog import Catalog
from smsbot.content.problems import Problem
from smsbot.content.program_file import read_program
from smsbot.content.yaml_files import read_yaml
from smsbot.core.program import RelayWords, Settings

ROOT = Path(__file__).parents[2]


def read(text: str) -> tuple[Settings, list[str]]:
    problems: list[Problem] = []
    settings = read_program(read_yaml("flows/program.yaml", text), problems).settings
    return settings, [str(problem).removeprefix("flows/program.yaml:") for problem in problems]


@pytest.mark.parametrize(
    ("written", "words", "names"),
    [
        ("", RelayWords.BY_PAGE, False),
        ("relay: {words: by_text}\n", RelayWords.BY_TEXT, False),
        ("relay: {names: on}\n", RelayWords.BY_PAGE, True),
        ("relay: {words: by_page, names: off}\n", RelayWords.BY_PAGE, False),
    ],
)
def test_pages_without_names_unless_it_says_otherwise(
    program_text: str, written: str, words: RelayWords, names: bool
) -> None:
    settings, problems = read(program_text + written)
    assert problems == []
    assert (settings.relay_words, settings.relay_names) == (words, names)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("relay: {words: by_txt}", "'by_txt' is none of: by_page, by_text; did you mean 'by_text'?"),
        ("relay: {names: maybe}", "'maybe' is none of: off, on; choose one"),
        ("relay: {names: ''}", ""),
        ("relay: {word: by_text}", "unknown key 'word'"),
    ],
)
def test_a_mistake_is_explained(program_text: str, written: str, problem: str) -> None:
    _, problems = read(f"{program_text}{written}\n")
    assert len(problems) == 1
    assert problem in problems[0]


def test_every_programme_knows_where_our_pages_are() -> None:
    kept: dict[str, str] = {}

    def publish(sources: str, _digest: str) -> str:
        kept["p1"] = sources
        return "p1"

    catalog = Catalog(ROOT / "flows", ROOT / "templates", kept.get, "https://sms.example.org")
    assert catalog.reload(publish) is None
    assert catalog.current().public_url == "https://sms.example.org"
    catalog.adopt("p1")
    assert catalog.current().public_url == "https://sms.example.org"
