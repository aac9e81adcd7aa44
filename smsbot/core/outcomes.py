"""How a ticket ended, in plain words."""

import re

OUTCOMES: dict[str, tuple[str, ...]] = {
    "delivered": ("delivered", "dropped off", "gave", "handed over", "entregado", "picked up", "mailed", "sent"),
    "no answer": ("no answer", "voicemail", "could not reach", "not reached", "no contesta", "no response"),
    "reached": ("reached", "talked", "spoke", "met", "hablamos", "visited", "texted"),
    "referred": ("referred", "referral", "linked", "appointment", "warm handoff", "referido"),
    "declined": ("declined", "refused", "said no", "not interested", "no quiso"),
    "not needed": ("not needed", "no longer needed", "cancelled", "duplicate", "mistake", "false alarm"),
}
"""The outcomes of a ticket in plain words, and how workers write them; anything else is kept as they wrote it."""

OTHER_OUTCOME = "other"


def outcome_of(words: str) -> str | None:
    """Which of OUTCOMES these words say; OTHER_OUTCOME for words of their own; None for none."""
    plain = " ".join(re.findall(r"\w+", words.casefold()))
    if not plain:
        return None
    found = (name for name, ways in OUTCOMES.items() if any(f" {way} " in f" {plain} " for way in ways))
    return next(found, OTHER_OUTCOME)
