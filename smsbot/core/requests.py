"""Which tickets are something the person asked for, and may call off themselves."""

from smsbot.core.flow import Level

_NOT_ASKED_FOR = frozenset(
    (
        *("crisis", "drill", "number", "after_stop", "call_back", "words", "stuck", "death"),
        *("death_report", "new_number", "away_report", "away_ends"),
    )
)
"""Topics that we raised, or that a human reads whatever the person says later."""


def is_request(topic: str, level: str) -> bool:
    """A kit, a ride, a call, a person: never a crisis, never what the programme raised by itself."""
    return level != Level.RED and topic not in _NOT_ASKED_FOR
