"""RecordConsent: append to the ledger."""

from smsbot.core.effects import ConsentAct, RecordConsent, TimerKind
from smsbot.db import ledger, people, timers
from smsbot.usecases.apply.cause import Cause

_OPENS = (ConsentAct.START, ConsentAct.OPT_IN)


def record_consent(cause: Cause, effect: RecordConsent) -> None:
    """Write the entry; an explicit yes from the phone itself lifts its suppression and an unsure stop."""
    if effect.act in _OPENS and cause.inbox_id is not None:
        ledger.unsuppress(cause.tx, people.hashes_of(cause.tx, cause.person.id))
        timers.cancel(cause.tx, TimerKind.STOP_SILENCE, participant_id=cause.person.id)
    ledger.append(
        cause.tx,
        cause.person.id,
        effect.act,
        cause.seq,
        effect.words,
        inbox_id=cause.inbox_id,
        publication_id=cause.program.publication,
    )
