"""What a drill shows: who was alerted when, and how long each part of the way took."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert of a drill. Moments are aware UTC; None: it has not happened, or nobody reported it."""

    id: str
    handle: str
    queued_at: datetime
    accepted_at: datetime | None  # the carrier had it, at the latest
    delivered_at: datetime | None  # the carrier's receipt; not every carrier sends one
    failed: bool = False

    @property
    def is_settled(self) -> bool:
        """Nothing more is to be heard about it."""
        return self.failed or self.delivered_at is not None


@dataclass(frozen=True, slots=True)
class Seen:
    """How a drill stands. `interrupted`: a person needs somebody, and the drill gives way."""

    code: str
    opened_at: datetime
    alerts: tuple[Alert, ...]
    taken_by: str | None = None
    taken_at: datetime | None = None
    interrupted: bool = False

    def after(self, moment: datetime | None) -> float | None:
        """Seconds from the start of the drill."""
        return None if moment is None else (moment - self.opened_at).total_seconds()

    def remembering(self, before: "Seen | None") -> "Seen":
        """The same, with what an earlier look knew better: the moment of acceptance is overwritten by a receipt."""
        known = {alert.id: alert.accepted_at for alert in before.alerts} if before is not None else {}
        return replace(self, alerts=tuple(_earlier(alert, known.get(alert.id)) for alert in self.alerts))

    @property
    def first_accepted(self) -> float | None:
        """Seconds until the carrier had the first alert."""
        return self.after(min((a.accepted_at for a in self.alerts if a.accepted_at), default=None))

    @property
    def first_delivered(self) -> float | None:
        """Seconds until the first alert was on a phone."""
        return self.after(min((a.delivered_at for a in self.alerts if a.delivered_at), default=None))

    @property
    def taken(self) -> float | None:
        """Seconds until somebody took it."""
        return self.after(self.taken_at)

    def is_over(self, now: datetime, limit: timedelta, grace: timedelta) -> bool:
        """Taken and every alert settled (or `grace` later), given way, or the limit reached."""
        if self.interrupted:
            return True
        if self.taken_at is None:
            return now - self.opened_at >= limit
        return all(alert.is_settled for alert in self.alerts) or now - self.taken_at >= grace


def _earlier(alert: Alert, known: datetime | None) -> Alert:
    moments = [moment for moment in (alert.accepted_at, known) if moment is not None]
    return replace(alert, accepted_at=min(moments, default=None))
