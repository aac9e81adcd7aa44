"""How often, in canonical words: "every 2 week", "every wd1 and wd3", "nth15 of every month"."""

import re
from dataclasses import dataclass, replace

from smsbot.core.cadence_rule import Unit


@dataclass(frozen=True, slots=True)
class Rule:
    """How often, without the day it is counted from."""

    unit: Unit
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    monthday: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What is left of the words, and the rule they named; None when they named none."""

    rest: str
    rule: Rule | None


_ONCE = re.compile(
    r"\b(?:once|1 time|1 vez|1 ?x|1(?= (?:a|per|al|por|x|every)\b))(?: (?:a|per|every|al|por|x|la|el|in|cada))*"
    r" (?=(?:\d{1,2} )?(?:day|week|month|wd[0-6])\b)"
)
_TIMES = re.compile(r"\btimes([23]) week\b")
_SPREAD = {2: (0, 3), 3: (0, 2, 4)}
"""The days of who wants several a week and names none; they are echoed, and confirmed like all else."""
_SECOND = re.compile(r"\bevery nth(\d{1,2}) (?=(?:day|week|month)\b)")
_RANGE = re.compile(r"\b(?:(?:from|de) )?wd([0-6]) (?:-|to|thru|through|a|al) wd([0-6])\b")
_EVERY = re.compile(r"\bevery (?:(\d{1,2}) )?(day|week|month)\b")
_NAMED = re.compile(r"\b(?:every (?:(\d{1,2}) )?)?(wd[0-6](?: (?:(?:and|y|e|n|,|on|los|el|every) )*wd[0-6])*)\b")
_MONTHDAY = re.compile(
    r"\b(?:every )?nth(\d{1,2})(?: (?:(?:of|de|del|day) )*(?:(?:the|every) )?month)?\b"
    r"|\b(\d{1,2}) (?:of|de) (?:(?:the|every) )?month\b"
)


def take_rule(words: str) -> Taken | None:
    """Take the rule out of the words; None when they name two that do not go together, or an impossible one."""
    words, times = _take(_TIMES, words)
    words = _RANGE.sub(_spelt_range, _SECOND.sub(r"every \1 ", _ONCE.sub("every ", words)))
    words, monthdays = _take(_MONTHDAY, words)
    words, periods = _take(_EVERY, words)
    words, lists = _take(_NAMED, words)
    if times:
        named = {int(day) for found in lists for day in re.findall(r"wd(\d)", found[2])}
        rule = None if monthdays or periods or len(times) > 1 else _so_often(int(times[0][1]), named)
        return None if rule is None else Taken(words, rule)
    if not (monthdays or periods or lists):
        return Taken(words, None)
    rules = {Rule(Unit(found[2]), int(found[1] or 1)) for found in periods}
    base = rules.pop() if rules else None
    if rules or len(monthdays) > 1 or (monthdays and lists) or (base is not None and base.interval < 1):
        return None
    if lists:
        rule = _on_weekdays(base, lists)
    elif monthdays:
        rule = _on_monthday(base, monthdays[0])
    else:
        rule = base and _in_weeks(base)
    return None if rule is None else Taken(words, rule)


def _so_often(times: int, named: set[int]) -> Rule | None:
    if named and len(named) != times:
        return None
    return Rule(Unit.WEEK, 1, tuple(sorted(named)) or _SPREAD[times])


def _take(pattern: re.Pattern[str], words: str) -> tuple[str, list[re.Match[str]]]:
    return pattern.sub(" ", words), list(pattern.finditer(words))


def _spelt_range(found: re.Match[str]) -> str:
    first, last = int(found[1]), int(found[2])
    return " ".join(f"wd{day % 7}" for day in range(first, last + 1 if last >= first else last + 8))


def _on_weekdays(base: Rule | None, lists: list[re.Match[str]]) -> Rule | None:
    if base is not None and base.unit is not Unit.WEEK:
        return None
    intervals = {int(found[1]) for found in lists if found[1]}
    plain = any(not found[1] for found in lists)
    if base is not None and base.interval > 1:
        intervals.add(base.interval)
    elif intervals and (plain or base is not None):
        return None  # "every week every other tuesday", "tuesdays and every other friday"
    if len(intervals) > 1 or 0 in intervals:
        return None
    named = {int(day) for found in lists for day in re.findall(r"wd(\d)", found[2])}
    return Rule(Unit.WEEK, intervals.pop() if intervals else 1, tuple(sorted(named)))


def _on_monthday(base: Rule | None, found: re.Match[str]) -> Rule | None:
    monthday = int(found[1] or found[2])
    if base is None and found[0].endswith("month"):
        base = Rule(Unit.MONTH)
    # "The 15th" alone may be meant once.
    if base is None or base.unit is not Unit.MONTH or not 1 <= monthday <= 31:
        return None
    return replace(base, monthday=monthday)


def _in_weeks(rule: Rule) -> Rule:
    """Every 14 days is every 2 weeks."""
    if rule.unit is Unit.DAY and rule.interval % 7 == 0:
        return Rule(Unit.WEEK, rule.interval // 7)
    return rule
