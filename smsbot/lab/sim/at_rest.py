"""What must be true of the rows while the house is at rest, promise by promise; each yields (promise, problem)."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Row, select

from smsbot.db.schema import inbox, ledger, outbox, participant, sealing_key, ticket, ticket_event, timer
from smsbot.db.tx import Tx
from smsbot.lab.sim.events import CRISES
from smsbot.lab.sim.heard import OPENS, Seen, heard_as

Problems = Iterator[tuple[str, str]]

_TWICE = {"crisis": 2, "alert": 1_000_000}
_TOLD_BY_A_WORKER = frozenset({"done.told"})
"""Said when a worker closes something: the text that permits it is not the one that is answered."""

_ENDS = frozenset({"delivered", "undelivered", "failed", "cancelled"})
_SHORTEST_SECRET = 8


def nothing_lost(seen: Seen, tx: Tx) -> Problems:
    """P1 and P9: every acknowledged text is there, was decided, and was answered once."""
    rows = {row.provider_sid: row for row in tx.all(select(inbox))}
    for heard in seen.heard:
        row = rows.get(heard.sid)
        if row is None:
            yield "P1", f"'{heard.words}' was acknowledged and is not there"
        elif row.flagged_at is not None or row.tries:
            yield "P9", f"'{heard.words}' could not be decided"
        elif row.decided_at is None:
            yield "P1", f"'{heard.words}' was never decided"
    said = select(outbox.c.permit_inbox_id, outbox.c.text_key).where(
        outbox.c.permit_inbox_id.is_not(None), outbox.c.kind.in_(("reply", "answer", "crisis"))
    )
    counted = (row for row in tx.all(said) if row.text_key not in _TOLD_BY_A_WORKER)
    for (_, key), times in Counter((r.permit_inbox_id, r.text_key) for r in counted).items():
        if times > 1:
            yield "P1", f"one text was answered {times} times with {key}"
    for row in tx.all(select(timer).where(timer.c.tries > 0)):
        yield "P9", f"a timer ({row.kind}) could not be fired"


def never_twice(seen: Seen, tx: Tx) -> Problems:
    """P2: what the carrier has, and what the rows say of it."""
    handed = Counter(sent.id for sent in seen.sent)
    again = [text_id for text_id, times in handed.items() if times > 1]
    for row in tx.all(select(outbox).where(outbox.c.id.in_(again))) if again else ():
        if handed[row.id] > _TWICE.get(row.kind, 1):
            yield "P2", f"{row.text_key} ({row.kind}) was handed over {handed[row.id]} times"
    ids = {row.id for row in tx.all(select(outbox.c.id).where(outbox.c.id.in_(list(handed))))} if handed else set()
    if len(ids) != len(handed):
        yield "P2", "the carrier has a text that no row knows of"


def consent(seen: Seen, tx: Tx) -> Problems:
    """P3: consent was opened by words that open it."""
    for row in tx.all(select(ledger).where(ledger.c.act.in_(("start", "opt_in")))):
        heard = heard_as(seen, tx, row.inbox_id)
        if heard is not None and heard.words.casefold() not in OPENS:
            yield "P3", f"'{heard.words}' opened consent ({row.act})"


def stopped(_seen: Seen, tx: Tx) -> Problems:
    """P4: nothing that was planned outlives a STOP."""
    for person in tx.all(select(participant.c.id, participant.c.cadence)):
        acts = select(ledger).where(ledger.c.participant_id == person.id).order_by(ledger.c.seq, ledger.c.id)
        newest = [row.act for row in tx.all(acts) if row.act in ("opt_in", "opt_out", "start", "spoken")]
        if not newest or newest[-1] != "opt_out":
            continue
        if person.cadence is not None:
            yield "P4", "a cadence outlived a STOP"
        waiting = select(timer.c.kind).where(timer.c.participant_id == person.id, timer.c.done_at.is_(None))
        for row in tx.all(waiting):
            if row.kind == "follow_up":
                yield "P4", f"a timer ({row.kind}) outlived a STOP"
        queued = select(outbox).where(outbox.c.participant_id == person.id, outbox.c.status == "queued")
        for row in tx.all(queued):
            if row.kind in ("follow_up", "invite"):
                yield "P4", f"a {row.kind} is still queued after a STOP"


def crises(seen: Seen, tx: Tx) -> Problems:
    """P6: each was answered and alerted, or somebody was told to call."""
    for heard in seen.heard:
        if heard.words not in CRISES:
            continue
        row = tx.one(select(inbox).where(inbox.c.provider_sid == heard.sid))
        if row is not None and row.decided_at is not None:
            yield from _crisis(tx, row, heard.words)


def _crisis(tx: Tx, row: Row[Any], words: str) -> Problems:
    answers = tx.all(select(outbox).where(outbox.c.permit_inbox_id == row.id, outbox.c.kind == "crisis"))
    if not answers:
        yield "P6", f"'{words}' got no answer"
    if not tx.all(
        select(ticket_event)
        .join(ticket, ticket.c.id == ticket_event.c.ticket_id)
        .where(ticket.c.participant_id == row.participant_id, ticket.c.topic == "crisis")
        .where(ticket_event.c.what.in_(("alerted", "nobody")), ticket_event.c.at >= row.received_at)
    ):
        yield "P6", f"'{words}' alerted nobody"
    for answer in answers:
        if answer.status == "queued" and answer.tries == 0:
            yield "P6", f"the answer to '{words}' still waits"
        elif answer.status in ("failed", "undelivered", "unknown"):
            yield from _did_not_reach(tx, row)


def _did_not_reach(tx: Tx, row: Row[Any]) -> Problems:
    of_theirs = select(ticket).where(ticket.c.participant_id == row.participant_id, ticket.c.topic == "crisis")
    for one in tx.all(of_theirs):
        told = select(ticket_event).where(ticket_event.c.ticket_id == one.id, ticket_event.c.what == "did_not_reach")
        if one.closed_at is None and not tx.all(told):
            yield "P6", "an answer to a crisis did not reach them, and nobody was told to call"


def silence(_seen: Seen, tx: Tx) -> Problems:
    """P7: no ticket waits without anybody being reminded, and no crisis was closed by nobody."""
    for row in tx.all(select(ticket)):
        if row.closed_at is not None:
            if row.closed_by is None and row.topic == "crisis" and row.outcome != "erased":
                yield "P7", "a crisis was closed by nobody"
            continue
        if row.taken_at is None:
            climbs = select(timer).where(timer.c.ticket_id == row.id, timer.c.done_at.is_(None))
            if not any(one.kind == "ladder" for one in tx.all(climbs)):
                yield "P7", f"a {row.level} ticket ({row.topic}) waits and nothing will remind anybody"


def only_forward(seen: Seen, tx: Tx) -> Problems:
    """P2: what has ended never ends otherwise, and what the carrier has is never in the queue again."""
    for row in tx.all(select(outbox.c.id, outbox.c.status, outbox.c.text_key)):
        was = seen.ended.get(row.id)
        if was is not None and row.status != was:
            yield "P2", f"{row.text_key} was {was} and is {row.status} now"
        if row.status in _ENDS:
            seen.ended[row.id] = row.status


def private(seen: Seen, tx: Tx) -> Problems:
    """P8: nobody's words can be read in a row, and nothing opens the words of somebody who was erased."""
    secret = {one.sid: one.words.encode() for one in seen.heard if len(one.words) >= _SHORTEST_SECRET}
    for row in tx.all(select(inbox.c.provider_sid, inbox.c.sealed)):
        if row.sealed is not None and row.provider_sid in secret and secret[row.provider_sid] in bytes(row.sealed):
            yield "P8", f"'{secret[row.provider_sid].decode()}' can be read in the rows"
    moving = select(outbox.c.participant_id).where(outbox.c.status.in_(("queued", "sending")))
    owners = select(sealing_key.c.owner_id)
    for row in tx.all(
        select(participant.c.id).where(
            participant.c.forgotten_at.is_not(None), participant.c.id.in_(owners), participant.c.id.not_in(moving)
        )
    ):
        yield "P8", f"{row.id} was to be forgotten, and is not"


CHECKS: tuple[Callable[[Seen, Tx], Problems], ...] = (
    *(nothing_lost, never_twice, only_forward, consent, stopped, crises, silence, private),
)
