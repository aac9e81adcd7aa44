"""The one expected failure of this package."""

from smsbot.core.errors import SmsbotError


class LexiconError(SmsbotError):
    """A words file has the wrong shape; the message names the key and what belongs there."""

    code = "lexicon"
