"""Staff folders with one good programme in them, to be broken one thing at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest

from smsbot.content.frame import Frame, read_frame
from smsbot.content.problems import ContentError
from smsbot.content.publication import compile_program
from smsbot.content.shared_texts import REQUIRED
from smsbot.content.sources import Sources

PROGRAM = """\
names: {team: Sam's team, sender: Caring Connect, hours: M-F 9-5, warmline: 855-733-7762}
checked: {warmline: 2026-11-01}
zone: America/New_York
region: US
hours: {unprompted: "09:00-20:00", default: "13:00-17:00"}
alert_name: PORT
check_in: check_in
cadences:
  weekly: {every: week, lasts: 3 months}
  mornings: {every: 2 weeks, days: [thu, mon], hours: "09:00-12:00", by: call}
  first_month: {offsets: [1, 3, 7]}
rota:
  - {days: [tue, mon], hours: "09:00-17:00", workers: [sam, dee]}
on_call: [sam]
backup: [pat]
ladder:
  red: {repeat: [3 minutes, 6 minutes], truth: 10 minutes}
  amber: {repeat: [30 minutes, 1 hour]}
  routine: {repeat: [4 hours, 1 day]}
calls: {forward_to: "+13365550100"}
keep: {bodies: 60 days}
carrier: {stop: [stop, cancel]}
"""

CHECK_IN = """\
flow: check_in
about: How is today going?
expires: 1 day
unasked: true
steps:
  hello:
    ask:
      en: How is today? 1 ok 2 rough
      es: "¿Qué tal hoy? 1 bien 2 duro"
      quiet: {en: "Hi from {{ sender }}. 1 ok 2 rough", es: "Hola. 1 bien 2 duro"}
    choices: {okay: {words: [1, ok, bien]}, rough: {words: [2, rough, duro]}}
    otherwise: heard
  heard:
    say: {en: Thanks., es: Gracias.}
"""


def shared_texts(**more: str) -> str:
    """A shared.yaml with every text that the package leaves to staff."""
    return (
        "\n".join(
            f"{key}: {{en: {key.replace('why', 'WHY')} in words, es: {key} en palabras}}"
            for key in sorted(REQUIRED)
            if not key.startswith(("crisis.", "stop."))
        )
        + "\n"
        + "\n".join(more.values())
    )


@dataclass(frozen=True)
class Staff:
    """The two folders of staff files."""

    flows: Path
    templates: Path

    def write(self, name: str, text: str | bytes) -> None:
        """Write one file, by the name it has in messages."""
        top, _, rest = name.partition("/")
        path = (self.flows if top == "flows" else self.templates) / rest
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.fixture
def program_text() -> str:
    """A good program.yaml."""
    return PROGRAM


@pytest.fixture
def staff(tmp_path: Path) -> Staff:
    """Good files: one flow, the shared texts, program.yaml."""
    folders = Staff(tmp_path / "conversations", tmp_path / "templates")
    folders.write("flows/program.yaml", PROGRAM)
    folders.write("flows/check_in.yaml", CHECK_IN)
    folders.write("templates/sms/shared.yaml", shared_texts())
    return folders


@pytest.fixture(scope="session")
def frame(tmp_path_factory: pytest.TempPathFactory) -> Frame:
    """The frame of the good program.yaml and the package's own words and texts."""
    folder = tmp_path_factory.mktemp("flows")
    (folder / "program.yaml").write_text(PROGRAM)
    return read_frame(folder)


@pytest.fixture
def good() -> dict[str, str]:
    """The sources of a good programme."""
    return {"flows/check_in.yaml": CHECK_IN, "templates/sms/shared.yaml": shared_texts()}


@pytest.fixture
def problems(frame: Frame, good: Mapping[str, str]) -> Callable[..., list[str]]:
    """What is wrong when these files stand beside, or replace, the good ones."""

    def find(more: Mapping[str, str]) -> list[str]:
        try:
            compile_program("p1", Sources({**good, **more}), frame)
        except ContentError as error:
            return str(error).split("\n")
        return []

    return find


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package data that a test may break."""
    folder = tmp_path / "package"
    folder.mkdir()
    for name in ("texts.yaml", "words.yaml", "meanings.yaml"):
        (folder / name).write_bytes((files("smsbot.content") / "data" / name).read_bytes())
    return folder
