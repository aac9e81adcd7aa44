"""STOP against a hand-off, thousands of times: whichever comes first, nothing begins to be sent after the STOP.

The order is told by the numbers that both draw from the person's one counter, not by clocks: the STOP draws when the
webhook is recorded, the text when it is committed as `sending`. SMSBOT_RACES sets how many races there are.
"""

import os
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from members import Member, join, weekly
from processes import number
from sqlalchemy import Row, select
from standin.book import new_sid

from smsbot.content.catalog import Catalog
from smsbot.core.delivery import Accepted, SendResult
from smsbot.core.effects import ConsentAct, TextKind
from smsbot.db import inbox, outbox, people
from smsbot.db.database import Database
from smsbot.db.schema import inbox as inbox_table
from smsbot.db.schema import ledger as ledger_table
from smsbot.db.schema import outbox as outbox_table
from smsbot.db.tx import Tx
from smsbot.lab.world import VirtualClock
from smsbot.usecases.decide_inbox import decide_pending
from smsbot.usecases.deliver import hand_over_next
from smsbot.usecases.ports import CarrierText, ListedText, OutgoingSms
from smsbot.usecases.receive import Inbound, record

RACES = int(os.environ.get("SMSBOT_RACES", "2000"))
NOON = datetime(2026, 11, 4, 17, 0, tzinfo=UTC)
LONGEST_LEAD = 0.003  # seconds that one side is held back: about as long as a transaction takes
KINDS = (TextKind.FOLLOW_UP, TextKind.REPLY, TextKind.ANSWER)
STOPS = ("STOP", "stop", "please stop texting me", "Unsubscribe", "QUIT", "END", "cancel", "revoke")
OWN_STOP = 2
"""The one that the carrier does not answer itself: it gets the one confirmation, which is the one text allowed."""


@dataclass
class SlowCarrier:
    """Takes a text when it is told to: until then the hand-off is under way."""

    go_on: Event = field(default_factory=Event)

    def send(self, sms: OutgoingSms) -> SendResult:
        assert self.go_on.wait(30)
        return Accepted(new_sid())

    def listed(self, since: datetime) -> tuple[ListedText, ...]:
        return ()

    def sent_to(self, to: str, since: datetime) -> tuple[CarrierText, ...]:
        return ()


