"""The part of a words file about people and their phones."""

from collections.abc import Iterable
from types import MappingProxyType

from smsbot.core.words.index import Index
from smsbot.core.words.life import LifeWords
from smsbot.core.words.pattern import Grammar
from smsbot.core.words.reading import Life
from smsbot.core.words.source import Source

_NOT_A_LOSS = "not_a_loss"
_LOSSES = frozenset({Life.DEATH_OF_KIN, Life.DEATH, Life.GRIEF})


def life_from(words: Source, grammar: Grammar) -> LifeWords:
    """Every kind has its phrases; what is said of batteries and laughter is no loss of any kind."""
    part = words.at("life")
    part.table(_NOT_A_LOSS, *Life)
    said, unless = {}, {}
    for kind in Life:
        entry = part.at(kind)
        entry.table("say", "unless")
        shared = part.at(_NOT_A_LOSS).texts() if kind in _LOSSES else ()
        said[kind] = _index(entry.at("say").texts(), grammar)
        unless[kind] = _index((*entry.texts_at("unless"), *shared), grammar)
    return LifeWords(MappingProxyType(said), MappingProxyType(unless))


def _index(texts: Iterable[tuple[str, str]], grammar: Grammar) -> Index[None]:
    return Index((grammar.compile(text, key), None) for text, key in texts)
