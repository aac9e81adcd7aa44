"""A text that reached us late: how much has been said since it was sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LATE = timedelta(minutes=10)
"""A webhook that was slow is not late; one that Twilio gave up on is found later than this, or as good as new."""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """The person and we have texted since it was sent, so it answers nothing that was asked meanwhile."""

    sent_at: datetime  # aware UTC, by the carrier's clock
    consent_since: bool = False  # a newer text of theirs, or a worker, said what consent is now
