"""JSON log lines on standard output: an event's name and ids, never words, numbers or names."""

import logging
import re
import sys
import time

from pythonjsonlogger.json import JsonFormatter

_NUMBERS = re.compile(r"\+?\d[\d\s().-]{6,}\d")


def scrub(text: str) -> str:
    """Mask whatever looks like a phone number: errors of libraries hold them."""
    return _NUMBERS.sub("(number)", text)


class _Scrubbed(JsonFormatter):
    """Dates stay readable; messages and traces lose their numbers."""

    def formatException(self, ei):  # type: ignore[no-untyped-def]  # noqa: N802  # logging's own name
        """The trace, without the values that statements were run with."""
        return scrub(str(super().formatException(ei)).split("\n[parameters:")[0])

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        if isinstance(record.msg, str):
            record.msg, record.args = scrub(record.getMessage()), ()
        return super().format(record)


def set_up(level: str = "INFO") -> None:
    """Send every log line to standard output, as JSON."""
    handler = logging.StreamHandler(sys.stdout)
    formatter = _Scrubbed(
        "%(asctime)s %(levelname)s %(name)s %(message)s",
        datefmt="%Y-%m-%dT%H:%M:%SZ",
        rename_fields={"asctime": "at", "levelname": "level", "name": "where", "message": "event"},
    )
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("twilio.http_client", "apscheduler", "alembic", "waitress", "werkzeug", "urllib3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
