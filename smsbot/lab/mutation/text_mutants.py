"""Mistakes with languages: a text that was copied and never translated, in plain words and in quiet ones."""

from collections.abc import Iterator
from dataclasses import replace

from smsbot.core.language import Language
from smsbot.core.text import Text

_OTHER = {Language.EN: Language.ES, Language.ES: Language.EN}


def mutated_text(text: Text) -> Iterator[tuple[str, Text]]:
    """For each language: its words are those of the other one."""
    for language, from_ in _OTHER.items():
        if language in text.plain and from_ in text.plain:
            yield f"{language} holds {from_}", replace(text, plain={**text.plain, language: text.plain[from_]})
        if language in text.quiet and from_ in text.quiet:
            yield f"quiet {language} holds {from_}", replace(text, quiet={**text.quiet, language: text.quiet[from_]})
