"""Any number of people whose weekly follow-up is due now, sealed and hashed as real ones are, written in bulk."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from members import weekly
from processes import number
from sqlalchemy import Table, insert

from smsbot.core.cadence import to_json
from smsbot.core.effects import ConsentAct, TimerKind
from smsbot.core.hours import local
from smsbot.db.database import Database
from smsbot.db.schema import ledger, participant, phone, phone_link, sealing_key, timer
from smsbot.db.sealing import OwnerKey, new_key
from smsbot.db.tx import Tx

MOST = 79_900
"""As many numbers are set aside for fiction."""

_AT_ONCE = 5000


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits for one follow-up."""

    id: str
    number: str


def midday_zone(now: datetime) -> str:
    """A zone where it is about noon: within everybody's hours, and its day does not end soon."""
    ahead = 12 - now.astimezone(UTC).hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def add_due(db: Database, many: int, now: datetime, over: timedelta = timedelta(0)) -> list[Waiting]:
    """So many people with consent and a weekly cadence; each one's follow-up falls due within `over` from now."""
    assert many <= MOST
    made: list[Waiting] = []
    for first in range(0, many, _AT_ONCE):
        with db.write(now) as tx:
            rows: dict[Table, list[dict[str, object]]] = {}
            for n in range(first, min(first + _AT_ONCE, many)):
                made.append(_one(tx, rows, n, now + over * (n / many)))
            for table in (sealing_key, participant, phone, phone_link, ledger, timer):
                tx.conn.execute(insert(table), rows[table])
    if not db.is_sqlite:
        with db.write(now) as tx:
            tx.conn.exec_driver_sql("ANALYZE")
    return made


def _one(tx: Tx, rows: dict[Table, list[dict[str, object]]], n: int, due: datetime) -> Waiting:
    zone = midday_zone(tx.now)
    today = local(tx.now, zone).date()
    phone_id, person_id, opted_in, chosen = (tx.new_id() for _ in range(4))
    hash_key = tx.keys.lookup.ids[0]
    sealed = _key(tx, rows, phone_id).seal(number(n), f"phone.number:{phone_id}")
    _key(tx, rows, person_id)
    cadence = to_json(weekly(today - timedelta(days=7)))
    person = {"id": person_id, "created_at": tx.now, "seq": 1, "language": "en", "zone": zone}
    _add(rows, participant, **person, cadence=cadence, cadence_entry_id=chosen)
    hashed = tx.keys.lookup.hash(number(n))
    _add(rows, phone, id=phone_id, number_hash=hashed, hash_key=hash_key, number=sealed, created_at=tx.now)
    _add(rows, phone_link, phone_id=phone_id, participant_id=person_id, since=tx.now)
    for entry_id, act in ((opted_in, ConsentAct.OPT_IN), (chosen, ConsentAct.CADENCE)):
        _add(rows, ledger, id=entry_id, participant_id=person_id, seq=1, at=tx.now, act=act.value)
    follow_up = TimerKind.FOLLOW_UP.value
    _add(rows, timer, id=tx.new_id(), kind=follow_up, due_at=due, participant_id=person_id, day=today.isoformat())
    return Waiting(person_id, number(n))


def _key(tx: Tx, rows: dict[Table, list[dict[str, object]]], owner_id: str) -> OwnerKey:
    key = new_key()
    _add(rows, sealing_key, owner_id=owner_id, wrapped=tx.keys.master.seal(key.encode(), f"sealing_key:{owner_id}"))
    return OwnerKey(base64.urlsafe_b64decode(key))


def _add(rows: dict[Table, list[dict[str, object]]], table: Table, **values: object) -> None:
    rows.setdefault(table, []).append(values)
