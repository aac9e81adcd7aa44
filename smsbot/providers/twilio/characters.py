"""The characters that may cross the border to or from the carrier."""

import re

_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_GAPS = re.compile("[\t\x0b\x0c]")
_DROPPED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """The text with every line break as "\\n" and without control characters, lone surrogates or U+FFFE/F.

    What is left can be stored as UTF-8 and written into XML 1.0 (its production `Char`).
    """
    # A tab or form feed becomes a space: dropping it would join two words, and a joined word matches no rule.
    return _DROPPED.sub("", _GAPS.sub(" ", _BREAKS.sub("\n", text)))
