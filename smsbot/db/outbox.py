"""Outbound rows: written with the decision that wants them, handed over later, one at a time per phone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, insert, select, update

from smsbot.core.delivery import TextStatus
from smsbot.core.effects import TextKind
from smsbot.core.pace import Rank, rank
from smsbot.db.schema import outbox
from smsbot.db.tx import Tx

URGENT = frozenset({TextKind.CRISIS, TextKind.TRUTH, TextKind.ALERT})

_MOMENT = timedelta(seconds=1)
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Permit:
    """What allows a text to a participant: an inbound text, a ledger entry, or a worker who typed it."""

    inbox_id: str | None = None
    ledger_id: str | None = None
    worker_id: str | None = None


@dataclass(frozen=True, slots=True)
class NewText:
    """A text to queue. Exactly one of participant and worker is its reader."""

    kind: TextKind
    key: str
    body: str
    number_hash: str
    participant_id: str | None = None
    worker_id: str | None = None
    ticket_id: str | None = None
    permit: Permit = Permit()
    worker_line: bool = False
    expires_at: datetime | None = None
    urgent: bool = False
    conversation_id: str | None = None
    visit: int | None = None
    step: str | None = None
    series: bool = False


def queue(tx: Tx, new: NewText) -> str:
    """Queue one text; it is sealed under its reader's key."""
    text_id, urgent = tx.new_id(), new.urgent or new.kind in URGENT
    owner = new.participant_id or new.worker_id
    assert owner is not None  # noqa: S101  # every text has a reader
    tx.run(
        insert(outbox).values(
            id=text_id,
            kind=new.kind.value,
            urgent=urgent,
            rank=rank(new.kind, urgent=urgent, series=new.series).value,
            participant_id=new.participant_id,
            worker_id=new.worker_id,
            ticket_id=new.ticket_id,
            number_hash=new.number_hash,
            worker_line=new.worker_line,
            permit_inbox_id=new.permit.inbox_id,
            permit_ledger_id=new.permit.ledger_id,
            permit_worker_id=new.permit.worker_id,
            text_key=new.key[:64],
            sealed=tx.key_of(owner).seal(new.body, f"outbox.body:{text_id}"),
            status=TextStatus.QUEUED.value,
            queued_at=tx.now,
            not_before=tx.now,
            expires_at=new.expires_at,
            conversation_id=new.conversation_id,
            visit=new.visit,
            step=new.step,
        )
    )
    tx.wake()
    return text_id


_URGENT_RANKS = (Rank.CRISIS, Rank.URGENT)


def urgent_candidates(tx: Tx, now: datetime) -> Sequence[Row[Any]]:
    """Texts of the lane that is kept for crises, crisis answers first; read without locks, so claim before acting."""
    return _first_found(tx, now, map(_urgent_of, _URGENT_RANKS))


def candidates(tx: Tx, now: datetime, ranks: Sequence[Rank], busy: Collection[bool] = ()) -> Sequence[Row[Any]]:
    """Ordinary texts that may be handed over now: of the first of these ranks that has any, in order, one a phone.

    A phone with a text in flight waits, and so do the texts of a phone where one is backing off, or put off for a
    moment: later ones never overtake it; but a crisis answer overtakes everything. Each list is short and made once,
    whatever has gathered in the table. Nothing goes on lines that are `busy`. Read without locks, so claim before
    acting.
    """
    firsts: dict[str, Row[Any]] = {}
    for row in _first_found(tx, now, (_ordinary_of(one, tuple(busy)) for one in ranks)):
        firsts.setdefault(row.number_hash, row)
    return list(firsts.values())


def _first_found(tx: Tx, now: datetime, looks: Iterable[Select[Any]]) -> Sequence[Row[Any]]:
    """One look into the index for each rank, until there is something."""
    for statement in looks:
        found = tx.all(statement, now=now, soon=now + timedelta(microseconds=1), moment=now + _MOMENT)
        if found:
            return found
    return ()


@cache
def _urgent_of(one: Rank) -> Select[Any]:
    return _of_rank(one, outbox.c.urgent.is_(True))


