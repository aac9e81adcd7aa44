"""What happened in a transcript, as it went: printed beside what was expected when the two differ."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from smsbot.lab.transcript import Transcript
from smsbot.lab.transcript_times import shown

_TO_US, _FROM_US = ">", "<"
_REPEATS = 2


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: a text, a call, or the clock moving."""

    at: datetime
    who: str
    words: str
    arrow: str = _TO_US


@dataclass(slots=True)
class Record:
    """The conversation so far."""

    zone: str
    events: list[Event] = field(default_factory=list)

    def came(self, at: datetime, who: str, words: str) -> None:
        """Somebody texted us, or the script did something."""
        self.events.append(Event(at, who, words))

    def went(self, at: datetime, who: str, words: str) -> None:
        """We texted somebody."""
        self.events.append(Event(at, who, words, _FROM_US))

    def lines(self, marked: Iterable[Event] = (), mark: str = " ") -> list[str]:
        """The conversation as text, a line for each event; `marked` ones begin with `mark`.

        The same words to the same person are printed twice; an alert that climbs for days would hide all else.
        """
        chosen = list(map(id, marked))
        width = max((len(event.who) for event in self.events), default=0)
        seen: Counter[tuple[str, str]] = Counter()
        lines = []
        for event in self.events:
            seen[event.who, event.words] += event.arrow == _FROM_US
            if seen[event.who, event.words] > _REPEATS:
                continue
            first = mark if id(event) in chosen else " "
            lines.append(f"{first} {shown(event.at, self.zone):16} {event.who:{width}} {event.arrow} {event.words}")
        more = [(who, count - _REPEATS) for (who, _), count in seen.items() if count > _REPEATS]
        return [*lines, *(f"  (and {count} more of the same {who})" for who, count in more)]


@dataclass(frozen=True, slots=True)
class Failure:
    """A transcript that did not go as it is written."""

    transcript: Transcript
    number: int  # the line that failed, in its file
    expected: str
    got: str
    conversation: tuple[str, ...]

    @property
    def place(self) -> str:
        """FILE:LINE of the line that failed."""
        return f"{self.transcript.file}:{self.number}"

    def __str__(self) -> str:
        """The conversation up to there, then - what was expected and + what happened."""
        head = f"{self.place}: {self.transcript.title}"
        return "\n".join((head, *self.conversation, f"- expected {self.expected}", f"+ {self.got}"))
