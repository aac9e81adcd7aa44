"""`smsbot flows test --write` drafts the tests that a flow lacks; what it drafts reaches all of it, and comes true."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from smsbot.cli.content import flows
from smsbot.cli.testing import TranscriptsFailed

ROOT = Path(__file__).parents[2]

LIFT = """\
flow: lift
about: Every kind of answer once.
keywords: {en: [quagga], es: [cuaga]}
expires: 2 days
steps:
  which:
    ask:
      en: "Glad to help with that. 1 a lift 2 a bike"
      es: "Con gusto le ayudamos. 1 un aventón 2 una bici"
    choices:
      lift: {words: [1, a lift]}
      bike: {words: [2, a bike], go: day}
    save: which
    retry: {times: 1, say: {en: "Either is fine: 1 a lift 2 a bike", es: "Lo que guste: 1 un aventón 2 una bici"}}
    otherwise: flow person
    timeout: {after: 3 hours, go: kept}
  where:
    ask: {en: "And where are you now?", es: "¿En qué lugar anda?"}
    answer: text
    max: 100
    save: where
    otherwise: flow person
    go: kept
  day:
    ask: {en: "Which day suits you?", es: "¿Qué fecha le queda bien?"}
    answer: date
    save: day
    otherwise: flow person
  kept:
    request: {ticket: lift, include: [which, where, day]}
    when: [{fact: staffed, is: "yes", go: now}]
    say: {en: "Got it; people read {{ hours }}.", es: "Listo; leemos {{ hours_es }}."}
    go: end
  now:
    say: {en: "Got it, someone is here.", es: "Listo, hay alguien."}
    go: end
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    for name in ("flows", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "flows/lift.yaml").write_text(LIFT)
    return tmp_path


def run(here: Path, *args: str) -> Result:
    places = ["--flows", str(here / "flows"), "--templates", str(here / "templates")]
    return CliRunner().invoke(flows, ["test", *places, *args, str(here / "flows/lift.yaml")])


def test_what_is_drafted_reaches_everything_and_comes_true(here: Path) -> None:
    drafted = run(here, "--write")
    assert drafted.exit_code == 0, drafted.output
    written = (here / "flows/lift.yaml").read_text()
    assert written.startswith(LIFT + "tests:\n")
    assert "draft: in Spanish" in written
    assert '"which": "bike"' in written
    assert "conversation: person.offer" in written

    covered = run(here, "--cover")
    assert covered.exit_code == 0, covered.output

    again = run(here, "--write")
    assert (again.exit_code, again.output) == (0, "")
    assert (here / "flows/lift.yaml").read_text() == written


def test_only_what_is_missing_is_added_to_tests_that_are_there(here: Path) -> None:
    own = "tests:\n  - title: by hand\n    script:\n      - me: quagga\n      - bot: which\n"
    (here / "flows/lift.yaml").write_text(LIFT + own)
    assert run(here, "--write").exit_code == 0
    written = (here / "flows/lift.yaml").read_text()
    assert written.startswith(LIFT + own)
    assert written.count("\ntests:") == 1


def test_nothing_is_drafted_beside_a_test_that_fails(here: Path) -> None:
    wrong = LIFT + "tests:\n  - title: wrong\n    script:\n      - me: quagga\n      - bot: where\n"
    (here / "flows/lift.yaml").write_text(wrong)
    result = run(here, "--write")
    assert isinstance(result.exception, TranscriptsFailed)
    assert (here / "flows/lift.yaml").read_text() == wrong
