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
    "late": "{name}: a text of yours reached us late, so nothing was done. If it still counts, please send it again.",
    "nothing": "Nothing is waiting for you. Alerts come with a code: reply 1 to take one, DONE and the code to close.",
    "which": "Which one? Reply with its code: {codes}.",
    "unknown": "No open ticket has that code. Open: {codes}.",
    "do_not_go": "{name} {code}: do not go, do not call. They asked us to stop.",
    "look_first": "{name} {code}: something changed. Before you call or go, please look it up.",
    "did_not_reach": "{name} {level} {code}: our answer did not reach them. Call now.",
    "repeat": "{name} {level} {code} {time}. Reply 1 to take. (may repeat)",
    "forward": "{code}:",
    "forward_page": "{code} texted:",
    "last_words": "{code}, the last texts:",
    "no_last_words": "{code}: there are no texts to show.",
    "which_words": "Which one? It was not sent. Put the code first: {codes}.",
    "not_yours": "{code} is not yours, so nothing was done. Reply {code} to take it.",
    "passed": "{code} is open again, and others are asked. Thank you.",
    "noted": "{code}: kept with it. Thank you.",
    "note_what": "{code}: write NOTE {code} and then the words to keep.",
    "nobody": "{code}: there is no phone to reach with this one.",
    "calling": "{code}: your phone rings in a moment. Press 1 when you hear our voice, then theirs rings.",
    "call_stopped": "{code}: they asked us to stop. No call was made.",
    "call_failed": "{code}: the call did not work. Text CALL {code} to try again.",
    "call_unknown": "{code}: the call may not have worked. If your phone stays silent, text CALL {code}.",
    "relay_stopped": "{code}: they asked us to stop. It was not sent.",
    "relay_frozen": "{code}: this number may have changed hands. It was not sent. CALL works, or wait for their text.",
    "relay_once": "{code}: they have not answered yet. It was not sent. One text is all until they do; CALL works.",
    "relay_failed": "{code}: your text did not reach them.",
    "relay_unknown": "{code}: your text may not have reached them.",
    "stopped": "{code}: they asked us to stop. Nothing more can be sent.",
    "changed": "{code}: something about it changed.",
    "not_needed": "{code}: they no longer need it. It is closed.",
    "reopened": "{name} {code}: they say it is not done. It is yours again.",
    "code_first": "Your text went out as an alarm, not to {code}. To send it there, put {code} first.",
}
"""Every text that goes to a worker; `{who}` is a worker's short name."""

DRILL = "drill"
"""The topic of a ticket that is about nobody: it goes the way of a RED, and every text about it says so."""

_DRILL_TEXTS = {
    "alert": "{name} DRILL {code} {time}. Reply 1 to take.",
    "again": "{name} DRILL {code}: still yours, nothing to do.",
    "repeat": "{name} DRILL {code} {time}. Reply 1 to take. (may repeat)",
    "taken": "Drill {code}: you took it, and that is all. Nobody was in danger. Thank you.",
    "taken_by_other": "Drill {code} was taken by {who}. That is all, nobody was in danger.",
    "already": "Drill {code} was taken by {who} a moment ago. That is all, nobody was in danger.",
}

_TAKE = frozenset({"1", "take", "mine", "tomar", "yo", "ok", "yes"})
_DONE = frozenset({"done", "close", "closed", "listo", "cerrar"})
_NOTE = frozenset({"note", "nota"})
_PASS = frozenset({"pass", "paso"})
_RING = frozenset({"call", "ring", "llamar"})
_COURTESY = frozenset({"please", "it", "this", "them", "her", "him", "now", "por", "favor"})
_CODE = re.compile(r"^[A-Z][0-9][A-Z][0-9]$")
_LEADING = re.compile(r"\s*(?P<code>[A-Za-z][0-9][A-Za-z][0-9])\b[\s:,.\-]*(?P<words>.*)", re.DOTALL)
_COMMAND = re.compile(r"\s*\w+\W*(?:[A-Za-z][0-9][A-Za-z][0-9]\b[\s:,.\-]*)?(?P<words>.*)", re.DOTALL)


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
class Note:
    """Keep words with it."""

    code: str | None


@dataclass(frozen=True, slots=True)
class PassOn:
    """Give it back, so that somebody else is asked."""

    code: str | None


@dataclass(frozen=True, slots=True)
class Ring:
    """Ring me, and then the person."""

    code: str | None


@dataclass(frozen=True, slots=True)
class Unclear:
    """Anything else: words to the person, where there is one."""


WorkerWish = Take | Done | Note | PassOn | Ring | Unclear


def read_worker(text: str) -> WorkerWish:
    """What a worker means: "1", "1 A7K2", "A7K2", "take a7k2", "done A7K2 delivered"."""
    words = re.findall(r"\w+", text)
    codes = [word.upper() for word in words if _CODE.match(word.upper())]
    rest = [word.casefold() for word in words if not _CODE.match(word.upper())]
    code = codes[0] if codes else None
    if rest and rest[0] in _DONE:
        return Done(code, " ".join(rest[1:])[:32])
    if rest and rest[0] in _NOTE:
        return Note(code)
    if rest and _COURTESY.issuperset(rest[1:]) and rest[0] in _PASS | _RING:
        return PassOn(code) if rest[0] in _PASS else Ring(code)
    if not rest or rest[0] in _TAKE:
        # With a code, "take A7K2 please" is clear; without one only the bare word is.
        return Take(code) if code is not None or len(rest) == 1 else Unclear()
    return Unclear()


def addressed(text: str) -> tuple[str | None, str]:
    """The code that a text begins with, if it does, and the words after it, exactly as they were written."""
    found = _LEADING.fullmatch(text)
    return (found["code"].upper(), found["words"].strip()) if found is not None else (None, text.strip())


def said_with(text: str) -> str:
    """The words of a NOTE or a DONE: what follows the command and its code, as they were written."""
    found = _COMMAND.fullmatch(text)
    return found["words"].strip() if found is not None else ""


def is_take(words: str) -> bool:
    """Is this only the wish to take something, and nothing that a person could want to read?"""
    return not words or words.casefold().strip(" .!") in _TAKE


def worker_text(text: str, topic: str | None) -> str:
    """The wording of one of WORKER_TEXTS for a ticket's topic, its values still to be filled in."""
    return _DRILL_TEXTS.get(text, WORKER_TEXTS[text]) if topic == DRILL else WORKER_TEXTS[text]


def clock_time(moment: datetime, zone: str) -> str:
    """The local time as an alert writes it: "10:42p"."""
    here = local(moment, zone)
    return f"{here.hour % 12 or 12}:{here.minute:02d}{'a' if here.hour < 12 else 'p'}"
