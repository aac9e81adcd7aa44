"""Threads that do work as soon as there is some, and look again every quarter of a second."""

import logging
import threading
from collections.abc import Callable

from smsbot.db.bell import Bell

log = logging.getLogger(__name__)

POLL_SECONDS = 0.25
"""Another process on SQLite cannot ring our bell; it is heard this late at most."""

_AFTER_ERROR_SECONDS = 1.0


class Loop(threading.Thread):
    """Calls `work` again at once while it finds something; a failure is logged and never ends the loop."""

    def __init__(self, name: str, work: Callable[[], bool], bell: Bell, stop: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self._work = work
        self._bell = bell
        self._stop_event = stop

    def run(self) -> None:
        """Until the stop event is set."""
        while not self._stop_event.is_set():
            seen = self._bell.rings
            try:
                busy = self._work()
            except Exception:
                log.exception("loop.failed", extra={"loop": self.name})
                self._stop_event.wait(_AFTER_ERROR_SECONDS)
                continue
            if not busy:
                self._bell.wait(seen, POLL_SECONDS)
