"""What workers read and write by SMS: a level, a code, a time. No name, number or health word is in any of it."""

import re
from dataclasses import dataclass
from datetime import datetime

from smsbot.core.hours import local

WORKER_TEXTS = {
    "alert": "{name} {level} {code} {time}. Reply 1 to take.",
    "again": "{name} {level} {code}: they texted again just now.",
    "texted": "{name} {level} {code}: they texted again.",
    "taken": "{code} is yours. Thank you. Reply DONE {code} when a person has seen to it.",
    "taken_by_other": "{code} is taken by {who}. Nothing to do for you.",
    "already": "{code} was taken by {who} a moment ago. Nothing to do for you.",
    "done": "{code} is closed. Thank you.",
    "nothing": "Nothing is waiting for you. Alerts come with a code: reply 1 to take one, DONE and the code to close.",
    "which": "Which one? Reply with its code: {codes}.",
    "unknown": "No open ticket has that code. Open: {codes}.",
    "do_not_go": "{name} {code}: do not go, do not call. They asked us to stop.",
    "did_not_reach": "{name} {level} {code}: our answer did not reach them. Call now.",
    "repeat": "{name} {level} {code} {time}. Reply 1 to take. (may repeat)",
}
"""Every text that goes to a worker; `{who}` is a worker's short name."""

_TAKE = frozenset({"1", "take", "mine", "tomar", "yo", "ok", "yes"})
_DONE = frozenset({"done", "close", "closed", "listo", "cerrar"})
_CODE = re.compile(r"^[A-Z][0-9][A-Z][0-9]$")


@dataclass(frozen=True, slots=True)
class Take:
    """Take the ticket with this code; without one, the most urgent that waits for this worker."""

    code: str | None


@dataclass(frozen=True, slots=True)
class Done:
    """Close it."""

    code: str | None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Anything else."""


WorkerWish = Take | Done | Unclear


def read_worker(text: str) -> WorkerWish:
    """What a worker means: "1", "1 A7K2", "A7K2", "take a7k2", "done A7K2 delivered"."""
    words = re.findall(r"\w+", text)
    codes = [word.upper() for word in words if _CODE.match(word.upper())]
    rest = [word.casefold() for word in words if not _CODE.match(word.upper())]
    code = codes[0] if codes else None
    if rest and rest[0] in _DONE:
        return Done(code, " ".join(rest[1:])[:32])
    if (not rest and code is not None) or (len(rest) == 1 and rest[0] in _TAKE):
        return Take(code)
    return Unclear()


def clock_time(moment: datetime, zone: str) -> str:
    """The local time as an alert writes it: "10:42p"."""
    here = local(moment, zone)
    return f"{here.hour % 12 or 12}:{here.minute:02d}{'a' if here.hour < 12 else 'p'}"
