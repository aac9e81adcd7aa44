"""A participant's rows as the rules see them."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from smsbot.core.cadence import from_json
from smsbot.core.conversation import Conversation
from smsbot.core.effects import Asked, ConsentAct, Question
from smsbot.core.flow import Flow, Level
from smsbot.core.language import Language
from smsbot.core.person import Consent, OpenTicketFact, Person, consent_after
from smsbot.db import conversations, ledger, people, phones, tickets, timers
from smsbot.db.tx import Tx
from smsbot.usecases.ports import Programs


def consent_of(tx: Tx, participant_id: str) -> Consent:
    """What the ledger says now."""
    newest = ledger.newest_consent(tx, participant_id)
    return consent_after(ConsentAct(newest.act) if newest is not None else None)


def see(tx: Tx, programs: Programs, row: Row[Any], *, new: bool = False, bare: bool = False) -> Person:
    """The person behind a locked participant row; `bare` leaves out the conversation, which may be what is broken."""
    conversation = None if bare else conversations.open_of(tx, row.id)
    asleep = None if bare else conversations.asleep_of(tx, row.id)
    follow_up = timers.next_follow_up(tx, row.id)
    shared = phones.is_shared(tx, row.id)
    return Person(
        id=row.id,
        language=Language(row.language),
        zone=row.zone,
        consent=consent_of(tx, row.id),
        cadence=from_json(row.cadence) if row.cadence is not None else None,
        paused_until=row.paused_until,
        next_due=follow_up.due_at if follow_up is not None else None,
        name="" if shared else _name(tx, row),
        quiet=row.quiet or shared,
        conversation=conversation,
        asleep=asleep,
        flow=_flow(programs, conversation),
        flows=_flows(programs, conversation, asleep),
        tags=people.tags_of(tx, row),
        asked=_asked(tx, row),
        tickets=tuple(
            OpenTicketFact(t.code, t.topic, Level(t.level), t.taken_at is not None, t.relay_until)
            for t in tickets.open_of(tx, row.id)
        ),
        menu_shown_at=row.menu_shown_at,
        new=new,
        shared=shared,
        away_since=row.away_since,
        death_reported=row.death_reported_at is not None,
        family=row.relation == people.FAMILY,
    )


def _name(tx: Tx, row: Row[Any]) -> str:
    return "" if row.name is None else tx.key_of(row.id).open(row.name, f"participant.name:{row.id}")


def _flow(programs: Programs, conversation: Conversation | None) -> Flow | None:
    if conversation is None:
        return None
    return programs.publication(conversation.publication).flows.get(conversation.flow)


def _flows(programs: Programs, *talks: Conversation | None) -> dict[tuple[str, str], Flow]:
    """Every flow that these are in, return to, or may step back to, on the publication they came to it."""
    keys = {(spot.publication, spot.flow) for talk in talks if talk is not None for spot in talk.spots}
    found = {(kept, name): programs.publication(kept).flows.get(name) for kept, name in keys}
    return {key: flow for key, flow in found.items() if flow is not None}


def keep_asked(tx: Tx, participant_id: str, asked: Asked | None) -> None:
    """Keep the question asked outside any flow, or forget it. What it was about may be their own words: sealed."""
    kept = None
    if asked is not None:
        about = tx.key_of(participant_id).seal(json.dumps(dict(asked.about)), f"participant.asked:{participant_id}")
        kept = {"question": asked.question.value, "at": asked.at.isoformat(), "about": about.hex()}
    people.change(tx, participant_id, asked=kept)


def _asked(tx: Tx, row: Row[Any]) -> Asked | None:
    kept = row.asked
    if kept is None:
        return None
    about = tx.key_of(row.id).open(bytes.fromhex(kept["about"]), f"participant.asked:{row.id}")
    return Asked(Question(kept["question"]), datetime.fromisoformat(kept["at"]), json.loads(about))
