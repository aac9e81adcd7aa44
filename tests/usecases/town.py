"""A town to try the use cases in: the shipped programme, two workers, people, and a carrier that can be difficult.

The shipped files are read and compiled once per test process; each town has a database of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Table, select

from smsbot.content.frame import read_frame
from smsbot.content.publication import compile_program
from smsbot.content.sources import digest, read_sources, to_json
from smsbot.core.delivery import SendResult
from smsbot.core.program import Program
from smsbot.db import people, programme, timers, workers
from smsbot.db.database import Database
from smsbot.db.schema import inbox, ledger, outbox, participant, ticket, timer
from smsbot.lab.carrier import LabCarrier, Sent
from smsbot.lab.world import World
from smsbot.usecases.ports import CarrierText, ListedText, OutgoingSms
from smsbot.usecases.receive import record_receipt

ROOT = Path(__file__).parents[2]
MONDAY = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
"""A Monday, 10:00 in New York, the day after the clocks went back; Sam and Dee are on duty until 17:00."""

SUNDAY = MONDAY - timedelta(days=1)
"""Nobody is on shift; Sam is on call."""

ANA, BEN, CAM = "+13365550111", "+13365550112", "+13365550113"
SAM, DEE = "+13365550150", "+13365550151"

OVERDOSE = "my friend isn't breathing"
"""The plainest crisis there is."""


@lru_cache
def shipped() -> tuple[Program, str, str]:
    """The compiled programme, its sources and their digest."""
    sources = read_sources(ROOT / "flows", ROOT / "templates")
    return compile_program("", sources, read_frame(ROOT / "flows")), to_json(sources), digest(sources)


class FixedPrograms:
    """Implements Programs. `program` can be replaced to try another programme; `broken` fails every decision."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.broken = False

    def current(self) -> Program:
        if self.broken:
            raise RuntimeError("the programme is broken for text +1 336 555 0111")
        return self.program

    def publication(self, publication_id: str) -> Program:
        return self.program


@dataclass(slots=True)
class DifficultCarrier(LabCarrier):
    """Answers what it is told to, in order, and then as ever.

    `answers`: for a number, what its next texts get instead. `swallows`: those that it takes all the same, without
    saying so. `blind`: its list cannot be read. `meanwhile`: called while a text is with it; `looking`: while its list
    is read.
    """

    answers: dict[str, list[SendResult]] = field(default_factory=dict)
    swallows: set[str] = field(default_factory=set)
    blind: bool = False
    meanwhile: Callable[[OutgoingSms], None] | None = None
    looking: Callable[[], object] | None = None
    looks: int = 0
    looked_since: list[datetime] = field(default_factory=list)

    def send(self, sms: OutgoingSms) -> SendResult:
        if self.meanwhile is not None:
            self.meanwhile(sms)
        if not self.answers.get(sms.to):
            return LabCarrier.send(self, sms)
        answer = self.answers[sms.to].pop(0)
        if sms.to in self.swallows:
            LabCarrier.send(self, sms)
        return answer

    def sent_to(self, to: str, since: datetime) -> Sequence[CarrierText] | None:  # type: ignore[override]
        self.looks += 1
        if self.looking is not None:
            self.looking()
        return None if self.blind else LabCarrier.sent_to(self, to, since)

    def listed(self, since: datetime) -> Sequence[ListedText] | None:
        self.looked_since.append(since)
        return None if self.blind else LabCarrier.listed(self, since)


