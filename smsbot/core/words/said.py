"""What the rules read in a text, as words for the second stage."""

from collections.abc import Iterator

from smsbot.core.words.reading import Reading

_FACTS = ("thanks", "greeting", "wrong_number", "who_are_you")


def said(reading: Reading) -> Iterator[str]:
    """Like `red`, `red overdose`, `out sure`, `reserved person`, `life grief` and `thanks`."""
    if reading.urgency is not None:
        yield reading.urgency.value
        yield f"{reading.urgency} {reading.situation or 'unclear'}"
    if reading.opt_out is not None:
        yield f"out {reading.opt_out}"
    if reading.reserved is not None:
        yield f"reserved {reading.reserved}"
    if reading.life is not None:
        yield f"life {reading.life}"
    yield from (fact for fact in _FACTS if getattr(reading, fact))
