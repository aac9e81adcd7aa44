"""What a text says about a person and their phone: a death, a loss, a shared or new phone, somebody else's absence."""

from collections.abc import Mapping
from dataclasses import dataclass

from smsbot.core.words.index import Index, Line
from smsbot.core.words.reading import Life


@dataclass(frozen=True, slots=True)
class LifeWords:
    """The phrases of each kind, in the order in which kinds are tried, and those that take it back."""

    say: Mapping[Life, Index[None]]
    unless: Mapping[Life, Index[None]]


def life(of: Line, words: LifeWords) -> tuple[Life | None, str]:
    """The first kind the text is, and the words that say so; a phrase of `unless` anywhere rules a kind out."""
    for kind, phrases in words.say.items():
        said = phrases.found(of)
        if said is not None and words.unless[kind].found(of) is None:
            return kind, said
    return None, ""
