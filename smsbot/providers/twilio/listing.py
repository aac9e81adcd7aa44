"""Reads a text as Twilio's list of messages shows it."""

from collections.abc import Collection
from typing import Any

from smsbot.providers.twilio.characters import plain
from smsbot.providers.twilio.inbound import MAX_BODY
from smsbot.usecases.ports import ListedText


def read_listed(text: Any, ours: Collection[str]) -> list[ListedText]:
    """One text of twilio's client, or nothing: of another number of the account, or of no use.

    A body read here has the same characters as one that a webhook brings.
    """
    inbound = text.direction == "inbound"
    ends = (str(text.from_ or ""), str(text.to or ""))
    if text.date_created is None or (ends[1] not in ours if inbound else text.direction != "outbound-api"):
        return []
    return [
        ListedText(
            sid=str(text.sid),
            inbound=inbound,
            sender=ends[0],
            to=ends[1],
            body=plain(str(text.body or ""))[:MAX_BODY],
            media=int(text.num_media) if str(text.num_media or "").isdecimal() else 0,
            status=str(text.status or ""),
            error_code=text.error_code if isinstance(text.error_code, int) else None,
            created_at=text.date_created,
        )
    ]
