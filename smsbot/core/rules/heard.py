"""One inbound text as the rules hear it."""

from dataclasses import dataclass

from smsbot.core.words import Reading


@dataclass(frozen=True, slots=True)
class Heard:
    """The words, what they were read as, and how many pictures came along."""

    text: str
    reading: Reading
    media: int = 0
