"""The documents are true: whatever can be set, run or written is in them, and what they name exists."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest

from smsbot.cli import cli
from smsbot.content import ask_parse, cadence_file, flow_parse, flow_scope, program_file, step_parse
from smsbot.content.frame import read_frame
from smsbot.content.problems import ContentError, Problem
from smsbot.content.program_file import read_program
from smsbot.content.publication import compile_program
from smsbot.content.sources import Sources, read_sources
from smsbot.content.yaml_files import read_yaml
from smsbot.core.answers import Kind
from smsbot.core.scene import FACTS
from smsbot.settings import BadSettings, read_settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TEXTS = {str(path.relative_to(ROOT)): path.read_text() for path in DOCUMENTS}
EVERYTHING = "\n".join(TEXTS.values())
FLOWS_MD = TEXTS["docs/flows.md"]

MADE_WHEN_USED = (".venv/", "NAME", "laundry")
_TICKED = re.compile(r"`([^`\n]+)`")
_BLOCK = re.compile(r"^```([a-z]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


class _Asked(dict[str, str]):
    """An environment that remembers what was looked up in it."""

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__(given)
        self.names: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.names.add(key)
        return super().get(key, default)


def _settings() -> set[str]:
    names = set()
    for carrier in ("", "simulated"):
        env = _Asked({"SMSBOT_CARRIER": carrier, "DATABASE_URL": "sqlite:///x", "TWILIO_MESSAGING_SERVICE_SID": "MG"})
        with pytest.raises(BadSettings):
            read_settings(env, web_or_worker=True)
        names |= env.names
    return names


def _commands(group: click.Group = cli, path: str = "smsbot") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def _make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))


def _ticked(text: str) -> Iterator[str]:
    """What stands in backticks, and every line of a block of commands."""
    for kind, block in _BLOCK.findall(text):
        if kind == "sh":
            yield from (line.split("  ")[0].split(" #")[0].strip() for line in block.splitlines())
    yield from _TICKED.findall(_BLOCK.sub("", text))


# Settings.


def test_every_setting_is_in_the_readmes_table() -> None:
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", TEXTS["README.md"], re.MULTILINE))

    assert table == _settings()


def test_every_setting_is_in_the_example_of_an_environment() -> None:
    names = set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert names == _settings()


# Commands.


def test_every_command_is_documented() -> None:
    ticked = " ".join(part for text in TEXTS.values() for part in _ticked(text))

    assert [path for path, _ in _commands() if not re.search(rf"{path}\b", ticked)] == []


@pytest.mark.parametrize("name", TEXTS)
def test_every_command_that_is_named_exists(name: str) -> None:
    known = dict(_commands())
    groups = {" ".join(path.split()[:2]) for path in known if path.count(" ") == 2}
    for part in _ticked(TEXTS[name]):
        words = part.removeprefix(".venv/bin/").split()
        if words[:1] != ["smsbot"] or len(words) == 1:
            continue
        path = " ".join(words[: 3 if " ".join(words[:2]) in groups else 2])
        if path in groups:  # the group as a whole
            continue
        assert path in known, part
        options = {option for parameter in known[path].params for option in parameter.opts}
        assert set(re.findall(r" (--[a-z-]+)", part)) <= options, part


def test_every_process_of_the_procfile_is_a_command() -> None:
    known = dict(_commands())
    lines = (ROOT / "Procfile").read_text().splitlines()

    started = [line.split(": ", 1)[1].removeprefix("python -m ") for line in lines]

    assert [command for command in started if command not in known] == []


# Make.


def test_every_make_target_is_documented_and_every_named_one_exists() -> None:
    named = {found for part in _ticked(EVERYTHING) for found in re.findall(r"^make ([a-z-]+)", part)}

    assert named == _make_targets()


# The language of the flows.


def _keys_read(*modules: Any) -> set[str]:
    """Every key that these modules read: their lists of keys, and those given to `fields`."""
    keys: set[str] = set()
    for module in modules:
        tree = ast.parse(Path(module.__file__).read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "fields":
                keys |= {
                    part.value
                    for argument in node.args
                    for part in ast.walk(argument)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
        keys |= {key for name in ("_KEYS", "KEYS") for key in getattr(module, name, ())}
    return keys


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(_keys_read(flow_parse, step_parse, ask_parse, flow_scope), id="flows"),
        pytest.param(_keys_read(program_file, cadence_file), id="program.yaml"),
        pytest.param({*Kind, "cadence"}, id="typed answers"),
        pytest.param(FACTS, id="facts"),
    ],
)
def test_every_key_of_the_staff_files_is_in_the_manual(words: set[str]) -> None:
    blocks = " ".join(block for _, block in _BLOCK.findall(FLOWS_MD))
    ticked = " ".join(_ticked(FLOWS_MD))

    assert words
    assert sorted(word for word in words if not re.search(rf"\b{word}\b", f"{blocks} {ticked}")) == []


_PROGRAM = "# flows/program.yaml"
_EXAMPLES = [block for kind, block in _BLOCK.findall(FLOWS_MD) if kind == "yaml"]


def test_the_manual_has_examples_of_every_kind_of_file() -> None:
    firsts = [example.splitlines()[0].split(":")[0] for example in _EXAMPLES]

    assert {"flow", "steps", _PROGRAM, "# flows/words/local.yaml"} <= set(firsts)


def test_the_manuals_program_file_is_whole_and_accepted() -> None:
    example = next(block for block in _EXAMPLES if block.startswith(_PROGRAM))
    problems: list[Problem] = []
    read_program(read_yaml("flows/program.yaml", example), problems)

    assert problems == []
    assert set(re.findall("^([a-z_]+):", example, re.MULTILINE)) == set(program_file._KEYS)


@pytest.mark.parametrize(
    "example",
    [e for e in _EXAMPLES if not e.startswith(_PROGRAM)],
    ids=lambda example: example.split("\n")[1].strip()[:30],
)
def test_every_example_of_the_manual_is_accepted(example: str, tmp_path: Path) -> None:
    sources = read_sources(ROOT / "flows", ROOT / "templates")
    first = example.splitlines()[0]
    (tmp_path / "words").mkdir()
    (tmp_path / "program.yaml").write_text((ROOT / "flows/program.yaml").read_text())
    added: dict[str, str] = {}
    if first == "# flows/words/local.yaml":
        (tmp_path / "words/local.yaml").write_text(example)
    elif first == "# templates/sms/shared.yaml":
        added["templates/sms/more.yaml"] = example
    elif first.startswith("flow: "):
        added[f"flows/{first.removeprefix('flow: ')}.yaml"] = example
    else:
        added["flows/example.yaml"] = f"flow: example\nabout: An example.\nexpires: 1 day\n{example}"

    try:
        compile_program("", Sources({**sources.flows, **added}), read_frame(tmp_path))
    except ContentError as error:
        pytest.fail(str(error))


# Paths and links.


def _paths(text: str) -> Iterator[str]:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()}
    for part in _TICKED.findall(_BLOCK.sub("", text)):
        if re.fullmatch(r"\.?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*/?", part) and (
            ("/" in part and part.split("/")[0] in folders) or part in ("Makefile", "Procfile", "pyproject.toml")
        ):
            yield part


@pytest.mark.parametrize("name", TEXTS)
def test_every_path_that_is_named_exists(name: str) -> None:
    named = [path for path in _paths(TEXTS[name]) if not any(made in path for made in MADE_WHEN_USED)]

    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", TEXTS)
def test_every_link_leads_somewhere(name: str) -> None:
    links = _LINK.findall(_BLOCK.sub("", TEXTS[name]))

    assert [link for link in links if not ((ROOT / name).parent / link).exists()] == []


# Names of things that the runbook explains.


def test_every_event_of_the_log_is_in_the_runbook() -> None:
    events = {
        event
        for path in (ROOT / "smsbot").rglob("*.py")
        for event in re.findall(r"\b_?log\.(?:warning|error|exception|info)\(\s*\"([^\"]+)\"", path.read_text())
    }

    assert events
    assert sorted(event for event in events if f"`{event}`" not in TEXTS["docs/operations.md"]) == []


def test_every_decision_has_the_same_form() -> None:
    for path in sorted((ROOT / "docs/adr").glob("*.md")):
        headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
        assert headings[0].startswith(f"{int(path.name[:4])}. ")
        assert headings[1:] == ["Context", "Decision", "Consequences"]
