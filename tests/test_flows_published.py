"""smsbot flows diff, publish, rollback and history, as they are typed."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from smsbot.cli.content import flows
from smsbot.cli.publishing import NoSuchPublication, NothingToRollBack
from smsbot.content.problems import ContentError
from smsbot.db import migrate
from smsbot.db.database import Database, read_url
from smsbot.db.sealing import LookupKeys, MasterKeys, new_key, parse_keys
from smsbot.db.tx import Keys
from smsbot.lab.stage import Stage

ROOT = Path(__file__).parents[1]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bot's folder `bot` with its database, and a copy of its files to work on, `draft`."""
    for name in ("bot", "draft"):
        for part in ("flows", "templates"):
            shutil.copytree(ROOT / part, tmp_path / name / part)
    keys = {name: new_key() for name in ("DATA_KEYS", "LOOKUP_KEYS")}
    url = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("SMSBOT_CARRIER", "simulated")
    monkeypatch.chdir(tmp_path / "bot")
    for name, value in keys.items():
        monkeypatch.setenv(name, value)
    both = (parse_keys(name, keys[name]) for name in ("DATA_KEYS", "LOOKUP_KEYS"))
    db = Database(read_url(url), Keys(MasterKeys(next(both)), LookupKeys(next(both))))
    migrate.upgrade(db)
    db.close()
    return tmp_path


def run(place: Path, *args: str, answer: str = "") -> Result:
    here = ["--flows", str(place / "bot/flows"), "--templates", str(place / "bot/templates")]
    asks = [] if args[0] in ("diff", "history") else here
    return CliRunner().invoke(flows, [*args, *asks], input=answer, catch_exceptions=False)


def edit(place: Path, old: str, new: str, file: str = "flows/police.yaml") -> None:
    text = (place / "draft" / file).read_text()
    assert old in text
    (place / "draft" / file).write_text(text.replace(old, new))


def test_a_change_is_told_in_words_with_its_segments_and_its_tests(place: Path) -> None:
    edit(place, "no police from us, unless you ask.", "no police from us.")
    told = run(place, "diff", str(place / "bot"), str(place / "draft")).output
    assert "police: changed" in told
    assert "- A straight answer to what you asked: no police from us, unless you ask." in told
    assert "+ A straight answer to what you asked: no police from us. Visits" in told
    assert "test affected: the question gets its answer" in told
    assert run(place, "diff", str(place / "bot"), str(place / "bot")).output.endswith("nothing changes for anybody\n")


def test_publishing_shows_it_asks_and_keeps_who_did_it(place: Path) -> None:
    edit(place, "no police from us, unless you ask.", "no police from us.")
    asked = run(place, "publish", str(place / "draft"), "--by", "dee", answer="n\n")
    assert "Publish this? [y/N]" in asked.output
    assert "unless you ask" in (place / "bot/flows/police.yaml").read_text()

    assert "published" in run(place, "publish", str(place / "draft"), "--by", "dee", "--yes").output
    assert "unless you ask" not in (place / "bot/flows/police.yaml").read_text()
    assert (place / "bot/flows/program.yaml").is_file()
    told = run(place, "history").output
    assert told.count("counts now") == 1
    assert "by dee" in told.splitlines()[-1]
    Stage(place / "bot/flows", place / "bot/templates").close()  # a bot takes it as it is


def test_one_command_takes_it_back_with_flows_that_came_and_went(place: Path) -> None:
    before = {path.name: path.read_text() for path in (place / "bot/flows").glob("*.yaml")}
    edit(place, "no police from us, unless you ask.", "no police from us.")
    lift = (place / "draft/flows/police.yaml").read_text().replace("flow: police", "flow: lift")
    words = "  en: [police, cops, call the cops, will you call the cops, call the police, will you call the police]"
    lift = lift.replace(words, "  en: [quagga]").split("tests:")[0]
    lift = lift.replace("  es: [policia, la policia, llaman a la policia, van a llamar a la policia]", "  es: [cuaga]")
    (place / "draft/flows/lift.yaml").write_text(lift)
    (place / "draft/flows/tranq.yaml").unlink()
    run(place, "publish", str(place / "draft"), "--by", "dee", "--yes")
    assert (place / "bot/flows/lift.yaml").is_file()
    assert not (place / "bot/flows/tranq.yaml").is_file()

    assert "publication 1 counts again" in run(place, "rollback", "--by", "sam", "--yes").output
    assert {path.name: path.read_text() for path in (place / "bot/flows").glob("*.yaml")} == before
    assert "counts now\n     " in run(place, "history").output
    assert "by sam" in run(place, "history").output
    assert "publication 2 counts again" in run(place, "rollback", "2", "--by", "sam", "--yes").output


def test_nothing_counts_that_is_wrong_or_is_not_there(place: Path) -> None:
    edit(place, "    go: end\n", "    go: nowhere\n")
    with pytest.raises(ContentError, match="there is no step 'nowhere'"):
        run(place, "publish", str(place / "draft"), "--by", "dee", "--yes")
    assert "go: nowhere" not in (place / "bot/flows/police.yaml").read_text()
    with pytest.raises(NothingToRollBack):
        run(place, "rollback", "--by", "dee", "--yes")
    with pytest.raises(NoSuchPublication):
        run(place, "diff", "7", str(place / "bot"))
    with pytest.raises(NoSuchPublication):
        run(place, "diff", "elsewhere", str(place / "bot"))
