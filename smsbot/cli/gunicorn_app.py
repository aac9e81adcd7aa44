"""gunicorn, started from here: two processes of four threads, each with its own connections."""

import gc
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from smsbot.settings import Settings
from smsbot.web.app import create_app
from smsbot.wiring import build


class _Web(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in _options(self._settings).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        # After the fork: no connection, thread or lock is shared between processes.
        app = create_app(build(self._settings))
        # What is here now stays: the collector need not look through the whole programme again and again.
        gc.collect()
        gc.freeze()
        return app


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "bind": f"0.0.0.0:{settings.port}",
        "workers": 2,
        "worker_class": "gthread",
        "threads": 4,
        # Longer than a proxy in front keeps a connection idle, or pooled requests meet closed ones.
        "keepalive": 75,
        "timeout": 30,
        "accesslog": None,
        "control_socket_disable": True,
    }


def serve(settings: Settings) -> None:
    """Serve until told to stop. Raises the SmsbotError of whatever is wrong before any process is started."""
    # Otherwise each of gunicorn's processes would fail on its own, with a trace and an exit code of gunicorn's.
    build(settings).close()
    _Web(settings).run()
