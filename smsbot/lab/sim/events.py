"""What happens in a simulated programme, drawn from a seed before anything is played."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from smsbot.lab.sim.brink import BOUNDARIES

STOPS = ("STOP", "Stop", "stopall", "UNSUBSCRIBE", "please stop texting me", "leave me alone and stop texting me")
CARRIER_STOPS = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"})
STARTS = ("START", "UNSTOP")
CRISES = ("my friend isn't breathing", "hes blue and wont wake up", "i want to kill myself", "no respira mi hermano")
JOINS = (("JOIN", "1"), ("JOIN", "2"), ("JOIN", "every day at 10am", "1"), ("JOIN", "mondays and thursdays", "1"))
_ASKS = ("narcan", "CALL", "PERSON", "MENU", "HELP", "PLAN", "WHY", "naloxona", "services", "suboxone", "kind words")
_ANSWERS = ("1", "2", "3", "no", "ok", "BACK", "not sure", "it's been rough this week and nobody ever calls me back")
_LESS = ("PAUSE", "LESS", "LESS", "AWAY")
_LIVES = (
    *(("DELETE", "1"), ("AWAY",), ("this is his mom, he passed away last week",), ("wrong number",)),
    *(("this is my cousins phone",), ("its ana, this is my new phone",), ("PAUSE",), ("PAUSE", "LESS")),
)
_STRANGE = ("", "\U0001f642", "?" * 300, "who is this", "asdf", "LANGUAGE", "i moved to california")
_WORK = ("1", "1", "1", "DONE {code}", "DONE {code} reached", "PASS {code}", "{code} how are you today?", "hm")

_NEAR = (
    datetime(2026, 10, 20, 13, 0, tzinfo=UTC),  # before the night on which summer time ends
    datetime(2027, 3, 2, 13, 0, tzinfo=UTC),  # before the night on which it begins
    datetime(2026, 6, 1, 13, 0, tzinfo=UTC),
)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happens: so many seconds after the start, of this kind, about this number or worker."""

    after: int
    kind: str
    who: str = ""
    words: str = ""
    n: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a seed has in store. The carrier's moods are drawn from `seed` as well."""

    seed: int
    start: datetime
    days: int
    events: tuple[Event, ...]

    def but(self, events: Sequence[Event]) -> "Plan":
        """The same with other events."""
        return Plan(self.seed, self.start, self.days, tuple(events))


def number(person: int) -> str:
    """The phone of a simulated person, from the range that is kept for fiction."""
    return f"+1{(336, 212, 919, 252)[person // 50 % 4]}55501{person % 50:02d}"


def draw(seed: int, days: int, people: int) -> Plan:
    """The plan of a seed."""
    chance = Random(seed)  # noqa: S311  # a replay is the point
    start = _NEAR[seed % 3] + timedelta(minutes=chance.randrange(0, 3 * 24 * 60))
    events = [event for person in range(people) for event in _life(chance, number(person), days)]
    events += _workers(chance, days, len(events))
    events += _trouble(chance, days, len(events))
    return Plan(seed, start, days, tuple(sorted(events, key=lambda event: event.after)))


def _life(chance: Random, who: str, days: int) -> Iterator[Event]:
    """One person: joins (or not), and then texts as people do."""
    end = days * 86400
    at = chance.randrange(0, max(1, end // 4))
    if chance.random() < 0.85:
        for words in chance.choice(JOINS):
            yield Event(at, "text", who, words)
            at += chance.choice((5, 20, 90, 4000))
    while True:
        at += int(chance.expovariate(1 / (86400 * 2.5)))
        if at >= end:
            return
        if chance.random() < 0.05:
            for words in chance.choice(_LIVES):
                yield Event(at, "text", who, words)
                at += chance.choice((5, 40, 600))
            continue
        for _ in range(chance.choice((1, 1, 2, 3))):
            yield Event(
                at,
                chance.choice(("text",) * 15 + ("twice", "unheard", "late", "missed_call", "meanwhile")),
                who,
                _says(chance),
            )
            at += chance.choice((0, 1, 7, 40, 600))


def _says(chance: Random) -> str:
    pool = chance.choices(
        (_ANSWERS, _ASKS, _LESS, STOPS, STARTS, CRISES, _STRANGE, ("JOIN",)), (40, 18, 8, 6, 5, 5, 10, 8)
    )[0]
    return chance.choice(pool)


def _workers(chance: Random, days: int, lively: int) -> Iterator[Event]:
    for _ in range(days * 2 + lively // 3):
        yield Event(chance.randrange(days * 86400), "worker", chance.choice(("sam", "dee")), chance.choice(_WORK))


def _trouble(chance: Random, days: int, lively: int) -> Iterator[Event]:
    def some(share: float) -> range:
        return range(int(share * (days + lively)) + chance.randrange(2))

    for _ in some(0.25):
        yield Event(chance.randrange(days * 86400), "crash", n=chance.randrange(1, 60))
    for _ in some(0.15):
        yield Event(chance.randrange(days * 86400), "crash", words=chance.choice(BOUNDARIES), n=chance.randrange(1, 3))
    for _ in some(0.03):
        yield Event(chance.randrange(days * 86400), "down", n=chance.choice((60, 900, 7200, 30000)))
    for _ in some(0.03):
        yield Event(chance.randrange(days * 86400), "clock", n=chance.choice((-3600, -90, -5, 5, 90, 3600)))


def to_json(plan: Plan) -> str:
    """A plan as a file that can be kept as a regression."""
    events = [{name: value for name, value in asdict(event).items() if value not in ("", 0)} for event in plan.events]
    head = {"seed": plan.seed, "start": plan.start.isoformat(), "days": plan.days}
    lines = ",\n".join(f"  {json.dumps(event)}" for event in events)
    return f'{{"head": {json.dumps(head)},\n "events": [\n{lines}\n]}}\n'


def from_json(text: str) -> Plan:
    """What `to_json` wrote."""
    read = json.loads(text)
    events = tuple(Event(**{"after": 0} | event) for event in read["events"])
    return Plan(read["head"]["seed"], datetime.fromisoformat(read["head"]["start"]), read["head"]["days"], events)
