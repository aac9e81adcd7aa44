"""Cards that anybody may see: what must not be read on them.

First contact guidance for outreach teams: nothing left behind names an overdose, a drug or a health matter.
"""

import re

_STEMS = (
    "overdos", "sobredosis", "naloxon", "narcan", "drug", "droga", "opioid", "opiate", "opioide", "fentan", "heroin",
    "methadon", "metadona", "bupre", "suboxone", "addict", "adicc", "adict", "recovery", "recuperac", "treatment",
    "tratamiento", "health", "medic", "clinic", "patient", "pacient", "hospital", "therap", "terapia",
    "needle", "syringe", "jering", "substance", "sustancia", "sober", "sobri", "rehab", "detox", "mental", "suicid",
    "crisis", "hiv", "vih", "hepatitis",
)  # fmt: skip
_WHOLE = frozenset({"salud", "saludable"})  # not saludar: to say hello
_WORD = re.compile(r"\w+")


def telling_words(text: str) -> tuple[str, ...]:
    """The words of a text that would tell a stranger what it is about, each once, in order."""
    words = dict.fromkeys(word.casefold() for word in _WORD.findall(text))
    return tuple(word for word in words if word in _WHOLE or word.startswith(_STEMS))
