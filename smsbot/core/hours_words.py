"""Hours of the day as people name them in either language: "after 3", "mornings", "entre las 2 y las 4".

A bare hour is read as a person awake would mean it: 1 to 7 is the afternoon, 8 to 11 the morning, 12 is noon.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from smsbot.core.hours import DAY_MINUTES, Window, narrow

ANY = Window(0, DAY_MINUTES)
_NOON = 720
_T = r"(@\d+|\d{1,2}(?::\d\d)?)(?![\d/:]|st|nd|rd|th| ?(?:days?|weeks?|months?|years?|times?|x)\b)"
_LAS = r"(?: las?)?"

_CLOCKS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"\b([ap])\.? ?m\b\.?", r"\1m"),
        (r"(?<=\d)([ap])\b", r"\1m"),
        (r"\b(\d{1,2}) y media\b", r"\1:30"),
        (r"\bhalf past (\d{1,2})\b", r"\1:30"),
        (r"\b(?:a )?quarter past (\d{1,2})\b", r"\1:15"),
        (r"\b(\d{1,2}) y cuarto\b", r"\1:15"),
        (r"\bafter lunch\b|\bdespues (?:de almorzar|de comer|del almuerzo)\b", "after 1 pm"),
        (r"\blunch ?time\b|\b(?:a )?la hora (?:del almuerzo|de (?:la )?comida|de comer)\b", "noon"),
        (r"(?<=\d) ?o ?clock\b|(?<=\d) en punto\b|(?<=\d)ish\b", ""),
        (r"(?<=\d) (?:de|en) la (?:tarde|noche)\b|(?<=\d) (?:in the (?:afternoon|evening)|at night)\b", " pm"),
        (r"(?<=\d) (?:de|en) la (?:manana|madrugada)\b|(?<=\d) in the morning\b", " am"),
        (r"\b(?:12 ?pm|12 del dia|(?:el )?medio ?dia|noon|midday)\b", f"@{_NOON}"),
        (r"\b(?:12 ?am|(?:la )?media ?noche|midnight)\b", "@0"),
    )
)
_EXPLICIT = re.compile(r"\b(\d{1,2})(?::(\d\d))? ?([ap])m\b")
_NEGATED = re.compile(
    r"\b(?:no texts?|no messages?|no calls?|nothing|nada|nunca|no mensajes|not|no|never)"
    r" (?P<word>before|after|past|antes|despues|later|earlier|mas tarde|mas temprano)\b"
)
_OPPOSITE = {
    **dict.fromkeys(("before", "antes", "earlier", "mas temprano"), "after"),
    **dict.fromkeys(("after", "past", "despues", "later", "mas tarde"), "before"),
}
_BETWEEN = re.compile(rf"\b(?:between|entre|from|de|desde){_LAS} {_T} ?(?:and|to|y|a|until|-){_LAS} ?{_T}")
_SPAN = re.compile(rf"(?<![\w@:/]){_T} ?(?:to|a|until|-){_LAS} ?{_T}")
_START = re.compile(
    r"\b(?:any ?time |sometime )?(?:after|past|from|starting(?: at)?|a partir(?: de)?|despues(?: de)?|desde)"
    rf"(?: than| del?| que)?{_LAS} {_T}(?: onwards?| on\b| or later| en adelante)?"
)
_END = re.compile(rf"\b(?:before|by|until|antes(?: de)?)(?: than| del?| que)?{_LAS} {_T}")
_AT = re.compile(
    r"(?:\b(?:(?:at|around|about|like|at about|at around)|(?:como )?a las?|sobre las?|(?:a )?eso de las?) "
    rf"|(?<!\S)(?=@)){_T}"
)
_PARTS: tuple[tuple[re.Pattern[str], Window], ...] = tuple(
    (re.compile(rf"\b(?:(?:in|at|on|por|en|de|a) )?(?:(?:the|la|las|el) )?(?:{pattern})\b"), window)
    for pattern, window in (
        (r"mornings?|mananas", Window(0, _NOON)),
        (r"afternoons?", Window(_NOON, 1020)),
        (r"evenings?", Window(1020, DAY_MINUTES)),
        (r"nights?|noches?", Window(1080, DAY_MINUTES)),
        (r"tardes?", Window(_NOON, 1140)),  # la tarde lasts until it is dark
        (
            r"any ?time(?: of (?:the )?day)?|any hour|all day|(?:cualquier|toda) hora|todo el dia"
            r"|whenever(?! (?:i|you|u|yall)\b)|hora que sea"
            r"|(?:(?:i )?(?:dont care|no matter)|doesnt matter) (?:when|what time)",
            ANY,
        ),
    )
)
_NOT = r"\b(?:not|no|never|nunca)(?: (?:in|at|on|por|en|de|a))?(?: (?:the|la|las))? "
_NOT_PARTS: tuple[tuple[re.Pattern[str], Window], ...] = tuple(
    (re.compile(rf"{_NOT}(?:{pattern})\b|\b(?:en|por|de) (?:la |las )?(?:{pattern}) no\b"), window)
    for pattern, window in (
        (r"mornings?|mananas", Window(_NOON, DAY_MINUTES)),
        (r"evenings?", Window(0, 1020)),
        (r"nights?|noches?", Window(0, 1080)),
        (r"tardes?", Window(0, _NOON)),
    )
)
_MORNING = re.compile(r"\b(?:por|en|de|a|cada) la manana\b")


@dataclass(frozen=True, slots=True)
class Said:
    """What is left of the words, and the hours they named; None when they named none."""

    rest: str
    window: Window | None


def write_clocks(folded: str) -> str:
    """Write every clear time as "@" and its minutes after midnight: "3 p.m." is "@900"."""
    for pattern, to in _CLOCKS:
        folded = pattern.sub(to, folded)
    return _MORNING.sub("mornings", _EXPLICIT.sub(_minutes_of, folded))


def take_hours(words: str, within: Window) -> Said | None:
    """Take the hours out of clock-written words; None when they leave nothing of `within`."""
    words = _NEGATED.sub(lambda found: _OPPOSITE[found["word"]], words)
    window: Window | None = within
    said = False
    for pattern, reader in _READERS:
        for found in pattern.finditer(words):
            window, said = window and reader(found, window), True
        words = pattern.sub(" ", words)
    for pattern, part in (*_NOT_PARTS, *_PARTS):
        if pattern.search(words):
            window, said = window and narrow(window, part), True
        words = pattern.sub(" ", words)
    if window is None:
        return None
    return Said(words, window if said else None)


def readings(token: str) -> tuple[int, ...]:
    """The minutes after midnight that a written time can mean, the likeliest first; () when it is no time."""
    if token.startswith("@"):
        return (int(token[1:]),)
    hours, _, minutes = token.partition(":")
    hour, minute = int(hours), int(minutes or 0)
    if minute > 59 or hour * 60 + minute > DAY_MINUTES:
        return ()
    first = hour * 60 + minute
    if hours.startswith("0") or hour > 12:
        return (first,)  # Whoever writes 03:00 or 15:00 counts to 24.
    if hour == 12:
        return (_NOON + minute, minute)
    return (first + _NOON, first) if hour < 8 else (first, first + _NOON)


def _minutes_of(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2] or 0)
    if not 1 <= hour <= 12 or minute > 59:
        return found[0]
    return f"@{hour % 12 * 60 + minute + (_NOON if found[3] == 'p' else 0)}"


def _between(found: re.Match[str], window: Window) -> Window | None:
    pairs = [(start, end or DAY_MINUTES) for start in readings(found[1]) for end in readings(found[2])]
    spans = sorted(((s, e) for s, e in pairs if s < e), key=lambda pair: pair[1] - pair[0])
    return _first(narrow(window, Window(start, end)) for start, end in spans)


def _after(found: re.Match[str], window: Window) -> Window | None:
    starts = [start for start in readings(found[1]) if start < DAY_MINUTES]
    if len(starts) > 1:
        # "After 9" in a window from 9 on means something: it is not the morning.
        starts = [start for start in starts if start > window.start]
    return _first(narrow(window, Window(start, DAY_MINUTES)) for start in starts)


def _before(found: re.Match[str], window: Window) -> Window | None:
    return _first(narrow(window, Window(0, end or DAY_MINUTES)) for end in readings(found[1]))


def _at(found: re.Match[str], window: Window) -> Window | None:
    starts = [start for start in readings(found[1]) if start < DAY_MINUTES]
    return _first(narrow(window, Window(start, min(start + 60, DAY_MINUTES))) for start in starts)


def _first(windows: Iterable[Window | None]) -> Window | None:
    return next((window for window in windows if window is not None), None)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Window], Window | None]], ...] = (
    (_BETWEEN, _between),
    (_SPAN, _between),
    (_START, _after),
    (_END, _before),
    (_AT, _at),
)
