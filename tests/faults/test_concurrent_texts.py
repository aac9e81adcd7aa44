"""Many texts at the same moment, through two servers and two workers that share one database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

import pytest
from processes import Bot, Running, number
from sqlalchemy import Row, Select, select
from standin.book import new_sid

from smsbot.db.schema import inbox, ledger, outbox, participant, phone_link

CROWD = 50


@dataclass(frozen=True)
class Crowd:
    """Two web servers (of two processes each) and two workers."""

    bot: Bot
    webs: tuple[Running, Running]

    def at_once(self, sender: str, body: str, sids: list[str]) -> list[int]:
        """Deliver all of these at the same moment, to either server in turn; the HTTP statuses."""
        ready = Barrier(len(sids))

        def deliver(n: int) -> int:
            ready.wait(30)
            return self.bot.text(self.webs[n % 2], sender, body, sids[n])[0]

        with ThreadPoolExecutor(len(sids)) as pool:
            return list(pool.map(deliver, range(len(sids))))

    def recorded(self, sids: list[str]) -> "list[Row[Any]]":
        """The inbound rows of these SIDs."""
        return list(self.bot.rows(select(inbox).where(inbox.c.provider_sid.in_(sids))))


@pytest.fixture(scope="module")
def crowd(shared_bot: Bot) -> Crowd:
    webs = shared_bot.web(), shared_bot.web()
    shared_bot.worker()
    shared_bot.worker()
    return Crowd(shared_bot, webs)


@pytest.fixture(autouse=True)
def no_errors_are_logged(shared_bot: Bot) -> Iterator[None]:
    """No deadlock, no lost lock, no failed turn: each of them would be an ERROR with its trace."""
    yield
    assert [line for line in shared_bot.logged().splitlines() if "ERROR" in line or "Traceback" in line] == []


def test_fifty_deliveries_of_one_sid_are_one_row_and_one_answer(crowd: Crowd) -> None:
    sender, sid = number(0), new_sid()
    assert crowd.at_once(sender, "plan", [sid] * CROWD) == [200] * CROWD
    crowd.bot.settle()
    assert len(crowd.recorded([sid])) == 1
    assert len([one for one in crowd.bot.fake.accepted if one.to == sender]) == 1


def test_fifty_texts_at_once_from_one_stranger_are_one_participant_and_take_effect_once_each(crowd: Crowd) -> None:
    sids = [new_sid() for _ in range(CROWD)]
    # Each PAUSE is one entry in the ledger; its answer is bounded (the same text at most three times in five minutes).
    assert crowd.at_once(number(1), "pause", sids) == [200] * CROWD
    crowd.bot.settle()
    rows = crowd.recorded(sids)
    assert {row.rule for row in rows} == {"reserved.pause"}
    assert {row.flagged_at for row in rows} == {None}
    assert len(rows) == CROWD
    person = {row.participant_id for row in rows}
    assert len(person) == 1
    assert sorted(entry.inbox_id for entry in crowd.bot.rows(_ledger_of(*person))) == sorted(row.id for row in rows)
    assert len(crowd.bot.rows(select(outbox.c.id).where(outbox.c.participant_id.in_(person)))) == 3


def test_fifty_strangers_at_once_are_fifty_participants_with_one_answer_each(crowd: Crowd) -> None:
    senders = {new_sid(): number(100 + n) for n in range(CROWD)}
    with ThreadPoolExecutor(CROWD) as pool:
        statuses = list(pool.map(lambda sid: crowd.at_once(senders[sid], "why", [sid])[0], senders))
    assert statuses == [200] * CROWD
    crowd.bot.settle()
    people = {row.participant_id for row in crowd.recorded(list(senders))}
    assert len(people) == CROWD
    assert sorted(one.to for one in crowd.bot.fake.accepted if one.to in senders.values()) == sorted(senders.values())
    links = crowd.bot.rows(select(phone_link.c.participant_id))
    assert len(links) == len(crowd.bot.rows(select(participant.c.id)))


def _ledger_of(participant_id: str) -> "Select[Any]":
    return select(ledger.c.inbox_id).where(ledger.c.participant_id == participant_id)
