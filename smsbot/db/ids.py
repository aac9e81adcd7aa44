"""UUIDv7: ids that sort by the time they were made (RFC 9562, section 5.7)."""

import itertools
import os
import uuid
from datetime import datetime

_made = itertools.count(int.from_bytes(os.urandom(3), "big"))


def new_id(now: datetime) -> str:
    """A new id: the milliseconds of `now`, then a count, then random bits.

    Ids made one after the other in one process sort in that order, also within a millisecond: the texts of one turn
    are handed over in the order they were said.
    """
    millis = int(now.timestamp() * 1000) & (2**48 - 1)
    count = next(_made) & (2**32 - 1)
    rand = int.from_bytes(os.urandom(6), "big") & (2**42 - 1)
    value = millis << 80 | 7 << 76 | (count >> 20) << 64 | 2 << 62 | (count & (2**20 - 1)) << 42 | rand
    return str(uuid.UUID(int=value))
