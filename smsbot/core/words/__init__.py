"""Reading what a person wrote: crisis first, then opt-out, then reserved words. Pure, total and fast."""

from smsbot.core.words.build import build_lexicon
from smsbot.core.words.errors import LexiconError
from smsbot.core.words.lexicon import Lexicon
from smsbot.core.words.meaning import Meaning
from smsbot.core.words.reader import read
from smsbot.core.words.reading import Life, OptOut, Reading, Reserved, Situation, Urgency, Weighed
from smsbot.core.words.weighing import Model, Weighing

__all__ = [
    "Lexicon",
    "LexiconError",
    "Life",
    "Meaning",
    "Model",
    "OptOut",
    "Reading",
    "Reserved",
    "Situation",
    "Urgency",
    "Weighed",
    "Weighing",
    "build_lexicon",
    "read",
]
