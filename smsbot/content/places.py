"""A value in a staff file together with where it stands, so that each check can say so.

Every reader below gives a neutral value after noting a problem: whoever reads goes on and finds the rest.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Self

from smsbot.content.problems import Problem, did_you_mean, nearest
from smsbot.content.yaml_files import Document, Path, Plain

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KINDS = {bool: "true or false", int: "a number", float: "a number", str: "words", list: "a list", dict: "a map"}


@dataclass(frozen=True, slots=True)
class Place:
    """One value; problems found in it go to `problems`."""

    document: Document
    problems: list[Problem]
    value: Plain
    path: Path = ()
    step: str | None = None

    @classmethod
    def top(cls, document: Document, problems: list[Problem]) -> Self:
        """The whole file; its own reading problems are noted at once."""
        problems.extend(document.problems)
        return cls(document, problems, document.data)

    @property
    def line(self) -> int:
        """The line of the key or list item."""
        return self.document.lines.get(self.path, 1)

    @property
    def label(self) -> str:
        """What to call it: its key, or that of the list it stands in."""
        key = next((part for part in reversed(self.path) if isinstance(part, str)), None)
        return f"'{key}'" if key else "the file"

    def note(self, what: str, fix: str = "") -> None:
        """Add a problem at this place."""
        self.problems.append(Problem(self.document.file, self.line, self.step, what, fix))

    def at(self, key: str | int, value: Plain) -> Self:
        """The place of a key or an item inside this one."""
        return replace(self, value=value, path=(*self.path, key))

    def entries(self) -> dict[str, Self]:
        """A map whose keys are free."""
        if isinstance(self.value, dict):
            return {key: self.at(key, value) for key, value in self.value.items()}
        self._wrong("a map")
        return {}

    def filled(self) -> dict[str, Self]:
        """A map whose keys are free, with at least one."""
        if self.value == {}:
            self._wrong("at least one")
        return self.entries()

    def fields(self, known: Collection[str], required: Collection[str] = ()) -> Mapping[str, Self]:
        """A map whose keys are given. A misspelt key is noted and then read as the one that was meant."""
        found = self.entries()
        for key, place in list(found.items()):
            if key in known:
                continue
            place.note(f"unknown key '{key}'", did_you_mean(key, known, f"known keys: {', '.join(known)}"))
            meant = nearest(key, known)
            if meant:
                found.setdefault(meant, place)
        if isinstance(self.value, dict):
            for key in required:
                if key not in found:
                    self.note(f"'{key}' is missing", f"add {key}: ...")
        return {key: found[key] for key in known if key in found}

    def items(self) -> list[Self]:
        """A list that holds something."""
        if isinstance(self.value, list) and self.value:
            return [self.at(number, value) for number, value in enumerate(self.value)]
        self._wrong("a list of at least one")
        return []

    def words(self) -> str:
        """Words; "" if there are none. Values that YAML does not read as words get the hint to quote them."""
        if isinstance(self.value, str) and self.value.strip():
            return self.value.strip()
        self._wrong("words")
        return ""

    def typed(self) -> str:
        """A word somebody may text: words or a whole number."""
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            return str(self.value)
        return self.words()

    def name(self) -> str:
        """A name as steps, tickets and saved answers have."""
        word = self.words()
        if word:
            self.check_name(word)
        return word

    def check_name(self, word: str) -> None:
        """Note a name that is not small letters, digits and underscores."""
        if not NAME.fullmatch(word):
            self.note(f"'{word}' is not a name", "use small letters, digits and _, beginning with a letter")

    def one_of(self, options: Collection[str], what: str) -> str:
        """One of a closed list; `what` says of what."""
        word = self.words()
        if word and word not in options:
            self.note(f"unknown {what} '{word}'", did_you_mean(word, options, f"one of: {', '.join(options)}"))
        return word

    def number(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            if not low <= self.value <= high:
                self.note(f"{self.label} is {self.value}", f"write a number from {low} to {high}")
            return self.value
        self._wrong("a whole number")
        return low

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            self._wrong("true or false", "write true or false without quotes")
        return self.value is True

    def _wrong(self, wanted: str, fix: str = "") -> None:
        if self.value in (None, [], {}) or (isinstance(self.value, str) and not self.value.strip()):
            self.note(f"{self.label} is empty", fix or f"write {wanted}")
            return
        if wanted == "words" and isinstance(self.value, bool | int | float):
            shown = str(self.value).lower()
            fix = f'put quotes around it: "{shown}"'
        kind = _KINDS[type(self.value)]
        self.note(f"{self.label} must be {wanted}, not {kind}", fix)
