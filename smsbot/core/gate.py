"""May this text be handed over now? Asked when it is queued in spirit, and again directly before each hand-off.

The order is that of the promises: a crisis answer passes everything; STOP beats everything else.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from smsbot.core.effects import TextKind
from smsbot.core.hours import Window, is_open, next_open
from smsbot.core.person import Consent

PERMIT_LASTS = timedelta(hours=24)
"""How long an inbound text permits answers to it."""

TICKET_PERMITS = timedelta(days=14)
"""How long an open ticket prolongs that."""

FROZEN = "the number may be somebody else's"
UNANSWERED = "one text until they answer"

_SOON = timedelta(milliseconds=200)
_STOPPED_PROGRAMME = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rows say about one queued text to a participant, read under the participant's lock."""

    kind: TextKind
    consent: Consent
    window: Window  # the programme's hours, narrowed by the person's own
    stop_seq: int = 0  # the number of the entry that stopped everything
    permit_seq: int = 0  # the number drawn by the inbound text, or of the ledger entry, that permits this text
    permit_at: datetime | None = None
    permit_stands: bool = True  # a ledger permit is still the newest word on it
    ticket_open: bool = False
    chosen: bool = False  # a cadence is chosen
    paused_until: datetime | None = None
    held: bool = False  # a RED ticket is open
    in_crisis: bool = False  # a crisis of theirs, however urgent, is with the team
    suppressed: bool = False
    unreachable: bool = False  # frozen, shared or resting phone
    frozen_at: datetime | None = None  # the number may be somebody else's since then
    typed: bool = False  # a named worker typed these words
    unanswered: bool = False  # such a text went out without an inbound permit, and they have not texted since
    away: bool = False
    dead: bool = False  # a death was confirmed
    death_reported: bool = False  # and nobody has looked yet
    undecided: bool = False  # an inbound text of theirs is not decided yet
    send_stop: bool = False  # the programme-wide one
    zone: str = "UTC"
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pass:
    """Hand it over now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Ask again at `until` (UTC)."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Refuse:
    """Never send it; `why` goes on the row."""

    why: str


Ruling = Pass | Wait | Refuse


def rule(facts: Facts, now: datetime) -> Ruling:
    """The gate. Total: every kind has its permit, and a text without one is refused."""
    if facts.kind is TextKind.CRISIS:
        return Pass()  # somebody holds this phone and needs an answer, whoever they are
    return _now_at_all(facts, now) or _by_consent(facts) or _by_holds(facts, now) or _by_permit(facts, now)


def _now_at_all(facts: Facts, now: datetime) -> Ruling | None:
    if facts.dead:
        return Refuse("death confirmed")
    if facts.expires_at is not None and facts.expires_at <= now:
        return Refuse("too late")
    return Wait(now + _SOON) if facts.undecided else None


def _by_consent(facts: Facts) -> Ruling | None:
    if facts.consent is Consent.STOPPED or facts.suppressed:
        return _after_stop(facts)
    return Refuse("consent is open again") if facts.kind is TextKind.STOPPED else None


def _by_holds(facts: Facts, now: datetime) -> Ruling | None:
    if facts.send_stop:
        return Wait(now + _STOPPED_PROGRAMME)
    if facts.held and facts.kind not in (TextKind.ANSWER, TextKind.STOPPED, TextKind.TRUTH, TextKind.RELAY):
        return Refuse("held by a crisis")
    if facts.in_crisis and facts.kind in (TextKind.INVITE, TextKind.FOLLOW_UP):
        return Refuse("a crisis is with the team")
    return None


def _after_stop(facts: Facts) -> Refuse | None:
    if facts.kind is TextKind.STOPPED and facts.permit_stands and facts.permit_seq == facts.stop_seq:
        return None
    if facts.kind in (TextKind.ANSWER, TextKind.TRUTH) and facts.permit_seq > facts.stop_seq:
        return None
    return Refuse("stopped")


def _by_permit(facts: Facts, now: datetime) -> Ruling:
    if facts.kind is TextKind.STOPPED:
        return Pass()
    if facts.kind in (TextKind.INVITE, TextKind.FOLLOW_UP):
        return _unprompted(facts, now)
    if facts.kind is TextKind.RELAY and (why := _typed(facts, now)) is not None:
        return why
    return Pass() if _is_permitted(facts, now) else Refuse("its permit is too old")


def _is_permitted(facts: Facts, now: datetime) -> bool:
    lasts = TICKET_PERMITS if facts.ticket_open else PERMIT_LASTS
    return facts.permit_at is not None and now - facts.permit_at <= lasts


def _typed(facts: Facts, now: datetime) -> Ruling | None:
    """A worker's own words: to whoever answers, or once; a number that may have changed hands has to answer first."""
    if facts.frozen_at is not None and (facts.permit_at is None or facts.permit_at <= facts.frozen_at):
        return Refuse(FROZEN)
    if not facts.typed or _is_permitted(facts, now):
        return None
    return Refuse(UNANSWERED) if facts.unanswered else Pass()


def _unprompted(facts: Facts, now: datetime) -> Ruling:
    if facts.death_reported:
        return Refuse("death reported")
    if facts.unreachable or facts.away:
        return Refuse("this phone gets no automatic texts")
    wanted = Consent.INVITED if facts.kind is TextKind.INVITE else Consent.OPEN
    if facts.consent is not wanted or not facts.permit_stands:
        return Refuse("no consent")
    if facts.kind is TextKind.FOLLOW_UP and not facts.chosen:
        return Refuse("no cadence chosen")
    if facts.paused_until is not None and facts.paused_until > now:
        return Refuse("paused")
    if is_open(facts.window, facts.zone, now):
        return Pass()
    if facts.kind is TextKind.INVITE:
        return Wait(next_open(facts.window, facts.zone, now))
    return Refuse("outside their hours")
