"""The programme as one value: its flows and texts, its words, its people on duty, its hours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from smsbot.core.cadence import Means, Unit
from smsbot.core.flow import Flow, Level
from smsbot.core.hours import Window
from smsbot.core.text import Text
from smsbot.core.words import Lexicon


@dataclass(frozen=True, slots=True)
class NamedCadence:
    """A cadence that staff offer by name: a rule without the day it is counted from."""

    name: str
    unit: Unit
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    offsets: tuple[int, ...] = ()
    window: Window | None = None  # None: the programme's default for people who did not say
    lasts: timedelta | None = None
    means: Means = Means.TEXT
    flow: str = ""  # what it starts; "": the check-in


@dataclass(frozen=True, slots=True)
class Shift:
    """Who is on duty on which weekdays (0 = Monday) at which local hours."""

    weekdays: tuple[int, ...]
    window: Window
    workers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """When an alert nobody took is repeated, counted from the ticket's opening, and who is asked then."""

    repeats: tuple[timedelta, ...]
    truth_after: timedelta | None = None  # when the person is told that nobody has answered yet


class RelayWords(StrEnum):
    """How a worker gets to see what a person wrote."""

    BY_PAGE = "by_page"  # on a page that one tap opens on the worker's own phone, for ten minutes
    BY_TEXT = "by_text"  # in the text itself; to be signed off, because SMS is not private on its way


@dataclass(frozen=True, slots=True)
class Settings:
    """program.yaml, resolved. Never pinned: a change counts at once for everybody."""

    names: Mapping[str, str]  # the closed list of names that texts may use, the programme's part
    zone: str
    window: Window  # unprompted texts are never sent outside it, in the person's zone
    default_window: Window  # "their afternoon"
    cadences: Mapping[str, NamedCadence]
    shifts: tuple[Shift, ...]
    on_call: tuple[str, ...] = ()  # asked outside the shifts, RED only
    backup: tuple[str, ...] = ()  # the next to be asked
    ladders: Mapping[Level, Ladder] = field(default_factory=dict)
    check_in: str = "check_in"  # the flow that a follow-up starts
    alert_name: str = "PORT"
    region: str = "US"
    forward_calls_to: str | None = None  # E.164
    body_days: int = 90  # how long bodies are kept
    relay_words: RelayWords = RelayWords.BY_PAGE
    relay_names: bool = False  # are workers named to the people they write to?


@dataclass(frozen=True, slots=True)
class Program:
    """Everything `decide` needs besides the text and the person."""

    publication: str  # the id of the publication that `flows` and `texts` come from
    flows: Mapping[str, Flow]
    texts: Mapping[str, Text]  # shared texts, crisis texts among them
    lexicon: Lexicon
    settings: Settings
    public_url: str = ""  # where our pages are, for links to workers; "": there are none

    def text(self, key: str) -> Text:
        """A shared text; content checks at load that every key used exists."""
        return self.texts[key]
