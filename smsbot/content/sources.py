"""The staff files that a publication keeps, exactly as they were written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from smsbot.content.problems import ContentError, Problem
from smsbot.content.yaml_files import LARGEST

PROGRAM = "flows/program.yaml"
FLOWS = "flows/"
WORDS = "flows/words/"
TEXTS = "templates/sms/"
_NEWLINES = ("\r\n", "\r")


@dataclass(frozen=True, slots=True)
class Sources:
    """YAML text by relative name: flows/NAME.yaml and templates/sms/NAME.yaml, wherever the folders really are."""

    flows: Mapping[str, str]

    def under(self, folder: str) -> dict[str, str]:
        """The files of FLOWS or TEXTS, by name."""
        return {name: text for name, text in sorted(self.flows.items()) if name.startswith(folder)}


def read_sources(flows_dir: Path, templates_dir: Path) -> Sources:
    """Read what a publication keeps; program.yaml and the words are not pinned. Raises ContentError."""
    problems: list[Problem] = []
    flows = read_folder(flows_dir, FLOWS, problems)
    flows.pop(PROGRAM, None)
    texts = read_folder(templates_dir / "sms", TEXTS, problems)
    if problems:
        raise ContentError(problems)
    return Sources({**flows, **texts})


def read_folder(folder: Path, prefix: str, problems: list[Problem]) -> dict[str, str]:
    """The YAML files directly in a folder, by relative name; hidden files are an editor's own."""
    found: dict[str, str] = {}
    for path in yaml_paths(folder):
        name = prefix + path.name
        if path.suffix == ".yml":
            problems.append(Problem(name, 1, None, "the file ends in .yml", f"rename it to {path.stem}.yaml"))
            continue
        text = read_text_file(path, name, problems)
        if text is not None:
            found[name] = text
    return found


def yaml_paths(folder: Path) -> list[Path]:
    """The YAML files directly in a folder, sorted; none when there is no such folder."""
    paths = sorted(path for pattern in ("*.yaml", "*.yml") for path in folder.glob(pattern))
    return [path for path in paths if not path.name.startswith(".")]


def read_text_file(path: Path, name: str, problems: list[Problem]) -> str | None:
    """One file as text with plain line ends; None, and a problem, when it cannot be read."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        problems.append(Problem(name, 1, None, what, "check that it exists and that smsbot may read it"))
        return None
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.append(Problem(name, line, None, "the file is not UTF-8 text", "save it as UTF-8"))
        return None
    for newline in _NEWLINES:
        text = text.replace(newline, "\n")
    return text


def digest(sources: Sources) -> str:
    """SHA-256 (hex) of names and contents; equal sources have equal digests, whatever their order."""
    return sha256(to_json(sources).encode()).hexdigest()


def to_json(sources: Sources) -> str:
    """The sources as JSON, for the database."""
    return json.dumps({"flows": dict(sources.flows)}, sort_keys=True)


def from_json(text: str) -> Sources:
    """What `to_json` wrote. Raises ContentError for anything else."""
    try:
        flows = json.loads(text)["flows"]
        names = [*flows.keys(), *flows.values()]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        names = [None]
    if not all(isinstance(name, str) for name in names):
        problem = Problem("publication", 1, None, "it is not what was stored", "publish the files again")
        raise ContentError([problem])
    return Sources(flows)