@cache
def _ordinary_of(one: Rank, busy: tuple[bool, ...]) -> Select[Any]:
    backing_off = _phones(TextStatus.QUEUED, outbox.c.tries > 0)
    in_a_moment = outbox.c.not_before.between(bindparam("soon"), bindparam("moment"))
    return _of_rank(
        one,
        outbox.c.urgent.is_(False),
        outbox.c.number_hash.not_in(_phones(TextStatus.SENDING)),
        outbox.c.number_hash.not_in(_phones(TextStatus.QUEUED, in_a_moment)),
        (outbox.c.tries > 0) | outbox.c.number_hash.not_in(backing_off),
        *(outbox.c.worker_line.is_not(line) for line in busy),
    )


def _of_rank(one: Rank, *conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(outbox.c.id, outbox.c.participant_id, outbox.c.number_hash)
        .where(
            outbox.c.status == TextStatus.QUEUED.value,
            outbox.c.rank == one.value,
            outbox.c.not_before <= bindparam("now"),
            *conditions,
        )
        .order_by(outbox.c.id)  # a phone's texts keep their order, whatever was put off for a moment
        .limit(_LOOKED_AT)
    )


def _phones(status: TextStatus, *more: ColumnElement[bool]) -> Select[tuple[str]]:
    ahead = select(outbox.c.number_hash)
    return ahead.where(outbox.c.status == status.value, outbox.c.urgent.is_(False), *more).correlate(None)


def get(tx: Tx, text_id: str, *, locked: bool = False) -> Row[Any] | None:
    """One row; with `locked`, for the rest of the transaction, or None if somebody else has it."""
    statement = select(outbox).where(outbox.c.id == text_id)
    return tx.one(statement.with_for_update(skip_locked=True) if locked else statement)


def body_of(tx: Tx, row: Row[Any]) -> str:
    """The words of a text."""
    return tx.key_of(row.participant_id or row.worker_id).open(row.sealed, f"outbox.body:{row.id}")


def move(tx: Tx, text_id: str, was: TextStatus, now_is: TextStatus, **values: Any) -> bool:
    """Compare and set the status; False if the row had moved on meanwhile."""
    moved = tx.one(
        update(outbox)
        .where(outbox.c.id == text_id, outbox.c.status == was.value)
        .values(status=now_is.value, **values)
        .returning(outbox.c.id)
    )
    return moved is not None


def change(tx: Tx, text_id: str, **values: Any) -> None:
    """Set columns of a row."""
    tx.run(update(outbox).where(outbox.c.id == text_id).values(**values))


def cancel_queued(tx: Tx, participant_id: str, why: str, *, keep: Sequence[TextKind] = ()) -> None:
    """Cancel what is queued for a person, but for these kinds."""
    tx.run(
        update(outbox)
        .where(
            outbox.c.participant_id == participant_id,
            outbox.c.status == TextStatus.QUEUED.value,
            outbox.c.kind.not_in([kind.value for kind in keep]),
        )
        .values(status=TextStatus.CANCELLED.value, ended_at=tx.now, why=why)
    )


def cancel_alerts(tx: Tx, ticket_id: str, keep_worker: str | None) -> None:
    """A taken ticket needs no more alerts: cancel those still queued."""
    tx.run(
        update(outbox)
        .where(
            outbox.c.ticket_id == ticket_id,
            outbox.c.status == TextStatus.QUEUED.value,
            outbox.c.text_key == "worker.alert",
            outbox.c.worker_id.is_distinct_from(keep_worker),
        )
        .values(status=TextStatus.CANCELLED.value, ended_at=tx.now, why="taken")
    )


def in_flight(tx: Tx, number_hash: str) -> bool:
    """Is an ordinary text to this number being handed over now?"""
    found = select(outbox.c.id).where(
        outbox.c.number_hash == number_hash,
        outbox.c.status == TextStatus.SENDING.value,
        outbox.c.urgent.is_(False),
    )
    return tx.first(found) is not None


def stuck(tx: Tx, before: datetime) -> Sequence[Row[Any]]:
    """Rows still in flight since before this moment: their sender died, or their answer is lost."""
    return tx.all(
        select(outbox.c.id, outbox.c.participant_id).where(
            outbox.c.status == TextStatus.SENDING.value, outbox.c.sending_at < before
        )
    )


