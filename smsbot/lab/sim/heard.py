"""What the simulation itself knows: who texted what, and what the carrier has."""

from dataclasses import dataclass, field

from sqlalchemy import select

from smsbot.db.schema import inbox
from smsbot.db.tx import Tx
from smsbot.lab.carrier import Sent
from smsbot.lab.sim.events import JOINS, STARTS

OPENS = {words.casefold() for words in (*STARTS, *(join[0] for join in JOINS), "1", "2", "3")}
"""The words that open consent, or may do so in answer to a question."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A text that the programme acknowledged."""

    order: int
    sid: str
    number: str
    words: str
    late: bool = False


@dataclass(slots=True)
class Seen:
    """All that a witness goes by, beside the rows."""

    sent: list[Sent]
    heard: list[Heard] = field(default_factory=list)
    meant_for: dict[str, str] = field(default_factory=dict)  # a worker's words: the code of the ticket they named
    ended: dict[str, str] = field(default_factory=dict)  # an outbox row: the end it was seen in

    def of(self, number: str) -> list[Heard]:
        """What came from this number, in order."""
        return [one for one in self.heard if one.number == number]


def heard_as(seen: Seen, tx: Tx, inbox_id: str | None) -> Heard | None:
    """The text that this row keeps, as the simulation texted it; None for what it never acknowledged."""
    row = tx.one(select(inbox.c.provider_sid).where(inbox.c.id == inbox_id)) if inbox_id is not None else None
    sid = row.provider_sid if row is not None else None
    return next((one for one in seen.heard if one.sid == sid), None)
