"""A text to a person: compiled when it is loaded, rendered purely when it is needed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from smsbot.core.language import Language

Render = Callable[[Mapping[str, str]], str]


@dataclass(frozen=True, slots=True)
class Text:
    """One text in every language, with an optional quiet wording that holds no health word.

    `names` are the values it uses, so that a caller can check them before a person is waiting.
    """

    key: str
    plain: Mapping[Language, Render]
    quiet: Mapping[Language, Render] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    def render(self, language: Language, values: Mapping[str, str], *, quiet: bool = False) -> str:
        """The words for one person; the plain ones where no quiet wording was written."""
        wording = self.quiet if quiet and language in self.quiet else self.plain
        return wording[language](values)
