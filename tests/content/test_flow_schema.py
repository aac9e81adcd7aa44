"""The schema that editors check flows with: it knows every key, accepts what we accept, and sees most mistakes."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from click.testing import CliRunner
from test_broken_flows import FILES, expected

from smsbot.cli.schema import schema
from smsbot.content.flow_parse import read_flow
from smsbot.content.flow_schema import flow_schema
from smsbot.content.flow_scope import Known
from smsbot.content.frame import Frame
from smsbot.content.problems import Problem
from smsbot.content.yaml_files import read_yaml

ROOT = Path(__file__).parents[2]
SHIPPED = [path for path in sorted((ROOT / "flows").glob("*.yaml")) if path.stem != "program"]
VALID = fastjsonschema.compile(flow_schema())
FROM_MEANING = (
    *("there is no ", "no step ", "the steps go round", "keyword ", "belongs to choice", "is answered by the carrier"),
    *("is never read as a choice", "the flow is called", "is not saved by an answer", "has no quiet words"),
    *("may have no value here", "no cadence starts", "'random' leads to", "fact 'staffed' is never", "unknown name"),
    *("only plain {{ name }}", "characters; one text carries", "unknown cadence", "is longer than", "is more than"),
    *("is written twice", "a second document", "anchors (&)", "tags (!)", "not YAML", "the file is empty"),
)
"""What no schema can see: whether two places agree, how long a thing is, and how YAML was written."""


def is_valid(text: str) -> bool:
    try:
        VALID(read_yaml("flows/a.yaml", text).data)
    except fastjsonschema.JsonSchemaValueException:
        return False
    return True


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_flow_is_valid(path: Path) -> None:
    VALID(read_yaml(path.name, path.read_text()).data)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_schema_sees_every_mistake_that_is_one_of_form(path: Path) -> None:
    of_meaning = all("[" in line[-20:] or any(part in line for part in FROM_MEANING) for line in expected(path))

    assert of_meaning or not is_valid(path.read_text())


def test_the_schema_sees_most_mistakes_of_form() -> None:
    seen = [path.stem for path in FILES if not is_valid(path.read_text())]

    assert len(seen) >= 40


def changed(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    for _ in range(chance.randint(1, 3)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[at] = chance.choice(["", lines[other], lines[at][1:], "  " + lines[at], lines[at].replace(": ", ": 1 ")])
    return "\n".join(lines)


def test_what_the_readers_accept_is_valid(frame: Frame) -> None:
    flows = frozenset(path.stem for path in SHIPPED)
    known = Known(flows, frozenset(frame.settings.cadences), frame.names, frame.texts, frame.lexicon)
    accepted = 0
    for seed in range(400):
        chance = random.Random(seed)
        path = chance.choice(SHIPPED)
        document = read_yaml(f"flows/{path.name}", changed(path.read_text(), chance))
        problems: list[Problem] = []
        read_flow(document, known, problems)
        if document.data is not None and all(any(part in str(one) for part in FROM_MEANING) for one in problems):
            accepted += 1
            VALID(document.data)
    assert accepted > 40


def maps(found: Any) -> Iterator[Mapping[str, Any]]:
    for inner in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from maps(inner)
    if isinstance(found, dict):
        yield found


def test_every_key_is_explained() -> None:
    for found in maps(flow_schema()):
        properties = found.get("properties", {}) if found.get("additionalProperties") is False else {}
        assert all(len(shape["description"]) > 5 for shape in properties.values())


def test_no_reference_is_left_open() -> None:
    whole = flow_schema()
    named = {found["$ref"].rpartition("/")[2] for found in maps(whole) if "$ref" in found}

    assert named == whole["definitions"].keys()


def test_the_command_prints_it_or_writes_it(tmp_path: Path) -> None:
    run: Callable[..., Any] = CliRunner().invoke

    assert json.loads(run(schema, []).output) == flow_schema()
    assert (
        run(schema, ["--out", str(tmp_path / "a.json")]).output == f"{tmp_path / 'a.json'}: the schema of a flow file\n"
    )
    assert json.loads((tmp_path / "a.json").read_text()) == flow_schema()
