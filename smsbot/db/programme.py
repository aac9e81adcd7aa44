"""What the database says about itself: its stamp, the keys it belongs to, the send stop, publications, heartbeats."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from smsbot.core.errors import SmsbotError
from smsbot.db.schema import heartbeat, meta, publication
from smsbot.db.sealing import BadKeys, NotSealedHere
from smsbot.db.tx import Tx
from smsbot.db.upsert import insert_or_ignore, upsert


class WrongStamp(SmsbotError):
    """A demo database opened live, or the other way round."""

    code = "wrong_stamp"


def get(tx: Tx, key: str) -> str | None:
    """A setting kept in the database."""
    row = tx.one(select(meta.c.value).where(meta.c.key == key))
    return None if row is None else str(row.value)


def put(tx: Tx, key: str, value: str | None) -> None:
    """Set it, or remove it with None."""
    if value is None:
        tx.run(delete(meta).where(meta.c.key == key))
    else:
        tx.run(upsert(tx, meta, {"key": key, "value": value}, ["key"]))


def stamp(tx: Tx, kind: str) -> None:
    """Mark the database "demo" or "live" for good; WrongStamp if it is the other."""
    tx.run(insert_or_ignore(tx, meta, {"key": "stamp", "value": kind}))
    found = get(tx, "stamp")
    if found != kind:
        raise WrongStamp(
            f"DATABASE_URL: this database is stamped '{found}' and was opened as '{kind}'. A demo database is never "
            "used with real people, nor the other way round: name another database, or check SMSBOT_CARRIER"
        )


_BY = "published_by:"
_CHECK = "smsbot"


def check_keys(tx: Tx) -> None:
    """Refuse keys that are not this database's; a new first key is added to what the database knows."""
    known = dict(tuple(row) for row in tx.all(select(meta.c.key, meta.c.value).where(meta.c.key.like("key:%"))))
    for name, value in known.items():
        _, setting, kid = name.split(":")
        if setting == "data":
            _check_data(tx, kid, bytes.fromhex(value))
        elif value not in tx.keys.lookup.all_hashes(_CHECK):
            raise BadKeys(_wrong("LOOKUP_KEYS", kid))
    data, lookup = f"key:data:{tx.keys.master.ids[0]}", f"key:lookup:{tx.keys.lookup.ids[0]}"
    if data not in known:
        put(tx, data, tx.keys.master.seal(_CHECK.encode(), "check").hex())
    if lookup not in known:
        put(tx, lookup, tx.keys.lookup.hash(_CHECK))


def _check_data(tx: Tx, kid: str, sealed: bytes) -> None:
    try:
        tx.keys.master.open(sealed, "check")
    except NotSealedHere:
        raise BadKeys(_wrong("DATA_KEYS", kid)) from None


def _wrong(setting: str, kid: str) -> str:
    return (
        f"{setting} is not the one this database was made with (key {kid} is missing). Nothing was changed. "
        f"Put the key it had back into {setting}; it may stand after a newer one, separated by a comma"
    )


def current_publication(tx: Tx) -> str | None:
    """The id of the publication that new conversations begin on."""
    row = tx.first(select(publication.c.id).order_by(publication.c.current_since.desc()).limit(1))
    return None if row is None else str(row.id)


def publication_sources(tx: Tx, publication_id: str) -> str | None:
    """The kept sources of a publication."""
    row = tx.one(select(publication.c.sources).where(publication.c.id == publication_id))
    return None if row is None else str(row.sources)


def publications(tx: Tx) -> Sequence[Row[Any]]:
    """Id, published_at and current_since of every publication, in the order in which they were first published."""
    columns = (publication.c.id, publication.c.published_at, publication.c.current_since)
    return tx.all(select(*columns).order_by(publication.c.published_at, publication.c.id))


def keep(tx: Tx, digest: str, sources: str) -> None:
    """Keep these sources as a publication, without making them count."""
    new = {"id": tx.new_id(), "digest": digest, "sources": sources, "published_at": tx.now, "current_since": tx.now}
    tx.run(insert_or_ignore(tx, publication, new))


def published_by(tx: Tx, publication_id: str, by: str) -> None:
    """Keep who made a publication count, at the transaction's moment; once more each time somebody does."""
    said = [*((at.isoformat(), name) for at, name in publishers(tx, publication_id)), (tx.now.isoformat(), by)]
    put(tx, f"{_BY}{publication_id}", json.dumps(said))


def publishers(tx: Tx, publication_id: str) -> list[tuple[datetime, str]]:
    """When (UTC) and by whom a publication was made to count; none where the files were only copied."""
    said = get(tx, f"{_BY}{publication_id}")
    return [] if said is None else [(datetime.fromisoformat(at), str(name)) for at, name in json.loads(said)]


def publish(tx: Tx, digest: str, sources: str) -> str:
    """Make these sources the current publication; the same sources keep their id."""
    new = {
        "id": tx.new_id(),
        "digest": digest,
        "sources": sources,
        "published_at": tx.now,
        "current_since": tx.now,
    }
    tx.run(insert_or_ignore(tx, publication, new))
    tx.run(update(publication).where(publication.c.digest == digest).values(current_since=tx.now))
    row = tx.one(select(publication.c.id).where(publication.c.digest == digest))
    assert row is not None  # noqa: S101  # written two lines above
    return str(row.id)


def beat(tx: Tx, worker: str) -> None:
    """The worker of this name is alive at the transaction's moment."""
    tx.run(upsert(tx, heartbeat, {"worker": worker, "at": tx.now}, ["worker"]))
    tx.run(delete(heartbeat).where(heartbeat.c.at < tx.now - timedelta(days=1)))


_LAST_BEAT = select(func.max(heartbeat.c.at).label("at"))


def last_beat(tx: Tx) -> datetime | None:
    """When any worker was last alive."""
    row = tx.first(_LAST_BEAT)
    return None if row is None else row.at


def workers_alive(tx: Tx, since: datetime) -> Sequence[str]:
    """The names of the workers that beat after `since`."""
    return [str(row.worker) for row in tx.all(select(heartbeat.c.worker).where(heartbeat.c.at >= since))]
