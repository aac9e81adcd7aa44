"""Three workers on one PostgreSQL, each over a link that delays and cuts, killed at random: no follow-up goes twice.

    SMSBOT_FLEET=200000 pytest -n0 --log-cli-level=INFO tests/faults/test_fleet.py

SMSBOT_FLEET is the number of follow-ups (150 without it), SMSBOT_SEED which moments kills and cuts fall on.
"""

import logging
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from threading import Event
from urllib.parse import parse_qs, urlsplit

import pytest
from due_crowd import Waiting, add_due
from links import Link
from postgres import Postgres
from processes import Bot, Running, now, until
from sqlalchemy import func, select, update
from standin.fake_twilio import FakeTwilio, Hang

from smsbot.core.effects import TextKind
from smsbot.db.schema import outbox, timer
from smsbot.usecases.deliver import GIVE_UP_AFTER

log = logging.getLogger(__name__)

FEW = 150
SIZE = int(os.environ.get("SMSBOT_FLEET", FEW))
SEED = int(os.environ.get("SMSBOT_SEED", "1"))
AT_ONCE = 50_000  # there are 79,900 numbers to text; more follow-ups take several databases
WORKERS = 3
KILL_EVERY = (0.5, 1.5) if SIZE <= FEW else (5.0, 25.0)
MOST_KILLS = 3 if SIZE <= FEW else SIZE  # a worker needs two seconds to start; a short run has few of them
_STUCK = GIVE_UP_AFTER / 15


@pytest.fixture
def links(postgres: Postgres) -> Iterator[list[Link]]:
    """Each worker's own."""
    folder = parse_qs(urlsplit(postgres.url("postgres")).query)["host"][0]
    target = next(str(one) for one in Path(folder).glob(".s.PGSQL.*") if not one.name.endswith(".lock"))
    with ExitStack() as stack:
        cuts = 2.0 if SIZE <= FEW else 5.0
        yield [stack.enter_context(Link(target, seed=SEED * 10 + n, delay=0.002, cuts=cuts)) for n in range(WORKERS)]


@pytest.mark.skipif(
    "SMSBOT_FLEET" not in os.environ, reason="needs a machine of its own: set SMSBOT_FLEET, 240 or more"
)
@pytest.mark.timeout(120 + SIZE)
def test_no_follow_up_goes_twice_and_none_is_lost_whatever_is_cut_and_killed(
    postgres: Postgres, links: list[Link], tmp_path: Path
) -> None:
    for first in range(0, SIZE, AT_ONCE):
        folder = tmp_path / str(first)
        folder.mkdir()
        postgres.create(f"fleet_{first}", template="template")
        with FakeTwilio() as fake:
            bot = Bot(postgres.url(f"fleet_{first}"), folder, fake)
            try:
                one_round(bot, links, f"fleet_{first}", min(AT_ONCE, SIZE - first))
            finally:
                bot.close()
        postgres.drop(f"fleet_{first}")


def one_round(bot: Bot, links: list[Link], name: str, many: int) -> None:
    """Everybody's follow-up is due; the fleet is tormented until all are said, then judged."""
    chance = random.Random(SEED)
    bot.fake.on_post = lambda _form: Hang(chance.uniform(0.0, 0.03), accept=True)
    people = add_due(bot.db, many, now())
    begun = time.monotonic()
    fleet = Fleet(bot, links, name, chance)
    fleet.torment(until_done=lambda: everything_is_said(bot))
    took = time.monotonic() - begun
    come_to_rest(bot)
    unknown = judge(bot, people)
    cut = sum(link.cut for link in links)
    log.info(
        "%d follow-ups, %.0f s, %d kills, %d cuts: 0 twice, 0 lost, %d unknown", many, took, fleet.kills, cut, unknown
    )
    assert fleet.kills > 0
    assert cut > 0, "nothing was tried"


