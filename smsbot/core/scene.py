"""What a rule sees when it decides: a person, the programme, the moment; and the values texts may use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from json import loads

from smsbot.core.cadence import from_json
from smsbot.core.cadence_words import Wish, describe
from smsbot.core.duty import is_staffed
from smsbot.core.effects import Say, TextKind
from smsbot.core.errors import SmsbotError
from smsbot.core.hours import local
from smsbot.core.language import Language
from smsbot.core.overtaken import Overtaken
from smsbot.core.person import Consent, Person
from smsbot.core.program import Program
from smsbot.core.until_words import describe_day

BUILT_IN_NAMES = frozenset({"name", "plan", "next", "status", "until", "wish", "number", "code", "worker"})
"""The names that any text may use besides the programme's own and the answers of its flow."""

SERIES_LAST = "series.last"
"""The text that the last of a series ends with."""

FACTS = frozenset({"staffed", "joined", "chosen", "language"})
"""What `when` may ask about besides saved answers."""

_NOTHING_NEXT = {Language.EN: "nothing planned", Language.ES: "nada planeado"}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Which day of a cadence with offsets today is, counted from 0, and whether none follows."""

    number: int
    last: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """One event's surroundings. `fresh_id` is the id a new conversation would get."""

    person: Person
    program: Program
    now: datetime
    fresh_id: str = ""
    occurrence: Occurrence | None = None  # only while the calendar begins the flow of such a cadence
    overtaken: Overtaken | None = None  # only for a text that was sent before others which are decided

    @property
    def today(self) -> date:
        """The person's local day."""
        return local(self.now, self.person.zone).date()

    def fact(self, name: str) -> str:
        """The value of one of FACTS, as `when` compares it."""
        if name == "staffed":
            return "yes" if is_staffed(self.program.settings, self.now) else "no"
        if name == "joined":
            return "yes" if self.person.consent is Consent.OPEN else "no"
        if name == "chosen":
            return "yes" if self.person.cadence is not None else "no"
        return self.person.language.value

    def values(
        self,
        answers: Mapping[str, str] | None = None,
        *,
        chosen: Wish | None = None,
        more: Mapping[str, str] | None = None,
    ) -> dict[str, str]:
        """Every value a text may use; `chosen` is the plan chosen in this very turn, if one was."""
        person, language = self.person, self.person.language
        plan = chosen.cadence if chosen is not None else person.cadence
        built_in = dict.fromkeys(BUILT_IN_NAMES, "") | {
            "name": person.name,
            "plan": describe(plan, language),
            "next": self.day(person.next_due) if person.next_due else _NOTHING_NEXT[language],
        }
        shown = {name: _shown(value, language) for name, value in (answers or {}).items()}
        return {**self.program.settings.names, **built_in, **shown, **(more or {})}

    def day(self, moment: datetime) -> str:
        """A moment as the person's local day, in words."""
        return describe_day(moment, self.person.zone, self.person.language)

    def say(self, key: str, kind: TextKind = TextKind.REPLY, **values: str) -> Say:
        """One of the shared texts, rendered for this person."""
        text = self.program.text(key)
        return Say(kind, text.render(self.person.language, self.values(more=values), quiet=self.person.quiet), key)


NO_CADENCE = "{}"
"""The saved form of the wish "only when I text"."""


def saved_wish(value: str) -> Wish | None:
    """The wish that a saved answer holds; None for any other answer, also one that only begins like it."""
    if value == NO_CADENCE:
        return Wish(None)
    if not value.startswith("{"):
        return None
    try:
        return Wish(from_json(loads(value)))
    except (ValueError, RecursionError, SmsbotError):
        return None  # a person's own words may begin with a brace


def _shown(value: str, language: Language) -> str:
    """A saved answer as a text shows it: a cadence, kept as JSON, in words."""
    wish = saved_wish(value)
    return value if wish is None else describe(wish.cadence, language)
