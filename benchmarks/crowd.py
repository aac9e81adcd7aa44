"""People to measure with: some with real keys, who text; and any number of rows beside them, made by the database."""

import base64
from datetime import datetime, timedelta

from processes import number
from sqlalchemy import insert, text

from smsbot.db import programme
from smsbot.db.database import Database
from smsbot.db.schema import participant, phone, phone_link, sealing_key
from smsbot.db.sealing import OwnerKey, new_key
from smsbot.db.tx import Tx

MOST = 79_900
"""As many numbers are set aside for fiction."""


def add_texters(db: Database, many: int, now: datetime) -> list[str]:
    """So many participants with a phone and keys of their own, and no consent; their numbers."""
    numbers = [number(n) for n in range(many)]
    with db.write(now) as tx:
        rows: dict[object, list[dict[str, object]]] = {sealing_key: [], participant: [], phone: [], phone_link: []}
        for one in numbers:
            phone_id, participant_id = tx.new_id(), tx.new_id()
            owner, wrapped = _key(tx, phone_id)
            sealed = owner.seal(one, f"phone.number:{phone_id}")
            rows[sealing_key] += [wrapped, _key(tx, participant_id)[1]]
            rows[participant].append(
                {"id": participant_id, "created_at": now, "language": "en", "zone": "America/New_York"}
            )
            rows[phone].append(
                {
                    "id": phone_id,
                    "number_hash": tx.keys.lookup.hash(one),
                    "hash_key": tx.keys.lookup.ids[0],
                    "number": sealed,
                    "created_at": now,
                }
            )
            rows[phone_link].append({"phone_id": phone_id, "participant_id": participant_id, "since": now})
        for table, made in rows.items():
            tx.conn.execute(insert(table), made)  # type: ignore[call-overload]
    return numbers


def _key(tx: Tx, owner_id: str) -> tuple[OwnerKey, dict[str, object]]:
    key = new_key()
    wrapped = tx.keys.master.seal(key.encode(), f"sealing_key:{owner_id}")
    return OwnerKey(base64.urlsafe_b64decode(key)), {"owner_id": owner_id, "wrapped": wrapped}


def seem_alive(db: Database, now: datetime) -> None:
    """A heart that beats tomorrow: the web goes by it as if a worker were there, and none takes processor time."""
    with db.write(now + timedelta(days=1)) as tx:
        programme.beat(tx, "bench")


_SQLITE = {
    "series": "WITH RECURSIVE made(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM made WHERE n < :last)",
    "id": "printf('%016x%016x', {salt}, n)",
    "due": "strftime('%Y-%m-%d %H:%M:%f000', :due, '+' || (n % 86400) || ' seconds')",
    "hash": "printf('%064x', n)",
    "key": "randomblob(76)",
}
_POSTGRES = {
    "series": "WITH made AS (SELECT generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS n)",
    "id": "CAST(lpad(to_hex({salt}), 16, '0') || lpad(to_hex(n), 16, '0') AS uuid)",
    "due": "CAST(:due AS timestamptz) + (n % 86400) * interval '1 second'",
    "hash": "lpad(to_hex(n), 64, '0')",
    "key": "decode(repeat('00', 76), 'hex')",
}


def add_bystanders(db: Database, first: int, last: int, now: datetime) -> None:
    """Participants `first` to `last` with a phone, keys that open nothing, and a follow-up due in a year."""
    sql = _SQLITE if db.is_sqlite else _POSTGRES
    made = {name: sql["id"].format(salt=salt) for name, salt in (("participant", 1), ("phone", 2), ("timer", 3))}
    when = ":now" if db.is_sqlite else "CAST(:now AS timestamptz)"
    statements = (
        f"INSERT INTO sealing_key (owner_id, wrapped) {sql['series']} "
        f"SELECT {made['participant']}, {sql['key']} FROM made",
        f"INSERT INTO participant (id, created_at, language, zone) {sql['series']} "
        f"SELECT {made['participant']}, {when}, 'en', 'America/New_York' FROM made",
        f"INSERT INTO phone (id, number_hash, hash_key, created_at) {sql['series']} "
        f"SELECT {made['phone']}, {sql['hash']}, 'bench', {when} FROM made",
        f"INSERT INTO phone_link (phone_id, participant_id, since) {sql['series']} "
        f"SELECT {made['phone']}, {made['participant']}, {when} FROM made",
        f"INSERT INTO timer (id, kind, due_at, participant_id, day) {sql['series']} "
        f"SELECT {made['timer']}, 'follow_up', {sql['due']}, {made['participant']}, '2026-12-31' FROM made",
    )
    values = {"first": first, "last": last, "now": now.strftime("%Y-%m-%d %H:%M:%S.%f")}
    values["due"] = (now + timedelta(days=300)).strftime("%Y-%m-%d %H:%M:%S")
    with db.write(now) as tx:
        for statement in statements:
            tx.conn.execute(text(statement), {name: value for name, value in values.items() if f":{name}" in statement})
    if not db.is_sqlite:
        with db.write(now) as tx:
            tx.conn.execute(text("ANALYZE"))
