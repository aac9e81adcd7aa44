"""A small world to try things in: people text, workers answer, time passes, and nothing takes long."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from smsbot.core.program import Program
from smsbot.db.database import Database
from smsbot.db.schema import inbox, outbox, receipt
from smsbot.lab.carrier import LabCarrier, Sent
from smsbot.usecases import deliver, upkeep
from smsbot.usecases.decide_inbox import decide_pending
from smsbot.usecases.fire_timers import fire_due
from smsbot.usecases.next_due import next_due
from smsbot.usecases.ports import ListedText, Programs
from smsbot.usecases.receipts import apply_pending
from smsbot.usecases.receive import Inbound, record, record_receipt
from smsbot.usecases.sweep import sweep

_MOST_ROUNDS = 1000
"""A world that does not come to rest is a loop, and a loop is a bug."""

_LOOKS_AGAIN = timedelta(milliseconds=250)
"""As often as the worker does."""


PUBLIC_URL = "https://example.test"
"""Where the pages of a world would be."""


_TEXTS = select(inbox.c.id).where(inbox.c.decided_at.is_(None), inbox.c.flagged_at.is_(None))
_RECEIPTS = select(receipt.c.id).where(receipt.c.applied_at.is_(None))
_WAITING = select(outbox.c.id).where(outbox.c.status == "queued")


class Addressed:
    """Programmes that know where their pages are."""

    def __init__(self, programs: Programs) -> None:
        self._programs = programs

    def current(self) -> Program:
        """The programme as it is now."""
        return replace(self._programs.current(), public_url=PUBLIC_URL)

    def publication(self, publication_id: str) -> Program:
        """The programme with the flows of an older publication."""
        return self._programs.publication(publication_id)


class VirtualClock:
    """Stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The virtual moment, aware UTC."""
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Forward only."""
        self._now = max(self._now, moment)


class World:
    """One programme, its people and its carrier. Everything happens in the caller's thread."""

    def __init__(self, db: Database, programs: Programs, start: datetime) -> None:
        self.db = db
        self.programs: Programs = Addressed(programs)
        self.clock = VirtualClock(start)
        self.carrier = LabCarrier(self.clock)
        self._sids = 0

    def text(self, number: str, body: str, *, media: int = 0, sid: str | None = None) -> list[str]:
        """Somebody texts the programme; what they are sent in answer, in order."""
        before = len(self.carrier.sent)
        self.arrive(number, body, media=media, sid=sid)
        self.settle()
        return [sent.body for sent in self.carrier.sent[before:] if sent.to == number]

    def arrive(self, number: str, body: str, *, media: int = 0, sid: str | None = None) -> None:
        """A text is recorded; nobody has decided it yet."""
        self._sids += 1
        arrived = Inbound("sms", sid or f"SM{self._sids:032x}", number, body, media)
        record(self.db, arrived, self.clock.now())

    def lost(self, number: str, body: str) -> None:
        """Somebody texts, the carrier takes it, and no webhook reaches us."""
        self._sids += 1
        sid, now = f"SM{self._sids:032x}", self.clock.now()
        self.carrier.received.append(ListedText(sid, True, number, "", body, 0, "received", None, now))

    def call(self, number: str) -> None:
        """Somebody calls and nobody answers."""
        self._sids += 1
        record(self.db, Inbound("call", f"CA{self._sids:032x}", number), self.clock.now())
        self.settle()

    def receipt(self, sent: Sent, status: str, error_code: int | None = None) -> None:
        """The carrier reports what became of a text."""
        record_receipt(self.db, sent.id, "SM" + "e" * 32, status, error_code, self.clock.now())
        self.settle()

    def sweep(self) -> None:
        """Compare the carrier's list with ours, as a worker does every few minutes."""
        sweep(self.db, self.carrier, self.clock.now())
        self.settle()

    def settle(self) -> None:
        """Decide and hand over until nothing is left to do at this moment."""
        for _ in range(_MOST_ROUNDS):
            now = self.clock.now()
            if not self._round(now):
                upkeep.erase_forgotten(self.db, now)
                return
        raise RuntimeError("the world does not come to rest: something answers itself")

    def pass_time(self, by: timedelta) -> list[Sent]:
        """Let time pass, stopping at everything that falls due; what was handed over meanwhile."""
        return self.move_to(self.clock.now() + by)

    def move_to(self, target: datetime) -> list[Sent]:
        """The same, up to a moment (UTC)."""
        before = len(self.carrier.sent)
        looked_at: datetime | None = None
        for _ in range(_MOST_ROUNDS * 10):
            due = next_due(self.db, self.clock.now())
            if due is not None and looked_at is not None and due <= looked_at:
                due = looked_at + _LOOKS_AGAIN  # it waits behind another text, or for a sender that died
            if due is None or due > target:
                self.clock.move_to(target)
                return self.carrier.sent[before:]
            self.clock.move_to(due)
            self.tick()
            looked_at = self.clock.now()
        raise RuntimeError("time does not pass: something is due again and again")

    def sleep(self, until: datetime) -> None:
        """Downtime: the clock moves and nobody is there to do anything."""
        self.clock.move_to(until)

    def tick(self) -> None:
        """Fire what is due now, and settle."""
        fire_due(self.db, self.programs, self.carrier, self.clock)
        deliver.give_up_stuck(self.db, self.programs, self.clock.now())
        self.settle()

    def _round(self, now: datetime) -> int:
        """Do what there is to do; most of the time there is nothing, and one look is enough to know it."""
        with self.db.read(now) as tx:
            texts, receipts = tx.first(_TEXTS), tx.first(_RECEIPTS)
        busy = decide_pending(self.db, self.programs, self.clock) if texts is not None else 0
        busy += apply_pending(self.db, self.programs, now) if receipts is not None else 0
        with self.db.read(now) as tx:
            waiting = tx.first(_WAITING)
        return busy + (self._hand_over(urgent=True) + self._hand_over(urgent=False) if waiting is not None else 0)

    def _hand_over(self, *, urgent: bool) -> int:
        return int(deliver.hand_over_next(self.db, self.programs, self.carrier, self.clock, "lab", urgent=urgent))
