"""The staff's own file, judged: numbers somebody called lately, and people whom an alert can reach."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from smsbot.core.checkup.finding import Finding, ok, problem, warning
from smsbot.core.hours import DAY_MINUTES
from smsbot.core.program import Settings, Shift

CALL_AGAIN_AFTER = timedelta(days=90)
"""Resource numbers change hands; a quarter is how long an answer that somebody heard is believed."""

_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{1,20}")
_FILE = "flows/program.yaml"


def judge_checked(names: Mapping[str, str], checked: Mapping[str, date], today: date) -> list[Finding]:
    """Every number that texts give out was called, and not too long ago. One finding for each that was not."""
    findings = []
    for name, value in names.items():
        if not _NUMBER.fullmatch(value):
            continue
        day = checked.get(name)
        do = f"call it; if the right people answer, write today's date at checked: {name} in {_FILE}"
        if day is None:
            findings.append(problem(f"resource number {name}", f"{value}: nobody has dated a call to it", do))
        elif day > today:
            findings.append(problem(f"resource number {name}", f"{value}: its date {day} is in the future", do))
        elif today - day > CALL_AGAIN_AFTER:
            found = f"{value}: last called on {day}, {(today - day).days} days ago"
            findings.append(problem(f"resource number {name}", found, do))
    return findings or [ok("resource numbers", f"each was called within {CALL_AGAIN_AFTER.days} days")]


def judge_rota(settings: Settings, with_number: Collection[str]) -> list[Finding]:
    """Everybody on the rota can be reached, and somebody is reached outside the shifts."""
    named = [handle for shift in settings.shifts for handle in shift.workers]
    wanted = list(dict.fromkeys((*named, *settings.on_call, *settings.backup)))
    findings = [
        problem(
            f"worker {handle}",
            "is in the rota and has no number: alerts to them go nowhere",
            f"smsbot workers add {handle} NUMBER, or take them out of {_FILE}",
        )
        for handle in wanted
        if handle not in with_number
    ]
    findings += [
        warning(
            f"worker {handle}",
            "has a number and is not in the rota: alerts do not ask them",
            f"add them to {_FILE}, or smsbot workers remove {handle}",
        )
        for handle in with_number
        if handle not in wanted
    ]
    if not settings.on_call and not covers_the_week(settings.shifts):
        found = "nobody is named for the hours outside the shifts"
        do = f"decide who is asked at night (docs/start.md) and name them at on_call in {_FILE}"
        findings.append(problem("on call", found, do))
    return findings or [ok("rota", f"{len(wanted)} people, each with a number; somebody is on call at any hour")]


def covers_the_week(shifts: Sequence[Shift]) -> bool:
    """Is somebody on shift at every minute of every weekday?"""
    return all(_covered(shifts, day) for day in range(7))


def _covered(shifts: Sequence[Shift], weekday: int) -> bool:
    reached = 0
    for window in sorted((s.window for s in shifts if weekday in s.weekdays), key=lambda window: window.start):
        if window.start <= reached:
            reached = max(reached, window.end)
    return reached == DAY_MINUTES
