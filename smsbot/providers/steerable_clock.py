"""A clock that can be moved forward, so that a month of follow-ups can be watched in minutes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import RLock

from smsbot.usecases.ports import Clock


class SteerableClock:
    """The real clock plus an offset that only grows; a drop-in `Clock`. Safe to use from many threads.

    `on_change` gets the new offset before the clock moves, so that a move which could not be kept does not
    happen. It may read the clock; reading never waits for it.
    """

    def __init__(
        self,
        real: Clock,
        offset: timedelta = timedelta(0),
        on_change: Callable[[timedelta], None] | None = None,
    ) -> None:
        """`offset` is where an earlier run left off; ValueError if it is negative."""
        if offset < timedelta(0):
            raise ValueError("a steerable clock never runs behind the real one")
        self._real = real
        self._offset = offset
        self._moving = RLock()
        self.on_change = on_change

    @property
    def offset(self) -> timedelta:
        """How far ahead of the real clock this one is."""
        return self._offset

    def now(self) -> datetime:
        """The virtual moment, aware UTC."""
        return self._real.now().astimezone(UTC) + self._offset

    def advance(self, by: timedelta) -> None:
        """Move forward; ValueError for a step backwards."""
        if by < timedelta(0):
            raise ValueError("a clock is never moved backwards")
        with self._moving:
            self._move(self._offset + by)

    def move_to(self, moment: datetime) -> None:
        """Be at `moment` (aware) or later: a moment that has passed changes nothing."""
        with self._moving:
            ahead = moment - self._real.now()
            if ahead > self._offset:
                self._move(ahead)

    def _move(self, offset: timedelta) -> None:
        if offset == self._offset:
            return
        if self.on_change is not None:
            self.on_change(offset)
        self._offset = offset
