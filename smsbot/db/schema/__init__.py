"""Every table. Sealed columns are bytes; everything else may be read by whoever holds the file.

In the clear: statuses, kinds, times, names of flows, steps and texts. Sealed: words, numbers, names, answers.
"""

from smsbot.db.schema.base import metadata
from smsbot.db.schema.people import (
    ledger,
    participant,
    phone,
    phone_link,
    referral,
    sealing_key,
    staff,
    suppression,
    worker,
)
from smsbot.db.schema.texts import inbox, outbox, pace, receipt, static_answer
from smsbot.db.schema.work import answer, conversation, heartbeat, meta, peek, publication, ticket, ticket_event, timer

__all__ = [
    "answer",
    "conversation",
    "heartbeat",
    "inbox",
    "ledger",
    "meta",
    "metadata",
    "outbox",
    "pace",
    "participant",
    "peek",
    "phone",
    "phone_link",
    "publication",
    "receipt",
    "referral",
    "sealing_key",
    "staff",
    "static_answer",
    "suppression",
    "ticket",
    "ticket_event",
    "timer",
    "worker",
]
