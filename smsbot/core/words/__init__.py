"""Reading what a person wrote: crisis first, then opt-out, then reserved words. Pure, total and fast."""

from smsbot.core.words.build import build_lexicon
from smsbot.core.words.errors import LexiconError
from smsbot.core.words.lexicon import Lexicon
from smsbot.core.words.reader import read
from smsbot.core.words.reading import Life, OptOut, Reading, Reserved, Situation, Urgency

__all__ = [
    "Lexicon",
    "LexiconError",
    "Life",
    "OptOut",
    "Reading",
    "Reserved",
    "Situation",
    "Urgency",
    "build_lexicon",
    "read",
]
