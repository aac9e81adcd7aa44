"""Everything the reader knows, compiled once and never changed."""

from dataclasses import dataclass

from smsbot.core.words.crisis import Crisis
from smsbot.core.words.keywords import ReservedWords
from smsbot.core.words.life import LifeWords
from smsbot.core.words.optout import OptOutWords
from smsbot.core.words.plain import Speller
from smsbot.core.words.smalltalk import SmallTalk
from smsbot.core.words.weighing import Weighing


@dataclass(frozen=True, slots=True)
class Forgiven:
    """Long words of crisis signs whose typing errors are forgiven, and look-alikes that are words of their own."""

    words: tuple[str, ...]
    leave_alone: frozenset[str]


@dataclass(frozen=True, slots=True)
class CarrierWords:
    """Whole messages, in small letters, that the carrier answers by itself."""

    stop: frozenset[str]
    help: frozenset[str]
    start: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Compiled words in both languages; share one between threads, it never changes."""

    speller: Speller
    forgiven: Forgiven
    crisis: Crisis
    laughing_emoji: frozenset[str]
    opt_out: OptOutWords
    reserved: ReservedWords
    small_talk: SmallTalk
    life: LifeWords
    carrier: CarrierWords
    weighing: Weighing
