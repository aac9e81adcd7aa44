"""What is wrong in a staff file: where, what, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from smsbot.core.errors import SmsbotError


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend; `line` counts from 1, `step` is the step of a flow it belongs to."""

    file: str
    line: int
    step: str | None
    what: str
    fix: str = ""

    def __str__(self) -> str:
        """The problem in one line, as editors and people read it."""
        step = f"step {self.step}: " if self.step else ""
        fix = f"; {self.fix}" if self.fix else ""
        return f"{self.file}:{self.line}: {step}{self.what}{fix}"


class ContentError(SmsbotError):
    """Staff files that cannot be used; the message lists every problem, one a line, in file order."""

    code = "content"

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, each once, sorted by file and line."""
        self.problems = tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.file, p.line)))
        super().__init__("\n".join(map(str, self.problems)))


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option that was probably meant."""
    return next(iter(get_close_matches(word, list(options), n=1)), None)


def did_you_mean(word: str, options: Iterable[str], otherwise: str = "") -> str:
    """A suggestion for a misspelt word; `otherwise` when no option is near."""
    option = nearest(word, options)
    return f"did you mean '{option}'?" if option else otherwise
