"""Checked access to a parsed words file; every failure names the key and what belongs there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from smsbot.core.words.errors import LexiconError


@dataclass(frozen=True, slots=True)
class Source:
    """One part of a words file and the dotted key it stands under."""

    value: object
    key: str

    def table(self, *allowed: str) -> Mapping[str, object]:
        """The entries of a table, with no key but `allowed` (any, when none are named)."""
        if not isinstance(self.value, Mapping):
            raise LexiconError(f"{self.key}: expected a table of names, found {_kind(self.value)}")
        for name in self.value:
            if not isinstance(name, str):
                raise LexiconError(f"{self.key}: the name {name!r} is not text; put quotes around it")
            if allowed and name not in allowed:
                raise LexiconError(f"{self.key}.{name}: not known here; use one of {', '.join(allowed)}")
        return self.value

    def parts(self, *allowed: str) -> Iterator[tuple[str, "Source"]]:
        """Each entry of a table with its own key."""
        for name, value in self.table(*allowed).items():
            yield name, Source(value, f"{self.key}.{name}")

    def at(self, name: str) -> "Source":
        """The entry called `name`, which has to be there."""
        found = self.maybe(name)
        if found is None:
            raise LexiconError(f"{self.key}.{name}: missing")
        return found

    def maybe(self, name: str) -> "Source | None":
        """The entry called `name`, if it is there."""
        table = self.table()
        return Source(table[name], f"{self.key}.{name}") if name in table else None

    def items(self) -> Iterator["Source"]:
        """The entries of a list, each with its own key."""
        if isinstance(self.value, str) or not isinstance(self.value, list | tuple):
            raise LexiconError(f"{self.key}: expected a list, found {_kind(self.value)}")
        for place, value in enumerate(self.value, start=1):
            yield Source(value, f"{self.key}[{place}]")

    def text(self) -> str:
        """A text that says something."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise LexiconError(f"{self.key}: expected text in quotes, found {_kind(self.value)}")
        return self.value

    def texts(self) -> tuple[tuple[str, str], ...]:
        """The texts of a list, each with its key."""
        return tuple((item.text(), item.key) for item in self.items())

    def texts_at(self, *names: str) -> tuple[tuple[str, str], ...]:
        """The texts of these lists together; a list that is not there is empty."""
        lists = [self.maybe(name) for name in names]
        return tuple(text for found in lists if found for text in found.texts())


def _kind(value: object) -> str:
    return "nothing" if value is None or value == "" else f"{value!r:.40}"
