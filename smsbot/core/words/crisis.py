"""Which crisis a text speaks of, if any. Recall first: a false AMBER costs one question, a miss costs a life.

A rule fires where one of its phrases stands and nothing takes it back there: `unless` (negated or meant
otherwise, in the same words), `lowers` (the same, to AMBER), and `when` (past, recent, over, laughing or, later in
the text, breathing or awake again). Rules for present body signs name only the last two, so they win over every
other word.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from smsbot.core.language import Language
from smsbot.core.words.index import Index, Line, Span, overlaps
from smsbot.core.words.reading import Situation, Urgency

LATER = frozenset({"breathes", "awake"})  # contexts that count only after the sign they resolve


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of sign; `order` is its place in the file, RED before AMBER."""

    name: str
    order: int
    urgency: Urgency
    situation: Situation | None
    unless: Index[None]
    lowers: Index[None]
    needs: Index[None] | None
    when: Mapping[str, Urgency | None]


@dataclass(frozen=True, slots=True)
class Sign:
    """What a phrase stands for, and the language it is in."""

    rule: Rule
    language: Language


@dataclass(frozen=True, slots=True)
class Crisis:
    """Every rule's phrases in one index, and the contexts that can soften a rule."""

    signs: Index[Sign]
    contexts: Mapping[str, Index[None]]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A sign that was found, and how urgent it is in its context."""

    rule: Rule
    urgency: Urgency
    phrase: str
    language: Language


def alarms(of: Line, laughing: bool, crisis: Crisis) -> list[Alarm]:
    """What was found, most urgent first, then in the order of the file; one alarm a rule."""
    scene = _Scene(of, laughing, crisis.contexts)
    found: dict[str, Alarm] = {}
    for sign, match in crisis.signs.hits(of):
        rule = sign.rule
        known = found.get(rule.name)
        if known and known.urgency is rule.urgency:
            continue
        urgency = scene.judge(rule, match)
        if urgency and (known is None or urgency is Urgency.RED):
            found[rule.name] = Alarm(rule, urgency, match[0].strip(), sign.language)
    return sorted(found.values(), key=lambda alarm: (alarm.urgency is Urgency.AMBER, alarm.rule.order))


class _Scene:
    """One text's contexts, each looked for at most once."""

    def __init__(self, of: Line, laughing: bool, contexts: Mapping[str, Index[None]]) -> None:
        self._of = of
        self._contexts = contexts
        self._spans: dict[int, tuple[Span, ...]] = {}
        self._laughing = laughing

    def judge(self, rule: Rule, match: re.Match[str]) -> Urgency | None:
        """How urgent this hit is; None when it is taken back."""
        if overlaps(match.span(), self._all(rule.unless)):
            return None
        if rule.needs is not None and not self._all(rule.needs):
            return None
        verdicts = list(self._softened(rule, match))
        if None in verdicts:
            return None
        return Urgency.AMBER if verdicts else rule.urgency

    def _softened(self, rule: Rule, match: re.Match[str]) -> Iterator[Urgency | None]:
        if overlaps(match.span(), self._all(rule.lowers)):
            yield Urgency.AMBER
        for context, verdict in rule.when.items():
            if self._holds(context, match):
                yield verdict

    def _holds(self, context: str, match: re.Match[str]) -> bool:
        spans = self._all(self._contexts[context])
        if context in LATER:
            return any(start >= match.end() for start, _ in spans)
        return bool(spans) or (context == "laughing" and self._laughing)

    def _all(self, index: Index[None]) -> tuple[Span, ...]:
        if id(index) not in self._spans:
            self._spans[id(index)] = index.spans(self._of)
        return self._spans[id(index)]
