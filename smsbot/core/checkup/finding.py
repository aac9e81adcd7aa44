"""One line of a check-up: what was looked at, how it stands, what was found, what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How one thing stands. Only a problem makes the check-up fail."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"
    BY_HAND = "by hand"  # no program can see it; a person looks
    SKIPPED = "not looked at"  # something before it has to be mended first


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `do` is empty only where nothing is to be done."""

    name: str
    status: Status
    found: str
    do: str = ""


def ok(name: str, found: str) -> Finding:
    """All is well."""
    return Finding(name, Status.OK, found)


def warning(name: str, found: str, do: str) -> Finding:
    """It works, and something about it is worth knowing."""
    return Finding(name, Status.WARNING, found, do)


def problem(name: str, found: str, do: str) -> Finding:
    """Somebody mends this before people rely on the bot."""
    return Finding(name, Status.PROBLEM, found, do)


def by_hand(name: str, found: str, do: str) -> Finding:
    """A person has to look."""
    return Finding(name, Status.BY_HAND, found, do)


def skipped(name: str, why: str) -> Finding:
    """It could not be looked at."""
    return Finding(name, Status.SKIPPED, why, "mend what is above, then run smsbot doctor again")


def is_well(findings: Iterable[Finding]) -> bool:
    """Is there nothing to mend? Warnings and things to look at by hand do not count."""
    return all(one.status is not Status.PROBLEM for one in findings)
