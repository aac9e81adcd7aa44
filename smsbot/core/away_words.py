"""Until when somebody says that they are away: "going to jail til march", "in rehab for 30 days"."""

import re
from datetime import datetime

from smsbot.core.spoken import fold
from smsbot.core.until_words import parse_until

_BEGINS = re.compile(r"\b(?:til+|until|untill|till|thru|through|for|hasta|por|back|out|release\w*|salgo|vuelvo)\b")


def until_said(text: str, *, now: datetime, zone: str) -> datetime | None:
    """The UTC moment at which the first day begins, in `zone`, on which they may be back; None if no day was named."""
    words = fold(text)
    found = (parse_until(words[match.start() :], now=now, zone=zone) for match in _BEGINS.finditer(words))
    return next((until for until in found if until is not None), None)
