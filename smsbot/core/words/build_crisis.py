"""The crisis part of a words file: red and amber, then situation, then rules."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from smsbot.core.language import Language
from smsbot.core.words.crisis import Crisis, Rule, Sign
from smsbot.core.words.errors import LexiconError
from smsbot.core.words.index import Index
from smsbot.core.words.pattern import Grammar, Pattern
from smsbot.core.words.reading import Situation, Urgency
from smsbot.core.words.source import Source

UNCLEAR = "unclear"  # the situation of a plea that does not say what is wrong
_CONTEXTS = ("past", "recent", "over", "breathes", "awake", "laughing")
_VERDICTS: Mapping[str, Urgency | None] = MappingProxyType({"nothing": None, "amber": Urgency.AMBER})
_ADDED = ("rule", "why", "en", "es")
_SHIPPED = (*_ADDED, "unless", "lowers", "needs", "when")


def crisis_from(words: Source, extra: Sequence[Source], grammar: Grammar) -> Crisis:
    """Every rule of the shipped file, then those that staff files add; added rules carry nothing that softens."""
    for urgency in Urgency:
        words.at("crisis").at(urgency)  # the shipped file without its crisis words is never acceptable
    words.at("contexts").table(*_CONTEXTS)
    contexts = {name: _context(words.at("contexts").at(name), grammar) for name in _CONTEXTS}
    entries: list[tuple[Pattern, Sign]] = []
    for source, allowed in [(words, _SHIPPED), *((part, _ADDED) for part in extra)]:
        for urgency, situation, part in _rules(source):
            rule = _rule(part, len(entries), urgency, situation, grammar, allowed)
            if not part.texts_at(*Language):
                raise LexiconError(f"{part.key}: a rule needs phrases under `en` or `es`")
            for language in Language:
                sign = Sign(rule, language)
                entries.extend((grammar.compile(text, key), sign) for text, key in part.texts_at(language))
    return Crisis(Index(entries), MappingProxyType(contexts))


def phrases(part: Source, names: Sequence[str], grammar: Grammar) -> Index[None]:
    """The phrases of these lists together, for asking whether any of them stands in a text."""
    return Index((grammar.compile(text, key), None) for text, key in part.texts_at(*names))


def _context(part: Source, grammar: Grammar) -> Index[None]:
    return Index((grammar.compile(text, key), None) for text, key in part.texts())


def _rules(source: Source) -> Iterator[tuple[Urgency, Situation | None, Source]]:
    crisis = source.maybe("crisis")
    if crisis is None:
        return
    crisis.table(*Urgency)
    for urgency in Urgency:
        level = crisis.maybe(urgency)
        for name, rules in level.parts(*Situation, UNCLEAR) if level else ():
            situation = None if name == UNCLEAR else Situation(name)
            for rule in rules.items():
                yield urgency, situation, rule


def _rule(
    part: Source,
    order: int,
    urgency: Urgency,
    situation: Situation | None,
    grammar: Grammar,
    allowed: Sequence[str],
) -> Rule:
    part.table(*allowed)
    part.at("why").text()
    return Rule(
        name=part.at("rule").text(),
        order=order,
        urgency=urgency,
        situation=situation,
        unless=phrases(part, ("unless",), grammar),
        lowers=phrases(part, ("lowers",), grammar),
        needs=phrases(part, ("needs",), grammar) if part.maybe("needs") else None,
        when=MappingProxyType(dict(_softenings(part))),
    )


def _softenings(part: Source) -> Iterator[tuple[str, Urgency | None]]:
    when = part.maybe("when")
    for context, verdict in when.parts(*_CONTEXTS) if when else ():
        if verdict.text() not in _VERDICTS:
            raise LexiconError(f"{verdict.key}: expected one of {', '.join(_VERDICTS)}")
        yield context, _VERDICTS[verdict.text()]