class Town(World):
    """A world with questions to its rows. Texts are named by their keys: the words may change."""

    def __init__(self, db: Database, start: datetime = MONDAY, **settings: Any) -> None:
        program, sources, digested = shipped()
        with db.write(start) as tx:
            published = programme.publish(tx, digested, sources)
        changed = replace(program, publication=published, settings=replace(program.settings, **settings))
        self.files = FixedPrograms(changed)
        super().__init__(db, self.files, start)
        self.carrier: DifficultCarrier = DifficultCarrier(self.clock)
        with db.write(start) as tx:
            self.sam = workers.add(tx, "sam", SAM)
            self.dee = workers.add(tx, "dee", DEE)

    # What happens -----------------------------------------------------------------------------------------------

    def says(self, number: str, body: str, **about: Any) -> list[str]:
        """Somebody texts; the keys of what they are sent for it, in order."""
        before = len(self.carrier.sent)
        self.text(number, body, **about)
        return self.keys(self.carrier.sent[before:], number)

    def joins(self, number: str, wish: str = "1") -> None:
        """Choose a cadence: 1 is weekly, 2 monthly; own words are confirmed."""
        self.text(number, "JOIN")
        self.text(number, wish)
        if wish not in ("1", "2"):
            self.text(number, "1")
        assert self.person(number).cadence is not None

    def passes(self, *, to: str | None = None, **time: float) -> list[str]:
        """Time passes; the keys of what was handed over meanwhile, to one number or to anybody."""
        return self.keys(self.pass_time(timedelta(**time)), to)

    def reports(self, text_id: str, status: str, code: int | None = None, *, sid: str = "SM" + "f" * 32) -> None:
        """A receipt for a text of ours."""
        record_receipt(self.db, text_id, sid, status, code, self.clock.now())
        self.settle()

    # What is there ----------------------------------------------------------------------------------------------

    def keys(self, sent: Sequence[Sent], to: str | None = None) -> list[str]:
        """Which texts these were."""
        named = {row.id: row.text_key for row in self.rows(outbox)}
        return [named[one.id] for one in sent if to in (None, one.to)]

    def heard(self, number: str) -> list[str]:
        """The keys of everything handed over to a number so far."""
        return self.keys(self.carrier.sent, number)

    def rows(self, table: Table, *where: Any) -> Sequence[Row[Any]]:
        """Rows, in the order they were made."""
        with self.db.read(self.clock.now()) as tx:
            return tx.all(select(table).where(*where).order_by(*table.primary_key.columns))

    def row(self, table: Table, *where: Any) -> Row[Any]:
        """The only such row."""
        [found] = self.rows(table, *where)
        return found

    def person(self, number: str) -> Row[Any]:
        """The participant at a number."""
        with self.db.read(self.clock.now()) as tx:
            found = people.at_number(tx, tx.keys.lookup.all_hashes(number))
            assert found is not None
            row = tx.one(select(participant).where(participant.c.id == found.participant_id))
        assert row is not None
        return row

    def acts(self, number: str) -> list[str]:
        """What the ledger holds about the person at a number, in the order of its numbers."""
        rows = self.rows(ledger, ledger.c.participant_id == self.person(number).id)
        return [row.act for row in sorted(rows, key=lambda row: row.seq)]

    def queued(self) -> list[str]:
        """The keys of what waits."""
        return [row.text_key for row in self.rows(outbox, outbox.c.status == "queued")]

    def fate(self, key: str) -> list[str]:
        """The statuses of every text with a key."""
        return [row.status for row in self.rows(outbox, outbox.c.text_key == key)]

    def rules(self) -> list[str]:
        """Which rules decided, in order."""
        return [row.rule for row in self.rows(inbox)]

    def tickets(self, *, topic: str | None = None) -> Sequence[Row[Any]]:
        """Every ticket, or those on a topic."""
        return self.rows(ticket, *([ticket.c.topic == topic] if topic else []))

    def open_tickets(self) -> list[tuple[str, str]]:
        """Topic and level of every ticket nobody has closed."""
        return [(row.topic, row.level) for row in self.rows(ticket, ticket.c.closed_at.is_(None))]

    def waiting_timers(self) -> list[str]:
        """The kinds of the timers that wait."""
        return sorted(row.kind for row in self.rows(timer, timer.c.done_at.is_(None)))

    def next_follow_up(self, number: str) -> datetime | None:
        """When the next follow-up of a person is due."""
        with self.db.read(self.clock.now()) as tx:
            row = timers.next_follow_up(tx, self.person(number).id)
        return None if row is None else row.due_at
