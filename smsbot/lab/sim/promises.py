"""The witness: are the promises kept? Judged from the rows and the carrier's record, never from the code's own words.

It knows what was texted (the simulation texted it) and by whom, and nothing of how the bot decides.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from smsbot.db.database import Database
from smsbot.db.schema import inbox, outbox, participant, phone, ticket
from smsbot.db.tx import Tx
from smsbot.lab.sim.at_rest import CHECKS
from smsbot.lab.sim.brink import Brink
from smsbot.lab.sim.events import STOPS
from smsbot.lab.sim.heard import OPENS, Heard, Seen, heard_as
from smsbot.usecases.ports import OutgoingSms

_AFTER_STOP = frozenset({"answer", "crisis", "truth"})
_REST = frozenset({"PAUSE", "AWAY"})
_LONGEST = timedelta(days=14)


@dataclass(slots=True)
class Witness:
    """Watches every hand-off, and looks at the rows after every step."""

    db: Database
    brink: Brink
    seen: Seen
    broken: list[str] = field(default_factory=list)
    _followed: dict[str, dict[str, datetime]] = field(default_factory=dict)  # person: local day: the turn's moment

    def said(self, sid: str, number: str, words: str, *, late: bool = False) -> None:
        """A text was answered 2xx."""
        if not any(one.sid == sid for one in self.seen.heard):
            self.seen.heard.append(Heard(len(self.seen.heard), sid, number, words, late))

    def at_hand_off(self, sms: OutgoingSms, now: datetime) -> None:
        """A text is about to leave the house. Nothing that would break a promise may get this far."""
        with self.brink.aside(), self.db.read(now) as tx:
            row = tx.one(select(outbox).where(outbox.c.id == sms.id))
            if row is None or row.status != "sending":
                self._says("P2", f"{sms.id} is handed over and is not 'sending'")
            elif row.participant_id is not None:
                self._to_person(tx, row, sms, now)

    def after_step(self, now: datetime) -> list[str]:
        """Everything that must be true while the house is at rest; what is broken so far."""
        with self.brink.aside(), self.db.read(now) as tx:
            for check in CHECKS:
                for promise, problem in check(self.seen, tx):
                    self._says(promise, problem)
        return self.broken

    def _to_person(self, tx: Tx, row: Row[Any], sms: OutgoingSms, now: datetime) -> None:
        permits = [row.permit_inbox_id, row.permit_ledger_id, row.permit_worker_id]
        if not any(permits):
            self._says("P3", f"{row.text_key} names nothing that permits it")
        self._permit_lasts(tx, row, now)
        self._after_stop(tx, row, sms.to)
        if row.kind == "relay":
            self._to_whom_they_meant(tx, row, sms.body)
        if row.kind == "follow_up":
            self._cadence(tx, row, now)
            self._rests(tx, row, sms.to)

    def _permit_lasts(self, tx: Tx, row: Row[Any], now: datetime) -> None:
        if row.kind == "crisis" or row.permit_inbox_id is None:
            return
        permit = tx.one(select(inbox).where(inbox.c.id == row.permit_inbox_id))
        if permit is None:
            self._says("P3", f"{row.text_key} is permitted by a text that is not there")
        elif now - permit.received_at > _LONGEST:
            self._says("P3", f"{row.text_key} is permitted by a text of {now - permit.received_at} ago")

    def _after_stop(self, tx: Tx, row: Row[Any], to: str) -> None:
        theirs = self.seen.of(to)
        stops = [one for one in theirs if not one.late and one.words in STOPS]
        if not stops:
            return
        last, opened = stops[-1], [one for one in theirs if one.words.casefold() in OPENS]
        if row.kind == "stopped" or (opened and opened[-1].order > last.order):
            return
        permit = heard_as(self.seen, tx, row.permit_inbox_id)
        # A permit that no webhook brought was found by the sweep: nobody can say how it stands to the others.
        before = permit.order < last.order if permit is not None else row.permit_inbox_id is None
        if row.kind not in _AFTER_STOP or (row.kind != "crisis" and before):
            self._says("P4", f"{row.text_key} ({row.kind}) goes to {to} after '{last.words}'")

    def _to_whom_they_meant(self, tx: Tx, row: Row[Any], body: str) -> None:
        code = next((code for words, code in self.seen.meant_for.items() if body.endswith(words)), None)
        meant = tx.one(select(ticket.c.participant_id).where(ticket.c.code == code)) if code else None
        if meant is not None and meant.participant_id != row.participant_id:
            self._says("P8", f"a worker's words about {code} go to somebody else")

    def _cadence(self, tx: Tx, row: Row[Any], now: datetime) -> None:
        person = tx.one(select(participant).where(participant.c.id == row.participant_id))
        if person is None or person.cadence is None:
            self._says("P5", f"{row.text_key} goes to somebody who chose no cadence")
            return
        if person.paused_until is not None and person.paused_until > now:
            self._says("P5", f"{row.text_key} goes to somebody who paused")
        if person.away_since is not None:
            self._says("P5", f"{row.text_key} goes to somebody who is away")
        if person.death_reported_at is not None:
            self._says("P5", f"{row.text_key} goes to somebody whose death was reported")
        here = now.astimezone(ZoneInfo(person.zone))
        start, end = person.cadence["window"]
        if not start <= here.hour * 60 + here.minute < end:
            self._says("P5", f"{row.text_key} goes at {here:%H:%M}, and they chose {start // 60}-{end // 60} h")
        self._often(row, person.cadence, here)

    def _rests(self, tx: Tx, row: Row[Any], to: str) -> None:
        theirs = self.seen.of(to)
        if theirs and theirs[-1].words in _REST:
            self._says("P5", f"{row.text_key} goes to somebody whose last word was {theirs[-1].words}")
        crisis = select(ticket.c.id).where(ticket.c.participant_id == row.participant_id, ticket.c.topic == "crisis")
        if tx.all(crisis.where(ticket.c.closed_at.is_(None))):
            self._says("P5", f"{row.text_key} goes to somebody in a crisis that is with the team")
        if tx.all(select(phone.c.id).where(phone.c.number_hash == row.number_hash, phone.c.shared)):
            self._says("P5", f"{row.text_key} goes to a phone that others use")

    def _often(self, row: Row[Any], cadence: dict[str, Any], here: datetime) -> None:
        days = self._followed.setdefault(row.participant_id, {})
        today = here.date().isoformat()
        if days.setdefault(today, row.queued_at) != row.queued_at:
            self._says("P5", f"{row.text_key} is the second unasked text on {today}")
        weekdays = cadence["weekdays"]
        if weekdays and here.weekday() not in weekdays:
            self._says("P5", f"{row.text_key} goes on a {here:%A}, and they chose other days")

    def _says(self, promise: str, problem: str) -> None:
        line = f"{promise}: {problem}"
        if line not in self.broken:
            self.broken.append(line)
