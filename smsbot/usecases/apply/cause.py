"""What an event was about: everything an effect needs to become rows."""

from dataclasses import dataclass

from smsbot.core.conversation import Conversation
from smsbot.core.person import Person
from smsbot.core.program import Program
from smsbot.db.tx import Tx


@dataclass(slots=True)
class Cause:
    """One participant's turn. `seq` is the number the event drew: the inbound text's, or a fresh one for a timer."""

    tx: Tx
    program: Program
    person: Person
    phone_id: str
    number_hash: str
    seq: int
    inbox_id: str | None = None
    conversation: Conversation | None = None  # the one this turn is about, as it is after it
    words: str = ""  # what they texted, if a text is what this turn is about
    stop_entry_id: str | None = None  # the ledger entry of a STOP in this very turn
