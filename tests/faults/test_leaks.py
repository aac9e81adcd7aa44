"""What somebody finds who takes the database file and the logs, without the keys: no word, no number, no name."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from full_disk import full_disk
from processes import ROOT, Bot, Running, now, until
from sqlalchemy import select
from standin import webhooks
from standin.book import new_sid
from standin.fake_twilio import FakeTwilio, LostAnswer, Reset, Status

from smsbot.db import programme
from smsbot.db.schema import outbox, receipt
from smsbot.db.sealing import new_key

WORKER, WORKERS_NUMBER = "quillonbrax", "+13365550177"
PERSON, REFUSED = "+14135550163", "+15005550001"  # the carrier refuses the second, and says its number in the error
WORDS = {
    "ADDRESS": "77 Zanzibar Quadrant, for Wilhelmina Ozymandias",
    "LONG": "kumquat marmalade is what my grandmother Philippa always made on sundays",
    "CRISIS": "my friend Thaddeus isn't breathing",
    "STOP": "please stop texting me, signed Evangeline",
}
NEEDLES = (
    *("Zanzibar", "Wilhelmina", "Ozymandias", "kumquat", "Philippa", "Thaddeus", "Evangeline", "barnstormer"),
    *(WORKER, "13365550177", "3365550177", "336-555-0177", "(336) 555-0177"),
    *("14135550163", "4135550163", "413-555-0163", "(413) 555-0163", "5005550001"),
)
KNOWN_IN_CLEAR = "crisis.overdose"  # which text it was may be read; this is how we know that we look at the right place


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Bot]:
    """A SQLite deployment with nothing in it yet, and a rota whose worker has a name that is nobody else's."""
    flows = tmp_path / "flows"
    shutil.copytree(ROOT / "flows", flows)
    program = flows / "program.yaml"
    program.write_text(
        re.sub(r"\b(sam|dee)\b", WORKER, program.read_text()).replace(f"[{WORKER}, {WORKER}]", f"[{WORKER}]")
    )
    with FakeTwilio() as fake:
        bot = Bot(f"sqlite:///{tmp_path}/smsbot.sqlite3", tmp_path, fake, FLOWS_DIR=str(flows))
        try:
            yield bot
        finally:
            bot.close()


def test_neither_the_database_nor_the_logs_hold_a_word_a_number_or_a_name(alone: Bot) -> None:
    assert alone.command("db", "upgrade").returncode == 0
    added = alone.command("workers", "add", WORKER, WORKERS_NUMBER)
    assert (added.returncode, added.stderr) == (0, "")
    assert "3365550177" not in added.stdout
    web, worker = alone.web(), alone.worker()
    everyday_life(alone, web)
    things_that_go_wrong(alone, web, worker)
    assert found_in(alone) == []
    for process in (web, worker):
        process.kill()  # nothing is tidied up: the -wal and the -shm stay
    assert found_in(alone) == []
    assert {".sqlite3", ".sqlite3-wal", ".sqlite3-shm"} <= {path.suffix for path in alone.folder.iterdir()}


def everyday_life(bot: Bot, web: Running) -> None:
    """A kit by mail, a long story, a crisis that a worker takes, receipts, an opt-out."""
    for body in ("narcan", "3", WORDS["ADDRESS"], WORDS["LONG"], WORDS["CRISIS"]):
        assert bot.text(web, PERSON, body)[0] == 200
        bot.settle()
    alert = next(one.body for one in bot.fake.accepted if "RED" in one.body)
    code = re.search(r"[A-Z]\d[A-Z]\d", alert)
    assert code is not None
    for body in (f"1 {code[0]}", f"done {code[0]} barnstormer"):
        assert bot.text(web, WORKERS_NUMBER, body)[0] == 200
        bot.settle()
    shown = bot.command("tickets", "show", code[0], "--by", WORKER)
    assert WORDS["ADDRESS"] in shown.stdout  # who may look can read it
    for sent in bot.fake.accepted:
        assert bot.fake.callback(sent, "delivered", url_base=web.url)[0] == 200
    until(lambda: not bot.rows(select(receipt.c.id).where(receipt.c.applied_at.is_(None))), 10, "receipts are applied")
    assert bot.text(web, PERSON, WORDS["STOP"])[0] == 200
    bot.settle()


def things_that_go_wrong(bot: Bot, web: Running, worker: Running) -> None:
    """Whatever writes an error: refusals, lost answers, odd requests, a disk that is full."""
    for fault in (None, Reset(), LostAnswer(), Status(400), Status(503)):
        bot.fake.on_post = lambda _form, fault=fault: fault
        assert bot.text(web, REFUSED if fault is None else PERSON, "help")[0] == 200
        bot.settle()
    bot.fake.on_post = None
    assert {row.status for row in bot.rows(select(outbox.c.status))} >= {"failed", "unknown", "delivered"}
    odd = webhooks.text_fields(bot.fake.account_sid, "SM-barnstormer", PERSON, PERSON, WORDS["LONG"])
    for signature in (None, "", "barnstormer"):
        answer = webhooks.post(f"{web.url}/twilio/sms", odd, bot.fake.auth_token, signed_with=signature)
        assert answer[0] == 403
    signed_for = f"{bot.env['PUBLIC_URL']}/twilio/sms"
    assert webhooks.post(f"{web.url}/twilio/sms", odd, bot.fake.auth_token, signed_for)[0] == 400
    with full_disk(web, worker):
        sid = new_sid()
        assert bot.text(web, PERSON, WORDS["LONG"], sid)[0] == 503
        until(lambda: "job.failed" in bot.logged(), 15, "the worker meets the full disk as well")
    assert "database_away" in bot.logged()
    assert bot.text(web, PERSON, WORDS["LONG"], sid)[0] == 200
    bot.settle()


def found_in(bot: Bot) -> list[tuple[str, str]]:
    """Which needle is in which file, in clear, however it is written."""
    files = {path.name: path.read_bytes().lower() for path in bot.folder.iterdir() if path.is_file()}
    database = b"".join(content for name, content in files.items() if ".sqlite3" in name)
    assert KNOWN_IN_CLEAR.encode() in database
    assert b"inbox.decided" in b"".join(content for name, content in files.items() if name.endswith(".log"))
    return [
        (name, needle)
        for name, content in files.items()
        for needle in NEEDLES
        if any(needle.lower().encode(code) in content for code in ("utf-8", "utf-16-le", "utf-16-be"))
    ]


@pytest.mark.parametrize("command", ["web", "worker"])
@pytest.mark.parametrize("setting", ["DATA_KEYS", "LOOKUP_KEYS"])
def test_with_the_wrong_keys_nothing_starts_and_the_error_names_the_setting(
    bot: Bot, command: str, setting: str
) -> None:
    with bot.db.write(now()) as tx:
        programme.check_keys(tx)  # from now on the database knows whose it is
    began = now()
    ended = bot.command(command, **{setting: new_key(), "PORT": "1"})
    assert ended.returncode == 1
    said = ended.stdout + ended.stderr
    assert said.count(f"{setting} is not the one this database was made with") == 1
    assert "Traceback" not in said
    other = {"DATA_KEYS": "LOOKUP_KEYS", "LOOKUP_KEYS": "DATA_KEYS"}[setting]
    assert other not in said
    assert (now() - began).total_seconds() < 15
