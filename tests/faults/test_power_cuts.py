"""The power goes, at any moment of what the real web process wrote: what it answered with 200 is there afterwards.

SMSBOT_POWER_CUTS sets how many cuts there are (20 without it), SMSBOT_SEED which moments they fall on and what is left.
"""

import os
import random
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from power_cuts import Trace, leave, tracer
from processes import KEYS, Bot, Running, now, number
from sqlalchemy import select, text
from standin.book import new_sid
from standin.fake_twilio import FakeTwilio

from smsbot.db.database import Database, read_url
from smsbot.db.schema import inbox
from smsbot.usecases.receive import Inbound, record

CUTS = int(os.environ.get("SMSBOT_POWER_CUTS", "20"))
SEED = int(os.environ.get("SMSBOT_SEED", "1"))
TEXTS = 200
NORMAL = Path(__file__).parent / "normal"

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace, which traces the writes, is not here")


@dataclass
class Lost:
    """What all the cuts together cost: texts that had their 200, of those that had it at a cut."""

    answered: int = 0
    lost: int = 0


@pytest.mark.timeout(240 + CUTS)
def test_no_power_cut_loses_a_text_that_was_answered(sqlite_url: str, tmp_path: Path) -> None:
    trace, before = traced(sqlite_url, tmp_path)
    cost = cut_the_power(trace, before, tmp_path, CUTS)
    print(f"{CUTS} power cuts, {len(trace.changes)} writes, {len(trace.syncs)} syncs: {cost}")  # noqa: T201
    assert cost.answered > CUTS
    assert cost.lost == 0


@pytest.mark.timeout(240 + CUTS)
def test_less_careful_commits_would_lose_some_and_this_test_would_see_it(sqlite_url: str, tmp_path: Path) -> None:
    trace, before = traced(sqlite_url, tmp_path, PYTHONPATH=f"{NORMAL}:{os.environ.get('PYTHONPATH', '')}")
    cost = cut_the_power(trace, before, tmp_path, CUTS)
    print(f"NORMAL: {CUTS} power cuts, {len(trace.syncs)} syncs: {cost}")  # noqa: T201
    assert cost.lost > 0


def traced(url: str, folder: Path, **settings: str) -> tuple[Trace, bytes]:
    """Texts through the real web, its calls written down; and the database file as it was before."""
    before = (folder / "smsbot.sqlite3").read_bytes()
    written = folder / "calls"
    with FakeTwilio() as fake:
        bot = Bot(url, folder, fake, **settings)
        try:
            web = bot.web(under=tracer(written))
            with ThreadPoolExecutor(4) as people:
                answers = list(people.map(lambda n: bot.text(web, number(n), f"plan {n}")[0], range(TEXTS)))
            # The tracer has written everything down once what it watches has ended.
            end_watched(web)
        finally:
            bot.close()
    assert answers == [200] * TEXTS
    trace = Trace(str(folder), "smsbot.sqlite3").read(written)
    assert len(trace.answered) == TEXTS
    return trace, before


def end_watched(web: Running) -> None:
    """End the process that the tracer started: the tracer, which heeds no signal, ends with it."""
    (watched,) = Path(f"/proc/{web.pid}/task/{web.pid}/children").read_text().split()
    os.kill(int(watched), signal.SIGTERM)
    web.stop()


def cut_the_power(trace: Trace, before: bytes, folder: Path, cuts: int) -> Lost:
    """Cut, start again, look; directly after an answer, in the middle of a checkpoint, or anywhere."""
    chance, cost = random.Random(SEED), Lost()
    first, last = min(trace.answered.values()), max(trace.answered.values())
    checkpoints = [one.began for one in trace.changes if one.file == trace.base and first < one.began < last]
    assert checkpoints, "too few texts for a checkpoint"
    for n in range(cuts):
        moments = (list(trace.answered.values()), checkpoints, range(first, trace.lines))[n % 3]
        cut = chance.choice(moments)
        disk = folder / f"cut{n}"
        disk.mkdir()
        leave(trace, before, cut, chance, disk)
        answered = {sid for sid, at in trace.answered.items() if at <= cut}
        cost.answered += len(answered)
        cost.lost += len(answered - found_after(disk / trace.base))
        shutil.rmtree(disk)
    return cost


def found_after(file: Path) -> set[str]:
    """The texts that smsbot finds when it starts on this disk, each of them whole; and it can go on."""
    db = Database(read_url(f"sqlite:///{file}"), KEYS)
    try:
        with db.read(now()) as tx:
            assert tx.all(text("PRAGMA integrity_check"))[0][0] == "ok"
            rows = tx.all(select(inbox))
        for row in rows:
            assert b'"body": "plan ' in KEYS.master.open(row.sealed, f"inbox:{row.id}")
        assert record(db, Inbound("sms", new_sid(), number(9000), "plan"), now()).new
        for row in rows[:1]:
            assert not record(db, Inbound("sms", row.provider_sid, number(9000), "plan"), now()).new
    finally:
        db.close()
    return {row.provider_sid for row in rows}
