"""One thing that works and could be better, and the list that they gather in."""

from dataclasses import dataclass, field

from smsbot.content.codes import CODES, accepted, every_accept
from smsbot.content.places import Place
from smsbot.content.yaml_files import Document, Path

CALENDAR = frozenset({"old_number"})
"""What time does to a file that nobody changed: shown, and never a reason to refuse it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `line` counts from 1. `reason`: why the file accepts it, "" if it does not."""

    code: str
    file: str
    line: int
    step: str | None
    what: str
    fix: str
    reason: str = ""

    @property
    def why(self) -> str:
        """Why anybody looks for this."""
        return CODES[self.code]

    @property
    def counts(self) -> bool:
        """Does the file have to be mended, or say why not?"""
        return not self.reason and self.code not in CALENDAR

    def __str__(self) -> str:
        """The finding in one line, as editors and people read it."""
        step = f"step {self.step}: " if self.step else ""
        return f"{self.file}:{self.line}: {step}{self.what}; {self.fix} [{self.code}]"


@dataclass(slots=True)
class Findings:
    """Gathers findings, and remembers which were accepted and where."""

    found: list[Finding] = field(default_factory=list)
    used: set[tuple[str, Path]] = field(default_factory=set)

    def note(self, code: str, place: Place, what: str, fix: str) -> None:
        """Add a finding at this place, accepted if the file says so."""
        where = accepted(place, code)
        reason = ""
        if where is not None:
            reason = where[1]
            self.used.add((place.document.file, where[0]))
        self.found.append(Finding(code, place.document.file, place.line, place.step, what, fix, reason))

    def note_unused(self, document: Document) -> None:
        """Note what a file accepts and what is not there."""
        for path, code in every_accept(document):
            if (document.file, path) not in self.used and code in CODES:
                step = str(path[1]) if path[0] == "steps" else None
                place = Place(document, [], None, path, step)
                self.note("unused_accept", place, f"'{code}' is accepted here and not found", "remove it")

    def sorted(self) -> list[Finding]:
        """Each once, in the order of the files."""
        return sorted(dict.fromkeys(self.found), key=lambda one: (one.file, one.line))
