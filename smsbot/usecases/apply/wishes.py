"""SetWords, WishWorker, MarkFamily: how, and by whom, a person would like to be talked to, and who they are."""

from smsbot.core.effects import MarkFamily, SetWords, TextKind, WishWorker
from smsbot.db import outbox, people, workers
from smsbot.usecases.apply.cause import Cause

HELLO = "hello"
"""The topic of a person who wants a check-in to be a hello and nothing else."""

_PROMPTED = tuple(kind for kind in TextKind if kind is not TextKind.FOLLOW_UP)


def set_words(cause: Cause, effect: SetWords) -> None:
    """At once, also for the plan they chose; a follow-up queued in the other words is not sent."""
    row = people.lock(cause.tx, cause.person.id)
    assert row is not None  # noqa: S101  # the caller holds the lock
    plan = {**row.cadence, "quiet": effect.quiet} if row.cadence is not None else None
    topics = [HELLO] if effect.hello_only else None
    people.change(cause.tx, cause.person.id, quiet=effect.quiet, topics=topics, cadence=plan)
    outbox.cancel_queued(cause.tx, cause.person.id, "other words", keep=_PROMPTED)


def wish_worker(cause: Cause, effect: WishWorker) -> None:
    """Whom to ask first, and whom to leave out while somebody else is there; the newest word on each counts."""
    row = people.lock(cause.tx, cause.person.id)
    assert row is not None  # noqa: S101  # the caller holds the lock
    known = {worker.handle: worker.id for worker in workers.everyone(cause.tx)}
    wanted, unwanted = known.get(effect.prefer or ""), known.get(effect.avoid or "")
    avoided = {*(row.avoid_workers or ()), unwanted} - {wanted, None}
    preferred = wanted or (row.preferred_worker_id if row.preferred_worker_id != unwanted else None)
    people.change(
        cause.tx, cause.person.id, preferred_worker_id=preferred, avoid_workers=sorted(avoided) if avoided else None
    )


def mark_family(cause: Cause, _effect: MarkFamily) -> None:
    """A record of their own, never linked with anybody's."""
    people.change(cause.tx, cause.person.id, relation=people.FAMILY)
