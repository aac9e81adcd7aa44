"""What most commands begin with: the settings, and a database or a whole programme."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smsbot.settings import Settings, read_settings
from smsbot.wiring import Parts, build

DEMO = Path("demo")
"""Where a demonstration keeps its keys and its database; nothing in it is about a real person."""


def settings_from_env(*, web_or_worker: bool = False) -> Settings:
    """The settings of this process; a demonstration makes what it lacks."""
    env = dict(os.environ)  # noqa: TID251  # the command line is where the environment comes in
    if env.get("SMSBOT_CARRIER") == "simulated":
        _make_demo(env)
    env.setdefault("DATABASE_URL", "" if web_or_worker else "sqlite:///smsbot.sqlite3")
    return read_settings(env, web_or_worker=web_or_worker)


def _make_demo(env: dict[str, str]) -> None:
    """Keys and a database of their own in demo/, once."""
    from smsbot.db.sealing import new_key

    DEMO.mkdir(exist_ok=True)
    env.setdefault("DATABASE_URL", f"sqlite:///{DEMO / 'smsbot.sqlite3'}")
    for name in ("DATA_KEYS", "LOOKUP_KEYS"):
        if name in env:
            continue
        kept = DEMO / f"{name.lower()}.txt"
        if not kept.exists():
            kept.touch(mode=0o600)
            kept.write_text(new_key())
        env[name] = kept.read_text()


@contextmanager
def opened(*, migrate_first: bool = False, web_or_worker: bool = False) -> Iterator[Parts]:
    """The whole programme, closed again afterwards."""
    parts = build(settings_from_env(web_or_worker=web_or_worker), migrate_first=migrate_first)
    try:
        yield parts
    finally:
        parts.close()
