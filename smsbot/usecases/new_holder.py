"""Whoever has a phone now, after a wrong number or a death: somebody new, in their own right."""

from smsbot.core.effects import TextKind
from smsbot.core.language import Language
from smsbot.core.program import Program
from smsbot.core.rules.death import TOPIC as DEATH
from smsbot.core.words import OptOut, Reading, read
from smsbot.db import conversations, outbox, people, phones, tickets, timers
from smsbot.db.people import Found
from smsbot.db.tx import Tx
from smsbot.usecases.apply.stop import PERSONAL


def who_has_it(tx: Tx, program: Program, found: Found, body: str) -> Found:
    """The participant whom a text from this phone is from; a new one once the phone is no longer the old one's.

    The old person keeps their ledger, their answers and their tickets, and has no phone until a worker finds them;
    nothing of theirs is shown to whoever has the phone now.
    """
    if found.new or not _is_anothers(tx, found) or _ends_the_matter(read(body, program.lexicon)):
        return found
    person = people.lock(tx, found.participant_id, skip_locked=False)
    assert person is not None  # noqa: S101  # participants are never deleted
    for person_id in phones.users_of(tx, found.phone_id):
        let_go(tx, person_id)
    return phones.hand_over(tx, found, language=Language.EN.value, zone=program.settings.zone)


def let_go(tx: Tx, person_id: str) -> None:
    """Nothing queued, planned or open of this person's goes on; it would reach somebody else."""
    outbox.cancel_queued(tx, person_id, "somebody else's phone", keep=(TextKind.CRISIS,))
    conversations.stop_open(tx, person_id)
    timers.cancel(tx, *PERSONAL, participant_id=person_id)
    people.change(tx, person_id, asked=None)


def _is_anothers(tx: Tx, found: Found) -> bool:
    phone = phones.by_id(tx, found.phone_id)
    if phone.frozen_at is None:
        return False
    if phone.frozen_why == phones.WRONG_NUMBER:
        return True
    # Until the ticket about a death is closed, a worker is with whoever writes from this phone.
    return phone.frozen_why == phones.DEATH and not any(
        ticket.topic == DEATH for ticket in tickets.open_of(tx, found.participant_id)
    )


def _ends_the_matter(reading: Reading) -> bool:
    """ "Wrong number", again, a stop or thanks: nobody new is there to be met."""
    if reading.urgency is not None:
        return False
    return reading.wrong_number or reading.thanks or reading.opt_out is OptOut.SURE
