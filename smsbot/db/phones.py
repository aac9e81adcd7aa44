"""Phones change hands, are shared, and are joined to people again: the links between numbers and participants."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, update

from smsbot.db.people import Found, begin_at
from smsbot.db.schema import participant, phone, phone_link
from smsbot.db.tx import Tx
from smsbot.db.upsert import upsert

WRONG_NUMBER = "wrong number"
"""Why a phone is frozen when its holder says that it is not theirs we are looking for."""

DEATH, MOVED = "death", "moved"


def users_of(tx: Tx, phone_id: str) -> Sequence[str]:
    """The participants who use a phone now, by id."""
    rows = tx.all(
        select(phone_link.c.participant_id)
        .where(phone_link.c.phone_id == phone_id, phone_link.c.until.is_(None))
        .order_by(phone_link.c.participant_id)
    )
    return [row.participant_id for row in rows]


def by_id(tx: Tx, phone_id: str) -> Row[Any]:
    """A phone; there is one."""
    return tx.run(select(phone).where(phone.c.id == phone_id)).one()


def mark_shared(tx: Tx, phone_id: str, shared: bool) -> None:
    """Do others read this phone?"""
    tx.run(update(phone).where(phone.c.id == phone_id).values(shared=shared))


def is_shared(tx: Tx, participant_id: str) -> bool:
    """Is any phone that this participant uses now read by others too?"""
    found = (
        select(phone.c.id)
        .join(phone_link, phone_link.c.phone_id == phone.c.id)
        .where(phone_link.c.participant_id == participant_id, phone_link.c.until.is_(None), phone.c.shared)
    )
    return tx.first(found) is not None


def thaw(tx: Tx, phone_id: str, *whys: str) -> None:
    """No longer frozen, if it was for one of these reasons (for any, if none is named)."""
    only = [phone.c.frozen_why.in_(whys)] if whys else []
    tx.run(update(phone).where(phone.c.id == phone_id, *only).values(frozen_at=None, frozen_why=None))


def leave(tx: Tx, phone_id: str, *participant_ids: str) -> None:
    """These participants no longer use this phone (nobody does, if none is named)."""
    only = [phone_link.c.participant_id.in_(participant_ids)] if participant_ids else []
    open_link = phone_link.c.phone_id == phone_id, phone_link.c.until.is_(None)
    tx.run(update(phone_link).where(*open_link, *only).values(until=tx.now))


def use(tx: Tx, phone_id: str, participant_id: str) -> None:
    """This participant uses this phone from now on, perhaps again."""
    link = {"phone_id": phone_id, "participant_id": participant_id, "since": tx.now, "until": None}
    tx.run(upsert(tx, phone_link, link, ["phone_id", "participant_id"]))


def all_of(tx: Tx, participant_id: str) -> Sequence[str]:
    """The ids of the phones that a participant uses now."""
    rows = tx.all(
        select(phone_link.c.phone_id).where(phone_link.c.participant_id == participant_id, phone_link.c.until.is_(None))
    )
    return [row.phone_id for row in rows]


def lost_at(tx: Tx, hashes: Sequence[str]) -> str | None:
    """Who used this number, and has no phone now: the last one, if there is any."""
    elsewhere = select(phone_link.c.participant_id).where(phone_link.c.until.is_(None))
    row = tx.first(
        select(phone_link.c.participant_id)
        .join(phone, phone.c.id == phone_link.c.phone_id)
        .where(phone.c.number_hash.in_(hashes), phone_link.c.participant_id.not_in(elsewhere))
        .order_by(phone_link.c.until.desc())
    )
    return None if row is None else row.participant_id


def hand_over(tx: Tx, found: Found, *, language: str, zone: str) -> Found:
    """Somebody new has this phone: whoever used it no longer does, and what we start may go there again.

    The new participant counts on from the numbers of the one before, so that a text whose number was drawn from that
    one is neither too early nor too late.
    """
    was = tx.run(select(participant.c.seq).where(participant.c.id == found.participant_id)).one()
    leave(tx, found.phone_id)
    thaw(tx, found.phone_id)
    return begin_at(tx, found.phone_id, found.number_hash, language=language, zone=zone, seq=was.seq)
