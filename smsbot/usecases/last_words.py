"""What a worker gets to see of what a person wrote: the words themselves, or a link to a page that shows them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from smsbot.core.program import Program, RelayWords
from smsbot.db import inbox, peeks, tickets
from smsbot.db.sealing import NotSealedHere
from smsbot.db.tx import Tx
from smsbot.db.workers import Worker
from smsbot.usecases.worker_text import tell

_LONGEST = 400
"""Characters of each text that go into one to a worker."""


def last_words(tx: Tx, participant_id: str | None) -> Sequence[str]:
    """The last three texts of a person, oldest first; none once they were erased."""
    try:
        return inbox.last_bodies(tx, participant_id) if participant_id is not None else ()
    except NotSealedHere:
        return ()


def to_read(tx: Tx, ticket: Row[Any]) -> Sequence[str]:
    """What whoever takes a ticket reads first: what a flow found out, then the last texts."""
    asked = tickets.asked_for(tx, ticket)
    return [*([asked] if asked else []), *last_words(tx, ticket.participant_id)]


def shown(tx: Tx, program: Program, ticket: Row[Any], worker: Worker) -> str:
    """The last words, or a fresh link to them, to be put after a text to this worker; "" when there are none."""
    words = to_read(tx, ticket)
    if program.settings.relay_words is RelayWords.BY_TEXT:
        return " ".join(("", " / ".join(map(quoted, words)))) if words else ""
    return link(tx, program, ticket, worker) if words else ""


def link(tx: Tx, program: Program, ticket: Row[Any], worker: Worker) -> str:
    """A fresh link for this worker and this ticket, after a space; "" where no page can be reached."""
    if not program.public_url:
        return ""
    return f" {program.public_url.rstrip('/')}/w/{peeks.make(tx, ticket.id, worker.id)}"


def hand_on(tx: Tx, program: Program, ticket: Row[Any], worker: Worker, words: str) -> None:
    """One text of the person, to the worker who holds their ticket."""
    if program.settings.relay_words is RelayWords.BY_TEXT:
        tell(tx, program, worker, "forward", ticket, more=f" {quoted(words, 1400)}")
        return
    more = link(tx, program, ticket, worker)
    tell(tx, program, worker, "forward_page" if more else "texted", ticket, more=more)


def quoted(words: str, longest: int = _LONGEST) -> str:
    """In quotes, and cut where a text would become too long."""
    return f'"{words if len(words) <= longest else words[:longest] + "..."}"'
