"""People who have chosen how often they hear from us, written straight into the rows: there may be thousands."""

from dataclasses import dataclass
from datetime import date

from smsbot.core.cadence import Cadence, Unit, Window, to_json
from smsbot.core.effects import ConsentAct
from smsbot.db import ledger, people
from smsbot.db.tx import Tx

ZONE = "America/New_York"
ANY_HOUR = Window(0, 1440)


@dataclass(frozen=True)
class Member:
    """One of them. `plan_id` is the ledger entry that permits their follow-ups."""

    id: str
    number: str
    number_hash: str
    plan_id: str


def weekly(since: date) -> Cadence:
    """Once a week, counted from this local day, at any hour."""
    return Cadence(unit=Unit.WEEK, anchor=since, window=ANY_HOUR)


def join(tx: Tx, number: str, cadence: Cadence) -> Member:
    """A person who has agreed to follow-ups and chosen this cadence."""
    found = people.find_or_create(tx, number, language="en", zone=ZONE)
    seq = people.next_seq(tx, found.participant_id)
    ledger.append(tx, found.participant_id, ConsentAct.OPT_IN, seq)
    plan_id = ledger.append(tx, found.participant_id, ConsentAct.CADENCE, seq)
    people.change(tx, found.participant_id, cadence=to_json(cadence), cadence_entry_id=plan_id)
    return Member(found.participant_id, number, found.number_hash, plan_id)
