"""Quiet or plain words, said alone: "just hello", "no treatment talk", "quiet words please", "plain words ok"."""

import re

from smsbot.core.cadence_tables import PLAIN, QUIET
from smsbot.core.effects import SetWords
from smsbot.core.spoken import POLITE, fold

_SEPARATORS = re.compile(r"[^a-z0-9\s]")
_BESIDE = POLITE | {"words", "texts", "text", "palabras", "mensajes"}


def read_words(text: str) -> SetWords | None:
    """What the whole text asks for; None when it says anything else besides."""
    words = " ".join(_SEPARATORS.sub(" ", fold(text)).split())
    quiet, plain = QUIET.search(words), PLAIN.search(words)
    if (quiet is None) == (plain is None):
        return None
    rest = PLAIN.sub(" ", QUIET.sub(" ", words)).split()
    if not _BESIDE.issuperset(rest):
        return None
    return SetWords(quiet=quiet is not None, hello_only=quiet is not None and _HELLO.search(words) is not None)


_HELLO = re.compile(r"\b(?:hello|hi|hey|saludos?|saludar|saludarme|hola|treatment|tratamiento)\b")
