"""Rings the bells of other processes on PostgreSQL, beside the transactions that have news.

A NOTIFY inside a transaction makes all such transactions commit one after another, each with a sync of its own. So the
webhooks ring here: one NOTIFY for however many came meanwhile. A ring that a crash swallows is made up for by the
workers' own polling.
"""

import threading
from collections.abc import Callable


class Ringer:
    """`notify` sends one NOTIFY. The thread begins with the first ring, so that none is lost in a fork."""

    def __init__(self, notify: Callable[[], None]) -> None:
        self._notify = notify
        self._rung = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ended = False

    def ring(self) -> None:
        """There is something new; returns at once."""
        if self._thread is None:
            self._start()
        self._rung.set()

    def close(self) -> None:
        """No more rings; the last ones are passed on."""
        self._ended = True
        self._rung.set()
        if self._thread is not None:
            self._thread.join(5.0)

    def _start(self) -> None:
        with self._lock:
            if self._thread is None and not self._ended:
                self._thread = threading.Thread(target=self._run, name="ringer", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._rung.wait()
            self._rung.clear()
            self._notify()
            if self._ended:
                return
