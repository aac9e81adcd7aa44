"""A participant as the rules see one, and the consent that follows from the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from smsbot.core.cadence import Cadence
from smsbot.core.conversation import Conversation
from smsbot.core.effects import Asked, ConsentAct
from smsbot.core.flow import Flow, Level
from smsbot.core.language import Language

CRISIS = "crisis"
"""One topic for every crisis of a person, so that a second text joins the ticket that is open."""


class Consent(StrEnum):
    """What the newest consent entry of the ledger means."""

    NONE = "none"  # never agreed to follow-ups; every own text is still answered
    INVITED = "invited"  # a worker recorded spoken consent; not yet confirmed by the person
    OPEN = "open"
    HELD = "held"  # perhaps an opt-out: we asked; automatic texts rest
    STOPPED = "stopped"


_MEANING = {
    ConsentAct.SPOKEN: Consent.INVITED,
    ConsentAct.OPT_IN: Consent.OPEN,
    ConsentAct.START: Consent.OPEN,
    ConsentAct.OPT_OUT: Consent.STOPPED,
    ConsentAct.HOLD: Consent.HELD,
}
CONSENT_ACTS = tuple(_MEANING)


def consent_after(newest: ConsentAct | None) -> Consent:
    """The consent that the newest of CONSENT_ACTS leaves; cadence and pause entries do not change it."""
    return Consent.NONE if newest is None else _MEANING[newest]


@dataclass(frozen=True, slots=True)
class OpenTicketFact:
    """A ticket no human has closed yet."""

    code: str
    topic: str
    level: Level
    taken: bool
    relay_until: datetime | None = None  # so long the bot steps back, because a human and the person are texting


@dataclass(frozen=True, slots=True)
class Person:
    """One participant at one phone, at the moment of one event."""

    id: str
    language: Language
    zone: str
    consent: Consent = Consent.NONE
    cadence: Cadence | None = None
    paused_until: datetime | None = None
    next_due: datetime | None = None
    name: str = ""
    quiet: bool = False  # quiet words: no health word in a text that may arrive unasked
    conversation: Conversation | None = None
    flow: Flow | None = None  # the flow of the open conversation, on the publication it began on
    asleep: Conversation | None = None  # at a `wait`, or past it; at most one
    flows: Mapping[tuple[str, str], Flow] = field(
        default_factory=dict
    )  # by publication and name: all those named above
    tags: frozenset[str] = frozenset()
    asked: Asked | None = None
    tickets: tuple[OpenTicketFact, ...] = ()
    menu_shown_at: datetime | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    new: bool = False  # this is their first text
    shared: bool = False  # others read this phone
    away_since: datetime | None = None  # jail, hospital, a programme: nothing automatic until they are back
    death_reported: bool = False  # nothing automatic until a worker has looked
    family: bool = False  # somebody who cares about a person; a record of their own

    @property
    def has_plan(self) -> bool:
        """Did they choose something that we would start, or were they asked whether to?"""
        return self.cadence is not None or self.consent in (Consent.INVITED, Consent.OPEN, Consent.HELD)

    @property
    def rests(self) -> bool:
        """Nothing is planned for them, until they or a worker say otherwise."""
        return self.away_since is not None or self.death_reported

    @property
    def held(self) -> bool:
        """A RED ticket is open: every automatic text and open flow rests until a human closes it."""
        return any(ticket.level is Level.RED for ticket in self.tickets)

    @property
    def in_crisis(self) -> bool:
        """A crisis of theirs is with the team, however urgent: no hello in between."""
        return any(ticket.topic == CRISIS for ticket in self.tickets)
