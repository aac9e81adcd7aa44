"""The witness: are the promises kept? Judged from the rows and the carrier's record, never from the code's own words.

It knows what was texted (the simulation texted it) and by whom, and nothing of how the bot decides.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from smsbot.db.database import Database
from smsbot.db.schema import inbox, ledger, outbox, participant, ticket, ticket_event, timer
from smsbot.db.tx import Tx
from smsbot.lab.carrier import Sent
from smsbot.lab.sim.brink import Brink
from smsbot.lab.sim.events import CRISES, JOINS, STARTS, STOPS
from smsbot.usecases.ports import OutgoingSms

_OPENS = {words.casefold() for words in (*STARTS, *(join[0] for join in JOINS), "1", "2", "3")}
_AFTER_STOP = frozenset({"answer", "crisis", "truth"})
_TWICE = {"crisis": 2, "alert": 1_000_000}
_GOING = frozenset({"call", "visit", "call_back"})
_PERSONAL = frozenset({"follow_up", "reply_timeout", "expiration", "stop_silence", "wake"})
_LONGEST = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Heard:
    """A text that the programme acknowledged."""

    order: int
    sid: str
    number: str
    words: str
    late: bool = False


@dataclass(slots=True)
class Witness:
    """Watches every hand-off, and looks at the rows after every step."""

    db: Database
    brink: Brink
    sent: list[Sent]
    heard: list[Heard] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    _followed: dict[str, dict[str, datetime]] = field(default_factory=dict)  # person: local day: the turn's moment

    def said(self, sid: str, number: str, words: str, *, late: bool = False) -> None:
        """A text was answered 2xx."""
        self.heard.append(Heard(len(self.heard), sid, number, words, late))

    def at_hand_off(self, sms: OutgoingSms, now: datetime) -> None:
        """A text is about to leave the house. Nothing that would break a promise may get this far."""
        with self.brink.aside(), self.db.read(now) as tx:
            row = tx.one(select(outbox).where(outbox.c.id == sms.id))
            if row is None or row.status != "sending":
                self._says("P2", f"{sms.id} is handed over and is not 'sending'")
            elif row.participant_id is not None:
                self._to_person(tx, row, sms.to, now)

    def _to_person(self, tx: Tx, row: Row[Any], to: str, now: datetime) -> None:
        permits = [row.permit_inbox_id, row.permit_ledger_id, row.permit_worker_id]
        if not any(permits):
            self._says("P3", f"{row.text_key} names nothing that permits it")
        self._permit_lasts(tx, row, now)
        self._after_stop(tx, row, to)
        if row.kind == "follow_up":
            self._cadence(tx, row, now)

    def _permit_lasts(self, tx: Tx, row: Row[Any], now: datetime) -> None:
        if row.kind == "crisis" or row.permit_inbox_id is None:
            return
        permit = tx.one(select(inbox).where(inbox.c.id == row.permit_inbox_id))
        if permit is None:
            self._says("P3", f"{row.text_key} is permitted by a text that is not there")
        elif now - permit.received_at > _LONGEST:
            self._says("P3", f"{row.text_key} is permitted by a text of {now - permit.received_at} ago")

    def _after_stop(self, tx: Tx, row: Row[Any], to: str) -> None:
        stops = [heard for heard in self.heard if heard.number == to and not heard.late and heard.words in STOPS]
        if not stops:
            return
        last, opened = stops[-1], [h for h in self.heard if h.number == to and h.words.casefold() in _OPENS]
        if row.kind == "stopped" or (opened and opened[-1].order > last.order):
            return
        permit = self._heard_as(tx, row.permit_inbox_id)
        # A permit that no webhook brought was found by the sweep: nobody can say how it stands to the others.
        before = permit.order < last.order if permit is not None else row.permit_inbox_id is None
        if row.kind not in _AFTER_STOP or (row.kind != "crisis" and before):
            self._says("P4", f"{row.text_key} ({row.kind}) goes to {to} after '{last.words}'")

    def _cadence(self, tx: Tx, row: Row[Any], now: datetime) -> None:
        person = tx.one(select(participant).where(participant.c.id == row.participant_id))
        if person is None or person.cadence is None:
            self._says("P5", f"{row.text_key} goes to somebody who chose no cadence")
            return
        if person.paused_until is not None and person.paused_until > now:
            self._says("P5", f"{row.text_key} goes to somebody who paused")
        here = now.astimezone(ZoneInfo(person.zone))
        start, end = person.cadence["window"]
        if not start <= here.hour * 60 + here.minute < end:
            self._says("P5", f"{row.text_key} goes at {here:%H:%M}, and they chose {start // 60}-{end // 60} h")
        self._often(row, person.cadence, here)

    def _often(self, row: Row[Any], cadence: dict[str, Any], here: datetime) -> None:
        days = self._followed.setdefault(row.participant_id, {})
        today = here.date().isoformat()
        if days.setdefault(today, row.queued_at) != row.queued_at:
            self._says("P5", f"{row.text_key} is the second unasked text on {today}")
        weekdays = cadence["weekdays"]
        if weekdays and here.weekday() not in weekdays:
            self._says("P5", f"{row.text_key} goes on a {here:%A}, and they chose other days")

    def after_step(self, now: datetime) -> list[str]:
        """Everything that must be true while the house is at rest; what is broken so far."""
        with self.brink.aside(), self.db.read(now) as tx:
            for promise, problem in (*self._nothing_lost(tx), *self._never_twice(tx), *self._consent(tx)):
                self._says(promise, problem)
            for promise, problem in (*self._stopped(tx), *self._crises(tx), *self._silence(tx, now)):
                self._says(promise, problem)
        return self.broken

    def _nothing_lost(self, tx: Tx) -> Iterator[tuple[str, str]]:
        rows = {row.provider_sid: row for row in tx.all(select(inbox))}
        for heard in self.heard:
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
        for (_, key), times in Counter((r.permit_inbox_id, r.text_key) for r in tx.all(said)).items():
            if times > 1:
                yield "P1", f"one text was answered {times} times with {key}"
        for row in tx.all(select(timer).where(timer.c.tries > 0)):
            yield "P9", f"a timer ({row.kind}) could not be fired"

    def _never_twice(self, tx: Tx) -> Iterator[tuple[str, str]]:
        handed = Counter(sent.id for sent in self.sent)
        again = [text_id for text_id, times in handed.items() if times > 1]
        for row in tx.all(select(outbox).where(outbox.c.id.in_(again))) if again else ():
            if handed[row.id] > _TWICE.get(row.kind, 1):
                yield "P2", f"{row.text_key} ({row.kind}) was handed over {handed[row.id]} times"
        ids = {row.id for row in tx.all(select(outbox.c.id).where(outbox.c.id.in_(list(handed))))} if handed else set()
        if len(ids) != len(handed):
            yield "P2", "the carrier has a text that no row knows of"

    def _consent(self, tx: Tx) -> Iterator[tuple[str, str]]:
        for row in tx.all(select(ledger).where(ledger.c.act.in_(("start", "opt_in")))):
            heard = self._heard_as(tx, row.inbox_id)
            if heard is not None and heard.words.casefold() not in _OPENS:
                yield "P3", f"'{heard.words}' opened consent ({row.act})"

    def _stopped(self, tx: Tx) -> Iterator[tuple[str, str]]:
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

    def _crises(self, tx: Tx) -> Iterator[tuple[str, str]]:
        for heard in self.heard:
            if heard.words not in CRISES:
                continue
            row = tx.one(select(inbox).where(inbox.c.provider_sid == heard.sid))
            if row is not None and row.decided_at is not None:
                yield from self._crisis(tx, row, heard.words)

    def _crisis(self, tx: Tx, row: Row[Any], words: str) -> Iterator[tuple[str, str]]:
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
                yield from self._did_not_reach(tx, row)

    def _did_not_reach(self, tx: Tx, row: Row[Any]) -> Iterator[tuple[str, str]]:
        of_theirs = select(ticket).where(ticket.c.participant_id == row.participant_id, ticket.c.topic == "crisis")
        for one in tx.all(of_theirs):
            told = select(ticket_event).where(
                ticket_event.c.ticket_id == one.id, ticket_event.c.what == "did_not_reach"
            )
            if one.closed_at is None and not tx.all(told):
                yield "P6", "an answer to a crisis did not reach them, and nobody was told to call"

    def _silence(self, tx: Tx, now: datetime) -> Iterator[tuple[str, str]]:
        for row in tx.all(select(ticket)):
            if row.closed_at is not None:
                if row.closed_by is None and row.topic == "crisis" and row.outcome != "erased":
                    yield "P7", "a crisis was closed by nobody"
                continue
            if row.taken_at is None:
                climbs = select(timer).where(timer.c.ticket_id == row.id, timer.c.done_at.is_(None))
                if not any(one.kind == "ladder" for one in tx.all(climbs)):
                    yield "P7", f"a {row.level} ticket ({row.topic}) waits and nothing will remind anybody"

    def _heard_as(self, tx: Tx, inbox_id: str | None) -> Heard | None:
        row = tx.one(select(inbox.c.provider_sid).where(inbox.c.id == inbox_id)) if inbox_id is not None else None
        sid = row.provider_sid if row is not None else None
        return next((heard for heard in self.heard if heard.sid == sid), None)

    def _says(self, promise: str, problem: str) -> None:
        line = f"{promise}: {problem}"
        if line not in self.broken:
            self.broken.append(line)
