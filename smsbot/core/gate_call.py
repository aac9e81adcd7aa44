"""May a worker be connected with the person whose ticket they hold? Asked before each phone rings."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from smsbot.core.gate import Pass, Refuse, Ruling, Wait

_SOON = timedelta(milliseconds=200)


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What the rows say, read under the participant's lock."""

    holds: bool  # the ticket is open, and theirs
    reachable: bool  # there is a number of the person's
    stopped: bool = False
    red: bool = False  # the ticket is a crisis: then they are called even after STOP
    dead: bool = False
    undecided: bool = False
    expires_at: datetime | None = None


def rule_call(facts: CallFacts, now: datetime) -> Ruling:
    """STOP ends calls too, unless a life may be in danger. A call that comes minutes late surprises everybody."""
    if facts.expires_at is not None and facts.expires_at <= now:
        return Refuse("too late")
    if not facts.holds:
        return Refuse("no longer theirs")
    if facts.dead or not facts.reachable:
        return Refuse("nobody to call")
    if facts.undecided:
        return Wait(now + _SOON)
    return Refuse("stopped") if facts.stopped and not facts.red else Pass()
