"""What a transcript expects of the rows, compared with what they say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from smsbot.content.yaml_files import Plain
from smsbot.core.cadence_words import describe
from smsbot.core.language import Language
from smsbot.core.plan import UNTIL_THEY_SAY
from smsbot.core.until_words import describe_day
from smsbot.lab.look import Seen, TicketSeen
from smsbot.lab.transcript import NONE

_AFTER_RULE = (",", " between ", " entre ", " at any hour", " a cualquier hora")
"""What may follow the rule in a cadence's wording, so that "every Tuesday" is not "every Tuesday and Friday"."""

_FOR_GOOD = "until they say"


@dataclass(frozen=True, slots=True)
class State:
    """What is there to be compared; `seen` is None while nobody is known at the number."""

    seen: Seen | None
    now: datetime
    sent_nothing: bool


def unmet(wanted: Mapping[str, Plain], state: State) -> tuple[str, str] | None:
    """The first expectation that is not met, as (expected, got); None when all are."""
    for fact, value in wanted.items():
        if fact == "nothing_sent":
            met, got = state.sent_nothing is value, "nothing was sent" if state.sent_nothing else "a text was sent"
        elif fact == "erased":
            met, got = (state.seen is None) is value, "nobody is known" if state.seen is None else "they are known"
        elif state.seen is None:
            met, got = value in (NONE, False, []), "nobody is known at this number"
        else:
            met, got = _FACTS[fact](value, state.seen, state.now)
        if not met:
            return f"{fact}: {_shown(value)}", f"{fact}: {got}"
    return None


Compared = tuple[bool, str]


def _plain(read: Callable[[Seen, datetime], object]) -> Callable[[Plain, Seen, datetime], Compared]:
    def compare(value: Plain, seen: Seen, now: datetime) -> Compared:
        got = read(seen, now)
        return got == value, _shown(got)

    return compare


def _conversation(seen: Seen, _now: datetime) -> str:
    talk = seen.person.conversation
    return NONE if talk is None else f"{talk.flow}.{talk.step}"


def _next(seen: Seen, _now: datetime) -> str:
    due = seen.person.next_due
    return NONE if due is None else describe_day(due, seen.person.zone, Language.EN)


def _paused(seen: Seen, now: datetime) -> str:
    until = seen.person.paused_until
    if until is None or until <= now:
        return NONE
    return _FOR_GOOD if until == UNTIL_THEY_SAY else describe_day(until, seen.person.zone, Language.EN)


def _cadence(value: Plain, seen: Seen, _now: datetime) -> Compared:
    cadence = seen.person.cadence
    if cadence is None:
        return value == NONE, NONE
    wordings = [describe(cadence, language) for language in Language]
    if isinstance(value, list):
        return any(all(str(part) in words for part in value) for words in wordings), wordings[0]
    return any(_begins(words, str(value)) for words in wordings), wordings[0]


def _begins(words: str, wanted: str) -> bool:
    return words == wanted or any(words.startswith(wanted + rest) for rest in _AFTER_RULE)


def _saved(value: Plain, seen: Seen, _now: datetime) -> Compared:
    wanted = value if isinstance(value, dict) else {}
    got = {name: seen.answers.get(name) for name in wanted}
    return got == wanted, _shown(got)


def _ticket(value: Plain, seen: Seen, _now: datetime) -> Compared:
    opened = [ticket.topic for ticket in seen.tickets if not ticket.closed]
    if isinstance(value, dict):
        return _one_ticket(value, seen.tickets)
    if isinstance(value, list):
        return sorted(map(str, value)) == sorted(opened), _shown(opened)
    return (not opened if value == NONE else value in opened), ", ".join(opened) or NONE


def _one_ticket(wanted: Mapping[str, Plain], tickets: Sequence[TicketSeen]) -> Compared:
    found = next((ticket for ticket in reversed(tickets) if ticket.topic == wanted["topic"]), None)
    if found is None:
        return False, NONE
    taken: Plain = found.taken_by if isinstance(wanted.get("taken"), str) else found.taken_by is not None
    got: dict[str, Plain] = {
        "topic": found.topic,
        "level": found.level,
        "taken": taken,
        "closed": found.closed,
        "told": found.told,
    }
    return all(got[key] == value for key, value in wanted.items()), _shown(got)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_shown(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else NONE if value is None else str(value)


_FACTS: Mapping[str, Callable[[Plain, Seen, datetime], Compared]] = {
    "ticket": _ticket,
    "saved": _saved,
    "cadence": _cadence,
    "consent": _plain(lambda seen, _: seen.person.consent.value),
    "next": _plain(_next),
    "conversation": _plain(_conversation),
    "language": _plain(lambda seen, _: seen.person.language.value),
    "frozen": _plain(lambda seen, _: seen.frozen),
    "paused": _plain(_paused),
    "quiet": _plain(lambda seen, _: seen.person.quiet),
    "asked": _plain(lambda seen, _: NONE if seen.person.asked is None else seen.person.asked.question.value),
    "tags": _plain(lambda seen, _: sorted(seen.person.tags)),
    "rule": _plain(lambda seen, _: seen.rule or NONE),
}
