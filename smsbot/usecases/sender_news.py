"""A worker hears what became of their own words and calls: nothing they typed disappears in silence."""

from typing import Any

from sqlalchemy import Row

from smsbot.core.effects import TextKind
from smsbot.core.gate import FROZEN, UNANSWERED
from smsbot.core.program import Program
from smsbot.db import tickets, workers
from smsbot.db.tx import Tx
from smsbot.usecases.worker_text import tell

_WHY = {
    TextKind.RELAY: {"stopped": "relay_stopped", FROZEN: "relay_frozen", UNANSWERED: "relay_once"},
    TextKind.CALL: {"stopped": "call_stopped"},
}
_ENDS_THE_EXCHANGE = ("relay_stopped", "relay_frozen")


def not_sent(tx: Tx, program: Program, text: Row[Any], why: str) -> None:
    """It did not go, or did not arrive; `why` is the gate's word, or anything else."""
    kind = TextKind(text.kind)
    if kind in _WHY:
        _news(tx, program, text, _WHY[kind].get(why, f"{kind}_failed"))


def not_known(tx: Tx, program: Program, text: Row[Any]) -> None:
    """Nobody can tell whether it went."""
    kind = TextKind(text.kind)
    if kind in _WHY:
        _news(tx, program, text, f"{kind}_unknown")


def _news(tx: Tx, program: Program, text: Row[Any], key: str) -> None:
    ticket = tickets.get(tx, text.ticket_id)
    worker = workers.by_id(tx, text.permit_worker_id or text.worker_id)
    if ticket is None or worker is None:
        return
    if key in _ENDS_THE_EXCHANGE:
        tickets.change(tx, ticket.id, relay_until=None)
    tell(tx, program, worker, key, ticket)
