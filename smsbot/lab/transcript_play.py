"""The state of a transcript while it is played: its world, who is who, and the texts nobody has named yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from smsbot.core.language import Language
from smsbot.core.program import Program
from smsbot.lab.carrier import Sent
from smsbot.lab.look import Seen, look
from smsbot.lab.transcript import ME, Line, Transcript
from smsbot.lab.transcript_record import Event, Record
from smsbot.lab.world import World


class Mismatch(Exception):
    """A line that did not come true, this one or an earlier one; never leaves the player."""

    def __init__(self, expected: str, got: str, number: int | None = None) -> None:
        self.expected, self.got, self.number = expected, got, number


@dataclass(slots=True)
class Play:
    """One transcript on its way."""

    transcript: Transcript
    world: World
    program: Program
    staff: Mapping[str, str]
    record: Record
    speaker: str = ME
    acted_on: int = 0  # the line that made something happen last
    answering: bool = False  # it was a person's own text: its answer may go unmentioned, as a whole
    looked: bool = False  # a bot: line followed it
    arrived: list[tuple[Sent, Event]] = field(default_factory=list)  # everything sent since then
    named: set[str] = field(default_factory=set)
    languages: dict[str, Language] = field(default_factory=dict)  # the last known, for who was erased

    @property
    def waiting(self) -> list[Sent]:
        """The texts that no line has named yet."""
        return [sent for sent, _ in self.arrived if sent.id not in self.named]

    def number(self, name: str) -> str:
        """The number of a person or a worker; of the last speaker for ""."""
        found = self.transcript.people.get(name or self.speaker)
        return self.staff[name] if found is None else found.number

    def name_at(self, number: str) -> str:
        """Who that is."""
        people = ((one.number, name) for name, one in self.transcript.people.items())
        staff = ((one, name) for name, one in self.staff.items())
        return dict((*staff, *people)).get(number, number)

    def look(self, name: str) -> Seen | None:
        """What the rows say about somebody."""
        seen = look(self.world, self.number(name))
        if seen is not None:
            self.languages[name or self.speaker] = seen.person.language
        return seen

    def zone(self) -> str:
        """The last speaker's zone."""
        seen = self.look("")
        return self.program.settings.zone if seen is None else seen.person.zone

    def note(self, who: str, words: str) -> None:
        """Keep what the script did."""
        self.record.came(self.world.clock.now(), who, words)

    def act(self, line: Line, *, answering: bool) -> None:
        """Something is about to happen: what was sent before has to be named by now."""
        self.nothing_left(line)
        self.acted_on, self.answering, self.looked = line.number, answering, False
        self.arrived.clear()

    def gather(self, before: int) -> None:
        """Keep what was handed over since the carrier had `before` texts, in its order."""
        for sent in self.world.carrier.sent[before:]:
            self.record.went(sent.at, f"to {self.name_at(sent.to)}", sent.body)
            self.arrived.append((sent, self.record.events[-1]))

    def nothing_left(self, line: Line | None = None) -> None:
        """Raise Mismatch if a text to a person was sent and not named."""
        left = [sent for sent in self.waiting if sent.to not in self.staff.values()]
        if not left or (self.answering and not self.looked):
            return
        until = f" before line {line.number}" if line is not None else ""
        first = f"a text to {self.name_at(left[0].to)} that no line names: {left[0].body}"
        raise Mismatch(f"a bot: line for every text{until}", first, self.acted_on)

    def events_left(self) -> list[Event]:
        """What happened and was not named: marked where a failure is printed."""
        return [event for sent, event in self.arrived if sent.id not in self.named]
