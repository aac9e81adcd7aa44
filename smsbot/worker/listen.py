"""PostgreSQL's NOTIFY rings this process's bell; if the link breaks, the loops' own polling goes on."""

import logging
import threading

import psycopg
from sqlalchemy.engine import URL

from smsbot.db.bell import Bell

log = logging.getLogger(__name__)


class Listener(threading.Thread):
    """One connection of its own that listens."""

    def __init__(self, url: URL, bell: Bell, stop: threading.Event) -> None:
        super().__init__(name="listener", daemon=True)
        self._address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._bell = bell
        self._stop_event = stop

    def run(self) -> None:
        """Until the stop event is set."""
        while not self._stop_event.is_set():
            try:
                self._listen()
            except psycopg.Error as error:
                log.warning("listen.broken", extra={"error": type(error).__name__})
                self._stop_event.wait(2.0)

    def _listen(self) -> None:
        with psycopg.connect(self._address, autocommit=True, connect_timeout=5) as connection:
            connection.execute("LISTEN smsbot")
            while not self._stop_event.is_set():
                for _ in connection.notifies(timeout=1.0, stop_after=1):
                    self._bell.ring()
