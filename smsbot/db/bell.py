"""Wakes whoever waits for new rows, in this process; PostgreSQL's NOTIFY rings the bells of the others."""

import threading


class Bell:
    """Counts its rings, so that a ring between looking and waiting is never missed."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._rings = 0

    @property
    def rings(self) -> int:
        """Read this before looking for work, and hand it to `wait`."""
        with self._condition:
            return self._rings

    def ring(self) -> None:
        """There is something new."""
        with self._condition:
            self._rings += 1
            self._condition.notify_all()

    def wait(self, seen: int, timeout: float) -> None:
        """Return at the first ring after `seen`, or after `timeout` seconds."""
        with self._condition:
            self._condition.wait_for(lambda: self._rings != seen, timeout)