class Fleet:
    """Three workers, of which one is always about to be killed."""

    def __init__(self, bot: Bot, links: list[Link], name: str, chance: random.Random) -> None:
        self._bot, self._links, self._name, self._chance = bot, links, name, chance
        self._workers = [self._start(n) for n in range(len(links))]
        self.kills = 0

    def _start(self, n: int) -> Running:
        url = f"postgresql://postgres@127.0.0.1:{self._links[n].port}/{self._name}"
        return self._bot.start("worker", DATABASE_URL=url)

    def torment(self, until_done: Callable[[], bool]) -> None:
        """Kill one now and then, and start it again (also one that gave up because its link was cut at its start)."""
        due = time.monotonic() + 4.0  # they have to be up before it hurts
        while not until_done():
            Event().wait(0.2)
            for n, worker in enumerate(self._workers):
                if not worker.alive:
                    self._workers[n] = self._start(n)
            if time.monotonic() > due and self.kills < MOST_KILLS:
                victim = self._chance.randrange(len(self._workers))
                self._workers[victim].kill()
                self._workers[victim] = self._start(victim)
                self.kills += 1
                due = time.monotonic() + self._chance.uniform(*KILL_EVERY)
        for link in self._links:
            link.calm_down()


def everything_is_said(bot: Bot) -> bool:
    """No follow-up of today is left, those that rest after a failure included, and no text waits."""
    today = timer.c.due_at <= now() + timedelta(hours=1)
    due = select(timer.c.id).where(timer.c.kind == "follow_up", timer.c.done_at.is_(None), today).limit(1)
    return not bot.rows(due) and not bot.rows(select(outbox.c.id).where(outbox.c.status == "queued").limit(1))


def come_to_rest(bot: Bot) -> None:
    """What a dead sender held is given up after 45 s and looked up twice within ten minutes.

    A short run does not wait for that: it makes those moments past.
    """

    def resting() -> bool:
        if SIZE <= FEW:
            with bot.db.write(now()) as tx:
                held = (outbox.c.status == "sending", outbox.c.sending_at < now() - _STUCK)
                tx.run(update(outbox).where(*held).values(sending_at=now() - GIVE_UP_AFTER - _STUCK))
                looks = (timer.c.kind == "settle", timer.c.done_at.is_(None), timer.c.due_at > now())
                tx.run(update(timer).where(*looks).values(due_at=now()))
        looking = select(timer.c.id).where(timer.c.kind == "settle", timer.c.done_at.is_(None)).limit(1)
        moving = select(outbox.c.id).where(outbox.c.status.in_(["queued", "sending"])).limit(1)
        return not bot.rows(moving) and not bot.rows(looking)

    until(resting, 60 if SIZE <= FEW else 1200, "every text has its outcome")


def judge(bot: Bot, people: list[Waiting]) -> int:
    """From the rows and the carrier's record alone; returns how many texts nobody can know about."""
    accepted = Counter(one.to for one in bot.fake.accepted)
    twice = [to for to, times in accepted.items() if times > 1]
    assert not twice, f"{len(twice)} people were texted twice"
    texts: dict[str, list[str]] = {}
    for row in bot.rows(select(outbox.c.participant_id, outbox.c.kind, outbox.c.status)):
        assert row.kind == TextKind.FOLLOW_UP
        texts.setdefault(row.participant_id, []).append(row.status)
    unknown = 0
    for person in people:
        (status,) = texts[person.id]
        if accepted[person.number]:
            assert status == "sent", f"the carrier has it, and the row says {status}"
        else:
            assert status == "unknown", f"the carrier never had it, and the row says {status}"
            unknown += 1
    fired = select(timer.c.participant_id, func.count().label("n")).where(
        timer.c.kind == "follow_up", timer.c.outcome == "fired"
    )
    assert {row.n for row in bot.rows(fired.group_by(timer.c.participant_id))} == {1}
    assert unknown <= len(people) // 5, "kills and cuts hit few texts, and most are found in the carrier's list"
    return unknown
