"""How many segments the carrier will bill and split a text into.

GSM-7 holds 160 septets alone or 153 a part, UCS-2 70 or 67 code units. An extension character costs two
septets; neither it nor a surrogate pair is split over two parts. Checked against Twilio's own calculator.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
_ALPHABET = _BASIC | _EXTENSION
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Count:
    """What one text costs. `characters`: septets in GSM-7; in UCS-2 what a reader calls a character."""

    encoding: Literal["GSM-7", "UCS-2"]
    characters: int
    segments: int


def count(text: str) -> Count:
    """Count exactly as the carrier does; the empty text is one empty segment."""
    if is_gsm7(text):
        septets = [2 if char in _EXTENSION else 1 for char in text]
        return Count("GSM-7", sum(septets), _parts(septets, alone=160, part=153))
    units = [2 if ord(char) > 0xFFFF else 1 for char in text]
    return Count("UCS-2", sum(_begins_character(text)), _parts(units, alone=70, part=67))


def is_gsm7(text: str) -> bool:
    """True when the text needs no UCS-2, which would more than halve what fits."""
    return _ALPHABET.issuperset(text)


def not_gsm7(text: str) -> tuple[str, ...]:
    """Each character that forces UCS-2, once, in order of appearance."""
    return tuple(char for char in dict.fromkeys(text) if char not in _ALPHABET)


def _parts(sizes: Iterable[int], *, alone: int, part: int) -> int:
    sizes = list(sizes)
    if sum(sizes) <= alone:
        return 1
    parts, used = 1, 0
    for size in sizes:
        if used + size > part:
            parts, used = parts + 1, 0
        used += size
    return parts


def _begins_character(text: str) -> Iterator[bool]:
    """For each code point, whether a reader sees a character begin there: marks and joined emoji go on."""
    previous, open_flag = "", False
    for char in text:
        second_of_flag = open_flag and _is_flag_letter(char)
        yield not (second_of_flag or _continues(previous, char))
        open_flag = _is_flag_letter(char) and not second_of_flag
        previous = char


def _continues(previous: str, char: str) -> bool:
    if previous == "":
        return False
    skin_tone = 0x1F3FB <= ord(char) <= 0x1F3FF
    mark = unicodedata.category(char) in {"Mn", "Me", "Mc"}
    return previous == _JOINER or char == _JOINER or skin_tone or mark or previous + char == "\r\n"


def _is_flag_letter(char: str) -> bool:
    return 0x1F1E6 <= ord(char) <= 0x1F1FF
