"""The two languages every text to a participant is written in."""

from enum import StrEnum


class Language(StrEnum):
    """A participant's language; English until they say or show otherwise."""

    EN = "en"
    ES = "es"
