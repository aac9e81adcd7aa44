"""What one inbound text seems to say: the value every rule for inbound texts looks at."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from smsbot.core.language import Language
from smsbot.core.words.meaning import Meaning


class Urgency(StrEnum):
    """How fast a person has to look: RED is certain or likely now, AMBER is unclear and asks one question."""

    RED = "red"
    AMBER = "amber"


class Situation(StrEnum):
    """What kind of crisis it is; picks the answer text."""

    OVERDOSE = "overdose"
    SUICIDE = "suicide"
    MEDICAL = "medical"
    VIOLENCE = "violence"


class OptOut(StrEnum):
    """SURE is recorded at once; UNSURE holds automatic texts and asks once (47 CFR 64.1200(a)(10))."""

    SURE = "sure"
    UNSURE = "unsure"


class Reserved(StrEnum):
    """Words that work in any conversation, in both languages."""

    HELP = "help"
    START = "start"
    JOIN = "join"
    MENU = "menu"
    PERSON = "person"
    CALL = "call"
    PLAN = "plan"
    PAUSE = "pause"
    AWAY = "away"
    LESS = "less"
    MORE = "more"
    NEXT = "next"
    BACK = "back"
    OVER = "over"
    MEANT = "meant"
    HOLD_ON = "hold_on"
    WHY = "why"
    LANGUAGE = "language"
    STATUS = "status"
    NEVERMIND = "nevermind"
    CHANGE = "change"
    DELETE = "delete"


class Life(StrEnum):
    """What a text says about a person and their phone; tried in this order, a text is one of them at most."""

    DEATH_OF_PHONE = "death_of_phone"  # "the person with this phone died"
    DEATH_OF_KIN = "death_of_kin"  # "this is his mom, he died"
    DEATH = "death"  # "he passed", with nobody of the writer's own named
    GRIEF = "grief"  # "my brother died"
    SHARED_PHONE = "shared_phone"
    NEW_PHONE = "new_phone"
    AWAY_OF_ANOTHER = "away_of_another"  # "he's locked up til march"
    FAMILY = "family"  # somebody who cares about a person


CRISES: Mapping[Meaning, Situation] = {
    Meaning.CRISIS_OVERDOSE_NOW: Situation.OVERDOSE,
    Meaning.CRISIS_SUICIDE: Situation.SUICIDE,
    Meaning.CRISIS_MEDICAL: Situation.MEDICAL,
    Meaning.CRISIS_VIOLENCE: Situation.VIOLENCE,
}

Ranked = tuple[tuple[Meaning, float], ...]
"""Meanings with their share of belief, the likeliest first; the shares of all are one together."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the second stage makes of a text, and which groups of phrases it found."""

    ranked: Ranked = ()
    found: tuple[str, ...] = ()

    @property
    def danger(self) -> float:
        """How likely it speaks of a crisis of any kind, 0 to 1."""
        return sum(share for meaning, share in self.ranked if meaning in CRISES)

    @property
    def situation(self) -> Situation | None:
        """The likeliest kind of crisis."""
        return next((CRISES[meaning] for meaning, _ in self.ranked if meaning in CRISES), None)

    def share(self, meaning: Meaning) -> float:
        """How likely it means this, 0 to 1."""
        return next((share for one, share in self.ranked if one is meaning), 0.0)


@dataclass(frozen=True, slots=True)
class Reading:
    """One text, read. Equal texts read equal, whatever their case, outer spaces or final punctuation.

    The one exception: `carrier_*` are true only for the bare word in any case, because whether the carrier
    answers "STOP!" is not documented and an unanswered opt-out is worse than a confirmation it blocks.
    `situation` is None when there is no urgency, or when a plea ("help me") does not say what is wrong.
    `doubt` and `perhaps_out` yield to whatever else the text fits: an answer, a keyword, a reserved word.
    `evidence` quotes the person, so it is for `words explain` only and is never logged.
    """

    plain: str
    language: Language | None = None
    urgency: Urgency | None = None
    situation: Situation | None = None
    opt_out: OptOut | None = None
    carrier_stop: bool = False
    carrier_help: bool = False
    carrier_start: bool = False
    reserved: Reserved | None = None
    rest: str = ""
    thanks: bool = False
    greeting: bool = False
    wrong_number: bool = False
    who_are_you: bool = False
    life: Life | None = None
    doubt: Situation | None = None  # what all its words together may speak of, where no rule speaks
    perhaps_out: bool = False  # and whether they may ask us to stop
    weighed: Weighed = Weighed()
    evidence: tuple[str, ...] = ()

    @property
    def raised(self) -> Urgency | None:
        """How urgent it is when nothing else is made of it."""
        return self.urgency or (Urgency.AMBER if self.doubt is not None else None)

    @property
    def leaving(self) -> OptOut | None:
        """How surely it asks us to stop, when nothing else is made of it."""
        return self.opt_out or (OptOut.UNSURE if self.perhaps_out else None)
