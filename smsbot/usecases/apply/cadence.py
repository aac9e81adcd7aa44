"""ChooseCadence, Pause, SetFollowUp: how often, and when next."""

from smsbot.core.cadence import to_json
from smsbot.core.effects import ChooseCadence, ConsentAct, Pause, SetFollowUp, TextKind, TimerKind
from smsbot.db import ledger, outbox, people, timers
from smsbot.usecases.apply.cause import Cause

_PROMPTED = tuple(kind for kind in TextKind if kind is not TextKind.FOLLOW_UP)


def choose_cadence(cause: Cause, effect: ChooseCadence) -> None:
    """Keep the resolved rule, and the ledger entry that permits what follows from it.

    A plan that the calendar only counts from another day is the same choice: its entry still stands.
    """
    rule = to_json(effect.cadence) if effect.cadence is not None else None
    if cause.inbox_id is None:
        people.change(cause.tx, cause.person.id, cadence=rule)
        return
    entry_id = ledger.append(
        cause.tx,
        cause.person.id,
        ConsentAct.CADENCE,
        cause.seq,
        effect.words,
        inbox_id=cause.inbox_id,
        publication_id=cause.program.publication,
    )
    people.change(cause.tx, cause.person.id, cadence=rule, cadence_entry_id=entry_id, paused_until=None)
    if effect.cadence is not None:
        people.change(cause.tx, cause.person.id, quiet=effect.cadence.quiet)
    _drop_queued(cause)


def pause(cause: Cause, effect: Pause) -> None:
    """At once: a follow-up that is queued but not handed over is cancelled too."""
    people.change(cause.tx, cause.person.id, paused_until=effect.until)
    if effect.until is not None:
        _drop_queued(cause)


def set_follow_up(cause: Cause, effect: SetFollowUp) -> None:
    """A person has at most one follow-up waiting; two due together are one."""
    timers.cancel(cause.tx, TimerKind.FOLLOW_UP, participant_id=cause.person.id)
    if effect.due is not None and effect.day is not None:
        timers.set_timer(
            cause.tx,
            TimerKind.FOLLOW_UP,
            effect.due,
            participant_id=cause.person.id,
            day=effect.day.isoformat(),
        )


def _drop_queued(cause: Cause) -> None:
    outbox.cancel_queued(cause.tx, cause.person.id, "the plan changed", keep=_PROMPTED)
