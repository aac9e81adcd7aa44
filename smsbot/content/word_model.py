"""model.json: what `smsbot words train` writes and the reader weighs with."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

from smsbot.core.words import Meaning, Model

_SCALE = 100  # weights are kept in hundredths


@lru_cache(maxsize=2)
def read_model(text: str) -> Model:
    """The model; the same text is read once."""
    kept = json.loads(text)
    return Model(
        tuple(Meaning(name) for name in kept["meanings"]),
        tuple(number / _SCALE for number in kept["bias"]),
        {feature: _pairs(numbers) for feature, numbers in kept["weights"].items()},
    )


def _pairs(numbers: Sequence[int]) -> tuple[tuple[int, float], ...]:
    return tuple((place, weight / _SCALE) for place, weight in zip(numbers[::2], numbers[1::2], strict=True))


def write_model(
    meanings: Sequence[Meaning], bias: Sequence[float], weights: Mapping[str, Sequence[float]], least: float
) -> str:
    """The text of model.json, one feature a line. A weight smaller than `least` is left out, and so is a feature that
    has no other."""
    lines = []
    for feature in sorted(weights):
        said = [(place, weight) for place, weight in enumerate(weights[feature]) if abs(weight) >= least]
        if said:
            numbers = ",".join(f"{place},{round(weight * _SCALE)}" for place, weight in said)
            lines.append(f"{json.dumps(feature, ensure_ascii=False)}:[{numbers}]")
    head = {"meanings": [str(one) for one in meanings], "bias": [round(one * _SCALE) for one in bias]}
    return json.dumps(head)[:-1] + ',\n"weights": {\n' + ",\n".join(lines) + "\n}}\n"