def sent_lately(tx: Tx, participant_id: str, key: str, since: datetime) -> int:
    """How often this same text was queued for a person since then."""
    return _count(tx, participant_id, since, outbox.c.text_key == key[:64])


def answers_since(tx: Tx, participant_id: str, since: datetime) -> int:
    """How many automatic answers were queued for a person since then."""
    kinds = (TextKind.REPLY.value, TextKind.ANSWER.value)
    return _count(tx, participant_id, since, outbox.c.kind.in_(kinds))


def _count(tx: Tx, participant_id: str, since: datetime, which: ColumnElement[bool]) -> int:
    row = tx.one(
        select(func.count().label("n")).where(
            outbox.c.participant_id == participant_id, which, outbox.c.queued_at >= since
        )
    )
    return 0 if row is None else int(row.n)


def typed_since(tx: Tx, participant_id: str, since: datetime | None, before_id: str) -> bool:
    """Did a worker's own words that no inbound text permits go to this person since then, before that row?"""
    gone = (TextStatus.CANCELLED.value, TextStatus.FAILED.value)
    found = select(outbox.c.id).where(
        outbox.c.participant_id == participant_id,
        outbox.c.kind == TextKind.RELAY.value,
        outbox.c.permit_inbox_id.is_(None),
        outbox.c.status.not_in(gone),
        outbox.c.id < before_id,
    )
    return tx.first(found if since is None else found.where(outbox.c.queued_at >= since)) is not None


def by_status(tx: Tx) -> dict[str, int]:
    """How many texts stand where."""
    rows = tx.all(select(outbox.c.status, func.count().label("n")).group_by(outbox.c.status))
    return {row.status: row.n for row in rows}


def of_status(tx: Tx, status: TextStatus, limit: int = 100) -> Sequence[Row[Any]]:
    """The newest texts of a status, without their words."""
    return tx.all(
        select(outbox.c.id, outbox.c.kind, outbox.c.text_key, outbox.c.queued_at, outbox.c.sending_at, outbox.c.why)
        .where(outbox.c.status == status.value)
        .order_by(outbox.c.id.desc())
        .limit(limit)
    )


def next_due(tx: Tx) -> datetime | None:
    """When the next queued text may go."""
    row = tx.first(select(func.min(outbox.c.not_before).label("at")).where(outbox.c.status == TextStatus.QUEUED.value))
    return None if row is None else row.at


def knows_sid(tx: Tx, sid: str) -> bool:
    """Is this carrier's text one of our rows already?"""
    return tx.first(select(outbox.c.id).where(outbox.c.provider_sid == sid)) is not None


def awaiting_receipt(tx: Tx, sids: Sequence[str]) -> Mapping[str, str]:
    """The ids of those of the carrier's texts whose end we have not heard of, by the carrier's names."""
    open_ends = (TextStatus.SENDING.value, TextStatus.SENT.value, TextStatus.UNKNOWN.value)
    rows = tx.all(
        select(outbox.c.id, outbox.c.provider_sid).where(
            outbox.c.provider_sid.in_(sids), outbox.c.status.in_(open_ends)
        )
    )
    return {row.provider_sid: row.id for row in rows}


def said_since(tx: Tx, moment: datetime, *, participant_id: str | None = None, worker_id: str | None = None) -> bool:
    """Did we decide to say something to this person, or to this worker, later than this?"""
    whose = outbox.c.participant_id == participant_id if worker_id is None else outbox.c.worker_id == worker_id
    return tx.first(select(outbox.c.id).where(whose, outbox.c.queued_at > moment)) is not None


def still_moving(tx: Tx, participant_id: str) -> bool:
    """Is a text to this person queued or in flight?"""
    moving = (TextStatus.QUEUED.value, TextStatus.SENDING.value)
    found = select(outbox.c.id).where(outbox.c.participant_id == participant_id, outbox.c.status.in_(moving))
    return tx.first(found) is not None


def waiting_since(tx: Tx, before: datetime) -> int:
    """How many urgent texts should have been handed over before this moment and were not."""
    row = tx.one(
        select(func.count().label("n")).where(
            outbox.c.status == TextStatus.QUEUED.value, outbox.c.urgent.is_(True), outbox.c.queued_at < before
        )
    )
    return 0 if row is None else int(row.n)
