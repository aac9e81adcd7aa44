"""The second stage: a small linear model that weighs everything in a text, for what no rule foresaw.

It never raises RED and never records an opt-out by itself: what it believes in doubt becomes one plain question.
Trained by `smsbot words train` on tests/words/tuning.csv; why it is there and what it measured: docs/adr/0015.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smsbot.core.words.features import features
from smsbot.core.words.index import Index, Line
from smsbot.core.words.meaning import Meaning
from smsbot.core.words.plain import Plain
from smsbot.core.words.reading import Ranked, Weighed

SHARPNESS = 4.0
"""How far apart a text that is all one meaning is from one that could be anything."""

DANGER = frozenset({"body", "drug_now", "death_wish", "body_hurt", "danger_by_others"})
"""The groups of phrases that speak of danger."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """`weights`: for a feature, what it says for which meaning; `bias`: how likely each is with nothing said."""

    meanings: tuple[Meaning, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[tuple[int, float], ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Weighing:
    """The phrases that speak for meanings, and the model that weighs them; without a model nothing is weighed."""

    groups: Index[str]
    model: Model | None


def groups_in(of: Line, groups: Index[str]) -> tuple[str, ...]:
    """The groups of phrases that stand in a text, once for each place where one begins."""
    places = {(name, match.start()) for name, match in groups.hits(of)}
    return tuple(sorted(name for name, _ in places))


def weigh(plain: Plain, of: Line, said: Sequence[str], weighing: Weighing) -> Weighed:
    """Weigh one text. Pure; time is linear in the text, of which the first 120 words count."""
    found = groups_in(of, weighing.groups)
    model = weighing.model
    if model is None or not (plain.words or plain.emoji):
        return Weighed((), found)
    known = {name: much for name, much in features(plain, said, found) if name in model.weights}
    return Weighed(_ranked(known, model), found)


def _ranked(known: Mapping[str, float], model: Model) -> Ranked:
    scores = list(model.bias)
    length = math.sqrt(sum(much * much for much in known.values()))
    for name, much in known.items():
        times = SHARPNESS * much / length
        for place, weight in model.weights[name]:
            scores[place] += times * weight
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    total = sum(shares)
    pairs = ((meaning, share / total) for meaning, share in zip(model.meanings, shares, strict=True))
    return tuple(sorted(pairs, key=lambda pair: -pair[1]))
