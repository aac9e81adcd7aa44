"""A participant's rows as the rules see them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from smsbot.core.cadence import from_json
from smsbot.core.conversation import Conversation
from smsbot.core.effects import Asked, ConsentAct, Question
from smsbot.core.flow import Flow, Level
from smsbot.core.language import Language
from smsbot.core.person import Consent, OpenTicketFact, Person, consent_after
from smsbot.db import conversations, ledger, tickets, timers
from smsbot.db.tx import Tx
from smsbot.usecases.ports import Programs


def consent_of(tx: Tx, participant_id: str) -> Consent:
    """What the ledger says now."""
    newest = ledger.newest_consent(tx, participant_id)
    return consent_after(ConsentAct(newest.act) if newest is not None else None)


def see(tx: Tx, programs: Programs, row: Row[Any], *, new: bool = False, bare: bool = False) -> Person:
    """The person behind a locked participant row; `bare` leaves out the conversation, which may be what is broken."""
    conversation = None if bare else conversations.open_of(tx, row.id)
    follow_up = timers.next_follow_up(tx, row.id)
    return Person(
        id=row.id,
        language=Language(row.language),
        zone=row.zone,
        consent=consent_of(tx, row.id),
        cadence=from_json(row.cadence) if row.cadence is not None else None,
        paused_until=row.paused_until,
        next_due=follow_up.due_at if follow_up is not None else None,
        name=tx.key_of(row.id).open(row.name, f"participant.name:{row.id}") if row.name is not None else "",
        quiet=row.quiet,
        conversation=conversation,
        flow=_flow(programs, conversation),
        asked=_asked(row.asked),
        tickets=tuple(
            OpenTicketFact(t.code, t.topic, Level(t.level), t.taken_at is not None) for t in tickets.open_of(tx, row.id)
        ),
        menu_shown_at=row.menu_shown_at,
        new=new,
    )


def _flow(programs: Programs, conversation: Conversation | None) -> Flow | None:
    if conversation is None:
        return None
    return programs.publication(conversation.publication).flows.get(conversation.flow)


def _asked(kept: dict[str, Any] | None) -> Asked | None:
    if kept is None:
        return None
    return Asked(Question(kept["question"]), datetime.fromisoformat(kept["at"]), kept["about"])
