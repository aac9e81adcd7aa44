"""Puts staff files in the place of those that a bot reads."""

import os
from pathlib import Path

from smsbot.content.sources import FLOWS, PROGRAM, TEXTS, Sources, yaml_paths


def put_in_place(sources: Sources, flows_dir: Path, templates_dir: Path) -> None:
    """Make these the flows and shared texts of a running bot; program.yaml and the words stay as they are.

    Every file is replaced as a whole. A bot that looks in between sees a mixture of two versions: it takes that only if
    nothing in it is wrong, and takes the whole when it looks again.
    """
    for folder, prefix in ((flows_dir, FLOWS), (templates_dir / "sms", TEXTS)):
        wanted = {name.removeprefix(prefix): text for name, text in sources.under(prefix).items()}
        for name, text in wanted.items():
            _replace(folder / name, text)
        for path in yaml_paths(folder):
            if path.name not in wanted and prefix + path.name != PROGRAM:
                path.unlink()


def _replace(path: Path, text: str) -> None:
    if path.is_file() and path.read_text() == text:
        return
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text)
    os.replace(beside, path)  # atomic
