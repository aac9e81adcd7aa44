"""A cadence in a person's own words.

What is not understood whole is not understood at all: a word that could change the meaning makes `parse` give
None, and the caller offers the choices. What is understood is echoed (`describe`) and confirmed before it counts.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from smsbot.core.cadence_rule import Cadence, Means
from smsbot.core.cadence_say import describe
from smsbot.core.cadence_tables import (
    BEFORE,
    BESIDE,
    CHANGE,
    IDIOMS,
    INSTEAD_OF,
    MEANS,
    NOT_SO,
    ON_DEMAND,
    PLAIN,
    QUIET,
    RECURRING,
    SOMETHING_ELSE,
    STEADY,
)
from smsbot.core.calendar_words import canonical, find_day
from smsbot.core.hours import Window, narrow
from smsbot.core.hours_words import take_hours, write_clocks
from smsbot.core.rule_words import Rule, take_rule
from smsbot.core.spoken import fold

__all__ = ["Wish", "describe", "parse", "speaks_of_it"]

_SEPARATORS = re.compile(r"[^a-z0-9\s:,/-]|(?<!\d)[:/]|[:/](?!\d)")
_SPACED = re.compile(r",|(?<!\d)-|-(?!\d)")
_SIGN = re.compile(r"@(?= )")
_SHORT = 10  # words
_UNTIL = {"until", "for", "por"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for; None is "only when I text"."""

    cadence: Cadence | None


@dataclass(frozen=True, slots=True)
class _Said:
    """The parts that were named; None for each that was not."""

    rule: Rule | None
    window: Window | None
    ends: date | None
    means: Means | None
    quiet: bool | None


def parse(text: str, *, today: date, window: Window, current: Cadence | None) -> Wish | None:
    """Understand a wish, or None. `today` is the person's local day, `window` the programme's widest hours.

    A new rule counts from today; what was not said about hours, end, means and words stays as in `current`.
    Without a rule ("after 3", "call me instead") `current` is changed and keeps its anchor. Hours are cut to
    `window`; hours that leave nothing are not understood.
    """
    words = _plain(text)
    if not words:
        return None
    if _is_on_demand(words):
        return Wish(None)
    said = _read(words, today, window)
    if said is None or said == _Said(None, None, None, None, None):
        return None
    if said.rule is None:
        return _changed(said, window, current)
    return _new(said, said.rule, today, window, current)


def speaks_of_it(text: str) -> bool:
    """Is a short text most likely about how often we write, though `parse` does not understand it?"""
    words = _plain(text)
    return len(words.split()) <= _SHORT and bool(STEADY.search(words)) and not SOMETHING_ELSE.search(words)


def _plain(text: str) -> str:
    folded = _SIGN.sub(" at ", fold(text))
    spaced = _SPACED.sub(lambda found: f" {found[0]} ", _SEPARATORS.sub(" ", folded))
    return " ".join(spaced.split())


def _is_on_demand(words: str) -> bool:
    found = ON_DEMAND.search(words)
    return found is not None and BESIDE.issuperset(ON_DEMAND.sub(" ", words).split())


def _read(words: str, today: date, window: Window) -> _Said | None:
    quiet = True if QUIET.search(words) else False if PLAIN.search(words) else None
    words = NOT_SO.sub(r"\1 instead", PLAIN.sub(" ", QUIET.sub(" ", words)))
    words = INSTEAD_OF.sub(" instead ", _rewritten(words, BEFORE))
    lasting, recurring = CHANGE.search(words) is not None, RECURRING.search(words) is not None
    means = {means for means, pattern in MEANS.items() if pattern.search(words)}
    for pattern in MEANS.values():
        words = pattern.sub(" ", words)
    words, ends = _take_ends(canonical(write_clocks(_rewritten(words, IDIOMS))), today)
    hours = take_hours(words, window)
    if hours is None or len(means) > 1:
        return None
    taken = take_rule(re.sub(r"\bmar\b", "wd1", hours.rest))
    if taken is None or not BESIDE.issuperset(taken.rest.split()):
        return None
    # "Call me", "call me after 3" and "call me tuesday" ask for one call; that is not a cadence.
    if means and not lasting and (taken.rule is None or not recurring):
        return None
    return _Said(taken.rule, hours.window, ends, next(iter(means), None), quiet)


def _rewritten(words: str, phrases: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, to in phrases:
        words = pattern.sub(to, words)
    return " ".join(words.split())


def _take_ends(words: str, today: date) -> tuple[str, date | None]:
    tokens = words.split()
    for start, token in enumerate(tokens):
        for end in range(len(tokens), start + 1, -1) if token in _UNTIL else ():
            day = find_day(" ".join(tokens[start + 1 : end]), today)
            if day is not None:
                return " ".join(tokens[:start] + tokens[end:]), day
    return words, None


def _changed(said: _Said, window: Window, current: Cadence | None) -> Wish | None:
    if current is None:
        return None
    return Wish(
        replace(
            current,
            window=said.window or narrow(current.window, window) or window,
            ends=said.ends or current.ends,
            means=said.means or current.means,
            quiet=current.quiet if said.quiet is None else said.quiet,
        )
    )


def _new(said: _Said, rule: Rule, today: date, window: Window, current: Cadence | None) -> Wish | None:
    base = Cadence(
        unit=rule.unit,
        interval=rule.interval,
        weekdays=rule.weekdays,
        monthday=rule.monthday,
        window=current.window if current is not None else window,
        anchor=today,
        ends=current.ends if current is not None else None,
        means=current.means if current is not None else Means.TEXT,
        quiet=current.quiet if current is not None else False,
    )
    return _changed(said, window, base)
