"""How hard a text is to read: Flesch and Kincaid's grade in English, Szigriszt and Pazos' ease in Spanish."""

import re

from smsbot.core.language import Language

HARDEST_GRADE = 6.0
"""School years: more than half of all adults read no further."""

LEAST_EASE = 60.0
"""The middle of what counts as "normal" in Spanish (INFLESZ, 55 to 65)."""

_FEWEST_WORDS = 12
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SENTENCE_END = re.compile(r"[.?!:;]+(?:\s|$)|\s[1-9]\s")
_EN_SYLLABLE = re.compile(r"[aeiouy]+")
_EN_SILENT = re.compile(r"(?:[^laeiouy]e|(?<![td])ed|[^s]es)$")
_ES_VOWELS = re.compile(r"[aeiouáéíóúü]+")
_ES_STRONG = re.compile(r"[aeoáéóíú]")


def too_hard(words: str, language: Language) -> str:
    """How much too hard it is, in words; "" if it is easy enough or too short to say."""
    found = [word for word in _WORD.findall(words) if not word.isupper()]  # KIT and STOP are for texting
    if len(found) < _FEWEST_WORDS:
        return ""
    sentences = max(1, sum(1 for part in _SENTENCE_END.split(words) if _WORD.search(part)))
    each = len(found) / sentences
    if language is Language.EN:
        grade = 0.39 * each + 11.8 * sum(map(english_syllables, found)) / len(found) - 15.59
        return f"ask for {grade:.0f} years of school" if grade > HARDEST_GRADE else ""
    ease = 206.835 - 62.3 * sum(map(spanish_syllables, found)) / len(found) - each
    return f"have a reading ease of {ease:.0f}" if ease < LEAST_EASE else ""


def english_syllables(word: str) -> int:
    """About how many syllables an English word has."""
    word = word.lower().replace("'", "")
    return max(1, len(_EN_SYLLABLE.findall(word)) - bool(_EN_SILENT.search(word)))


def spanish_syllables(word: str) -> int:
    """How many syllables a Spanish word has: strong vowels stand alone, weak ones lean on a neighbour."""
    heard = re.sub(r"(?<=q)u|(?<=g)u(?=[eiéí])", "", word.lower())
    return max(1, sum(max(1, len(_ES_STRONG.findall(group))) for group in _ES_VOWELS.findall(heard)))
