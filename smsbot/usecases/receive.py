"""What the web does with a webhook: one sealed row, in one transaction, and nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from smsbot.db import inbox, ledger, programme, receipts
from smsbot.db.database import Database
from smsbot.db.tx import Tx

WORKER_DEAD_AFTER = timedelta(seconds=15)
STATIC_ANSWER_EVERY = timedelta(hours=1)

_CARRIER_WORDS = frozenset(
    "stop stopall unsubscribe cancel end quit revoke optout start unstop help info alto parar basta baja".split()
)
"""Words the carrier answers itself, and plain stops: nothing static is added to them."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One inbound text or call as the provider read it."""

    kind: str  # "sms" or "call"
    sid: str
    sender: str
    body: str = ""
    media: int = 0
    worker_line: bool = False
    sent_at: datetime | None = None  # by the carrier's clock, if no webhook brought it


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of it. `answer_statically`: the worker is dead and this number was not told so lately."""

    new: bool
    answer_statically: bool = False


def record(db: Database, arrived: Inbound, now: datetime) -> Recorded:
    """Keep one inbound text exactly once; a repeated SID changes nothing.

    Its number is drawn in the same transaction, so a STOP counts from this commit.
    """

    def keep(tx: Tx) -> Recorded:
        what = inbox.Arrived(arrived.sender, arrived.body, arrived.media)
        new = inbox.arrive(
            tx, arrived.kind, arrived.sid, what, worker_line=arrived.worker_line, sent_at=arrived.sent_at
        )
        if new is None:
            return Recorded(new=False)
        static = _wants_static_answer(arrived) and _is_dead(new.last_beat, now) and _may_answer(tx, arrived.sender)
        return Recorded(new=True, answer_statically=static)

    return db.write_together(now, keep)


def _wants_static_answer(arrived: Inbound) -> bool:
    return arrived.kind == "sms" and arrived.body.strip(" .!").casefold() not in _CARRIER_WORDS


def _is_dead(last_beat: datetime | None, now: datetime) -> bool:
    return last_beat is None or last_beat < now - WORKER_DEAD_AFTER


def _may_answer(tx: Tx, sender: str) -> bool:
    hashes = tx.keys.lookup.all_hashes(sender)
    if ledger.is_suppressed(tx, hashes):
        return False
    return receipts.may_answer_statically(tx, hashes[0], STATIC_ANSWER_EVERY)


def is_worker_alive(db: Database, now: datetime) -> bool:
    """Has any worker beaten its heart lately? For /readyz."""
    with db.read(now) as tx:
        return not _is_dead(programme.last_beat(tx), now)


def record_receipt(db: Database, text_id: str, sid: str, status: str, error_code: int | None, now: datetime) -> None:
    """Keep one status callback; the worker applies it."""
    db.write_together(now, lambda tx: receipts.record(tx, text_id, sid, status, error_code))
