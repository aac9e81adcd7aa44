"""Training of the second stage of the reader: softmax regression, by hand, the same every time.

Small on purpose: some thousand short texts, one pass after another, a learning rate of its own for every weight
(AdaGrad). No library is needed, and a minute is enough.
"""

import csv
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from smsbot.core.errors import SmsbotError
from smsbot.core.words import Lexicon, Meaning, read
from smsbot.core.words.features import features
from smsbot.core.words.index import line
from smsbot.core.words.plain import plainly
from smsbot.core.words.said import said
from smsbot.core.words.weighing import SHARPNESS, groups_in

ROUNDS = 16
RATE = 0.1
BIAS_RATE = 0.02
SHRINK = 1e-4  # what every weight loses in a step
RARE = 2  # texts; a feature of fewer is not learnt
CRISIS_COUNTS = 1.5
"""A crisis that is taken for something else costs more than the other way round."""

_NEGLIGIBLE = 0.003


class BadLabels(SmsbotError):
    """A file of labelled texts cannot be used."""

    code = "bad_labels"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, what it means, its language, and notes like `near_miss`."""

    text: str
    meaning: Meaning
    lang: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A text as the model sees it."""

    features: Mapping[str, float]
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Learnt:
    """Weights by feature, for each meaning in the order of `Meaning`."""

    bias: Sequence[float]
    weights: Mapping[str, Sequence[float]]


def read_labelled(path: Path) -> list[Labelled]:
    """The rows of a CSV file with the columns text, intent, lang and perhaps note; BadLabels names what is wrong."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        missing = {"text", "intent", "lang"} - set(rows.fieldnames or ())
        if missing:
            raise BadLabels(f"{path}: the columns {', '.join(sorted(missing))} are missing; it needs text,intent,lang")
        return [_row(path, rows.line_num, row) for row in rows]


def _row(path: Path, number: int, row: Mapping[str, str]) -> Labelled:
    try:
        meaning = Meaning(row["intent"] or "")
    except ValueError:
        known = ", ".join(Meaning)
        raise BadLabels(f"{path}:{number}: '{row['intent']}' is no meaning; use one of {known}") from None
    return Labelled(row["text"] or "", meaning, row["lang"] or "", row.get("note") or "")


def example(one: Labelled, lexicon: Lexicon) -> Example:
    """What the model gets to see of a text: `lexicon` has no model yet, or it is not asked."""
    plain = plainly(one.text, lexicon.speller)
    reading = read(one.text, lexicon)
    found = groups_in(line(plain.words), lexicon.weighing.groups)
    return Example(dict(features(plain, tuple(said(reading)), found)), one.meaning)


def learn(examples: Sequence[Example], told: Callable[[int], None], seed: int = 1) -> Learnt:
    """Learn from these examples; `told` hears after which round it is. The same examples give the same weights."""
    meanings = list(Meaning)
    often = Counter(name for one in examples for name in one.features)
    known = [name for name, count in often.items() if count >= RARE]
    learner = _Learner(len(meanings), known)
    rows = [_prepared(one, learner.weights) for one in examples]
    order = list(range(len(rows)))
    chance = Random(seed)  # noqa: S311  # the order of examples, no secret
    for turn in range(ROUNDS):
        chance.shuffle(order)
        for n in order:
            wanted = examples[n].meaning
            counts = CRISIS_COUNTS if wanted.startswith("crisis_") else 1.0
            learner.step(rows[n], meanings.index(wanted), counts)
        told(turn + 1)
    return Learnt(learner.bias, learner.weights)


def _prepared(one: Example, known: Mapping[str, object]) -> list[tuple[str, float]]:
    """The features that are learnt, in a fixed order, each with what its weight is multiplied by."""
    kept = sorted((name, much) for name, much in one.features.items() if name in known)
    length = math.sqrt(sum(much * much for _, much in kept)) or 1.0
    return [(name, SHARPNESS * much / length) for name, much in kept]


class _Learner:
    def __init__(self, meanings: int, known: Sequence[str]) -> None:
        self.bias = [0.0] * meanings
        self.weights = {name: [0.0] * meanings for name in known}
        self._steps = {name: [1e-6] * meanings for name in known}

    def step(self, row: Sequence[tuple[str, float]], wanted: int, counts: float) -> None:
        wrong = self._beliefs(row)
        wrong[wanted] -= 1.0
        if counts != 1.0:
            wrong = [one * counts for one in wrong]
        self.bias = [have - BIAS_RATE * by for have, by in zip(self.bias, wrong, strict=True)]
        moved = [place for place, by in enumerate(wrong) if abs(by) > _NEGLIGIBLE]
        for name, much in row:
            weights, steps = self.weights[name], self._steps[name]
            for place in moved:
                slope = wrong[place] * much + SHRINK * weights[place]
                steps[place] += slope * slope
                weights[place] -= RATE * slope / math.sqrt(steps[place])

    def _beliefs(self, row: Sequence[tuple[str, float]]) -> list[float]:
        scores = list(self.bias)
        for name, much in row:
            for place, weight in enumerate(self.weights[name]):
                scores[place] += weight * much
        top = max(scores)
        shares = [math.exp(score - top) for score in scores]
        total = sum(shares)
        return [share / total for share in shares]
