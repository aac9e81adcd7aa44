"""A whole conversation as staff write it: who is in it, when it begins, and what happens line by line."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from smsbot.content.yaml_files import Plain
from smsbot.core.language import Language
from smsbot.lab.transcript_times import Moment

ME = "me"
"""The person whose conversation it is."""

NOTHING = "nothing"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script. `verb` is what happens or is expected, `who` whom it is about ("" is the last speaker)."""

    verb: str
    number: int  # in its file, from 1
    who: str = ""
    value: Plain = None
    more: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of a transcript. Without a language they are a stranger until their first text."""

    number: str  # E.164
    language: Language | None = None
    quiet: bool = False  # they wanted quiet words


@dataclass(frozen=True, slots=True)
class Transcript:
    """One conversation. `starts`: this flow is begun for the person first, as if they had asked for it."""

    file: str
    number: int
    title: str
    script: tuple[Line, ...]
    people: Mapping[str, Someone]
    start: Moment | None = None
    staff: Mapping[str, str] | None = None  # numbers by short name; None: everyone in the rota
    starts: str | None = None

    @property
    def name(self) -> str:
        """What to call it: its file and its title."""
        return f"{self.file}: {self.title}"