@dataclass
class Track:
    """Where the races are run: one database, one person per race, one race a second on the virtual clock."""

    db: Database
    catalog: Catalog
    chance: random.Random
    clock: VirtualClock = field(default_factory=lambda: VirtualClock(NOON))

    def queue(self, tx: Tx, n: int) -> Member:
        """A person, and a text for them that the gate passes from the n-th second on, unless they say stop."""
        member, kind = join(tx, number(n), weekly(date(2026, 10, 28))), KINDS[n % len(KINDS)]
        asked = None if kind is TextKind.FOLLOW_UP else _asked_before(tx, member)
        permit = outbox.Permit(inbox_id=asked, ledger_id=None if asked else member.plan_id)
        new = outbox.NewText(kind, "race", "hello", member.number_hash, participant_id=member.id, permit=permit)
        outbox.change(tx, outbox.queue(tx, new), not_before=NOON + timedelta(seconds=n))
        return member

    def race(self, pool: ThreadPoolExecutor, member: Member, word: str) -> None:
        """Record a STOP while a text is handed over; then decide the STOP."""
        carrier, ready = SlowCarrier(), Barrier(2)
        lead = self.chance.uniform(-LONGEST_LEAD, LONGEST_LEAD)

        def say_stop() -> None:
            ready.wait(30)
            Event().wait(max(0.0, lead))
            record(self.db, Inbound("sms", new_sid(), member.number, word), self.clock.now())
            carrier.go_on.set()  # at the latest now: what is being handed over meets a STOP that is on disk

        def hand_over() -> None:
            ready.wait(30)
            Event().wait(max(0.0, -lead))
            hand_over_next(self.db, self.catalog, carrier, self.clock, "race", urgent=False)

        for running in [pool.submit(say_stop), pool.submit(hand_over)]:
            running.result(60)
        assert decide_pending(self.db, self.catalog, self.clock) == 1

    def run(self, count: int, until: Callable[[], bool] = lambda: False) -> None:
        """So many races, one after the other; then everything that is left comes to rest."""
        with self.db.write(NOON) as tx:
            members = [self.queue(tx, n) for n in range(count)]
        with ThreadPoolExecutor(2) as pool:
            for n, member in enumerate(members):
                self.clock.move_to(NOON + timedelta(seconds=n))
                self.race(pool, member, STOPS[n % len(STOPS)])
                if until():
                    return
        self.settle()

    def settle(self) -> None:
        """Hand over what may still go: the confirmations."""
        carrier = SlowCarrier()
        carrier.go_on.set()
        self.clock.move_to(self.clock.now() + timedelta(minutes=5))
        while hand_over_next(self.db, self.catalog, carrier, self.clock, "race", urgent=False):
            pass

    def statuses(self, kind: TextKind | None = None) -> Counter[str]:
        """How many texts (of this kind) ended how."""
        wanted = outbox_table.c.kind == kind.value if kind else outbox_table.c.text_key == "race"
        with self.db.read(NOON) as tx:
            return Counter(row.status for row in tx.all(select(outbox_table.c.status).where(wanted)))

    def begun_after_stop(self) -> list[tuple[str, str]]:
        """Texts whose hand-off began after the STOP although nothing allows it: (kind, id), read from the rows."""
        stop, text, asked = ledger_table, outbox_table, inbox_table
        late = (
            select(
                text.c.id,
                text.c.kind,
                text.c.permit_ledger_id,
                asked.c.seq.label("asked_seq"),
                stop.c.seq.label("stop_seq"),
                stop.c.id.label("stop_id"),
            )
            .join(stop, stop.c.participant_id == text.c.participant_id)
            .outerjoin(asked, asked.c.id == text.c.permit_inbox_id)
            .where(stop.c.act == ConsentAct.OPT_OUT.value, text.c.sending_seq > stop.c.seq)
        )
        with self.db.read(NOON) as tx:
            rows = tx.all(late)
        return [(row.kind, row.id) for row in rows if not _is_allowed(row)]


def _is_allowed(row: Row[Any]) -> bool:
    """The one confirmation of this STOP, the answer to a HELP or START that came after it, a crisis answer."""
    if row.kind == TextKind.STOPPED:
        return bool(row.permit_ledger_id == row.stop_id)
    later = row.asked_seq is not None and row.asked_seq > row.stop_seq
    return row.kind == TextKind.CRISIS or (row.kind == TextKind.ANSWER and later)


def _asked_before(tx: Tx, member: Member) -> str:
    """The inbound text that a reply answers, decided already."""
    seq, arrived = people.next_seq(tx, member.id), inbox.Arrived(member.number, "plan")
    asked = inbox.record(tx, "sms", new_sid(), arrived, number_hash=member.number_hash, worker_line=False, seq=seq)
    assert asked is not None
    inbox.decided(tx, asked, participant_id=member.id, body="plan", rule="test")
    return asked


@pytest.fixture
def track(db: Database, catalog: Callable[[Database], Catalog]) -> Track:
    return Track(db, catalog(db), random.Random(20261104))


@pytest.mark.timeout(120 + RACES / 4)
def test_no_text_begins_to_be_sent_after_a_stop_however_close_they_are(track: Track) -> None:
    track.run(RACES)
    assert track.begun_after_stop() == []
    ended = track.statuses()
    assert ended["sent"] + ended["cancelled"] == RACES
    assert min(ended["sent"], ended["cancelled"]) > RACES / 20, "nothing was raced: always the same one came first"
    assert track.statuses(TextKind.STOPPED) == {"sent": sum(n % len(STOPS) == OWN_STOP for n in range(RACES))}


def test_the_check_sees_a_gate_that_forgets_to_look_at_undecided_texts(
    track: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "undecided_from", lambda _tx, _hashes: False)
    track.run(200, until=lambda: bool(track.begun_after_stop()))
    assert track.begun_after_stop()
