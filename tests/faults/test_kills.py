"""kill -9, at random moments, again and again, under load: nothing is lost, nothing is sent twice.

SMSBOT_KILLS sets how many kills there are on each database (6 without it), SMSBOT_SEED which moments they fall on.
"""

import os
import random
from collections.abc import Sequence
from datetime import timedelta
from threading import Event
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from members import ZONE, Member, join, weekly
from processes import Bot, Running, now, number, until
from sqlalchemy import Row, select
from standin.fake_twilio import Accepted, Hang
from texting_crowd import Crowd

from smsbot.core.effects import TextKind, TimerKind
from smsbot.core.hours import local
from smsbot.db import outbox as outbox_rows
from smsbot.db import timers
from smsbot.db.schema import inbox, outbox, timer
from smsbot.usecases.deliver import GIVE_UP_AFTER
from smsbot.usecases.report import look
from smsbot.worker.run import ORDINARY_LANES, URGENT_LANES

FEW = 6
KILLS = int(os.environ.get("SMSBOT_KILLS", FEW))
SEED = int(os.environ.get("SMSBOT_SEED", "1"))
SENDERS = ORDINARY_LANES + URGENT_LANES
FOLLOW_UPS = 30
TO_SETTLE = 60.0
"""Seconds after the last restart within which every text must have its answer, or be known as unknown."""


@pytest.mark.timeout(240 + KILLS * 15)
def test_whatever_is_killed_and_whenever_every_text_has_one_answer_and_no_answer_goes_twice(bot: Bot) -> None:
    chance = random.Random(SEED)
    members = plan_follow_ups(bot, over=timedelta(seconds=1.5 * KILLS))
    bot.fake.on_post = lambda _form: Hang(chance.uniform(0.0, 0.2), accept=True)
    killed = Killer(bot, chance)
    crowd = Crowd(bot, killed.web)
    crowd.start()
    killed.run(KILLS)
    crowd.end(60)
    come_to_rest(bot, killed.workers)

    texts = bot.rows(select(outbox))
    accepted = {our_id(one): one for one in bot.fake.accepted}
    assert len(accepted) == len(bot.fake.accepted), "the carrier was handed a text twice"
    every_text_has_its_answer(bot, crowd, texts, accepted)
    unknown = [row for row in texts if row.status == "unknown"]
    assert len(unknown) <= len(killed.workers) * SENDERS
    each_follow_up_fired_once(bot, members)
    receipts_settle_the_unknown(bot, killed.web, unknown, accepted)
    assert crowd.repeated > 0, "no kill was ever noticed: nothing was tried"


class Killer:
    """Keeps a web and a worker running, and kills one of them at a time."""

    def __init__(self, bot: Bot, chance: random.Random) -> None:
        self._bot, self._chance = bot, chance
        self.web, self.worker = bot.web(), bot.worker()
        self.workers: list[int] = []  # the process ids of those that were killed

    def run(self, kills: int) -> None:
        """Kill, start again, wait a little; each of the two is killed at least once."""
        victims = ["web", "worker"] + [self._chance.choice(["web", "worker"]) for _ in range(kills - 2)]
        for victim in victims[:kills]:
            Event().wait(self._chance.uniform(0.3, 1.5))
            if victim == "web":
                self.web.kill()
                self.web = self._bot.web(self.web.port)
            else:
                self.worker.kill()
                self.workers.append(self.worker.pid)
                self.worker = self._bot.worker()


def plan_follow_ups(bot: Bot, over: timedelta) -> list[Member]:
    """People whose weekly follow-up falls due while the killing goes on."""
    start = now()
    today = local(start, ZONE).date()
    with bot.db.write(start) as tx:
        members = [join(tx, number(50_000 + n), weekly(today - timedelta(days=7))) for n in range(FOLLOW_UPS)]
        for n, member in enumerate(members):
            due = start + over * (n / FOLLOW_UPS)
            timers.set_timer(tx, TimerKind.FOLLOW_UP, due, participant_id=member.id, day=today.isoformat())
    return members


def come_to_rest(bot: Bot, dead: Sequence[int]) -> None:
    """Everything is decided and sent. What a dead sender held is given up after 45 s; a short run does not wait."""
    if KILLS <= FEW:
        with bot.db.write(now()) as tx:
            for row in tx.all(select(outbox).where(outbox.c.status == "sending")):
                if any(f":{pid}:" in row.sender for pid in dead):
                    outbox_rows.change(tx, row.id, sending_at=row.sending_at - GIVE_UP_AFTER)
    due = select(timer.c.id).where(timer.c.done_at.is_(None), timer.c.due_at <= now())
    until(lambda: not bot.rows(due), TO_SETTLE, "every due timer has fired")
    bot.settle(TO_SETTLE)


def our_id(one: Accepted) -> str:
    """Our own id of a text that the carrier has."""
    return parse_qs(urlsplit(one.callback or "").query)["oid"][0]


def every_text_has_its_answer(bot: Bot, crowd: Crowd, texts: Sequence[Row[Any]], accepted: dict[str, Accepted]) -> None:
    """Each acknowledged text is one row with one answer, which is at the carrier or known to be unknown."""
    recorded = {row.provider_sid: row for row in bot.rows(select(inbox))}
    assert recorded.keys() == crowd.acknowledged.keys()
    answers: dict[str, list[Row[Any]]] = {}
    for row in texts:
        answers.setdefault(row.permit_inbox_id, []).append(row)
    for sid, sender in crowd.acknowledged.items():
        (answer,) = answers[recorded[sid].id]
        if answer.status == "unknown":
            continue
        assert answer.status == "sent", (answer.status, answer.why)
        assert accepted[answer.id].to == sender


def each_follow_up_fired_once(bot: Bot, members: Sequence[Member]) -> None:
    """One text, one timer that fired and one that waits for next week."""
    for member in members:
        rows = bot.rows(select(timer).where(timer.c.participant_id == member.id, timer.c.kind == "follow_up"))
        assert sorted(row.outcome or "waits" for row in rows) == ["fired", "waits"]
        assert all((row.done_at is None) == (row.outcome is None) for row in rows)
        said = bot.rows(select(outbox.c.kind).where(outbox.c.participant_id == member.id))
        assert [row.kind for row in said] == [TextKind.FOLLOW_UP]


def receipts_settle_the_unknown(
    bot: Bot, web: Running, unknown: Sequence[Row[Any]], accepted: dict[str, Accepted]
) -> None:
    """A receipt ends the doubt. Where the carrier never had the text there is none, and staff see the row."""
    had = {row.id for row in unknown if row.id in accepted}
    for text_id in had:
        assert bot.fake.callback(accepted[text_id], "delivered", url_base=web.url)[0] == 200
    still = select(outbox.c.id).where(outbox.c.status == "unknown", outbox.c.id.in_(had))
    until(lambda: not bot.rows(still), 20, "the receipts are applied")
    shown = {row["id"] for row in look(bot.db, now())["texts of unknown outcome"]}
    assert shown == {row.id for row in unknown} - had
