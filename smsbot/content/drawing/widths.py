"""How wide words are about, with no font at hand: measured on a wide one, so that they fit into any."""

_NARROW = frozenset("iljt.,:;'|!()[]fr I1")
_WIDE = frozenset("mwMWQOGCD%@\u2026")


def width(words: str, size: float) -> float:
    """About how wide words are, in the unit of the font size."""
    return sum(_em(char) for char in words) * size


def wrap(words: str, size: float, widest: float) -> list[str]:
    """The words in lines that fit; a longer word than that is cut."""
    lines, line = [], ""
    for word in words.split():
        while width(word, size) > widest:
            fits = next(n for n in range(len(word), 0, -1) if n == 1 or width(word[:n], size) <= widest)
            lines.extend([line] if line else [])
            lines.append(word[:fits])
            line, word = "", word[fits:]
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= widest:
            line = longer
        else:
            lines.append(line)
            line = word
    return [*lines, line] if line else lines


def _em(char: str) -> float:
    if char in _NARROW:
        return 0.36
    if char in _WIDE:
        return 0.88
    if ord(char) > 0x2FFF:
        return 1.1
    return 0.68 if char.isupper() or char.isdigit() else 0.58
