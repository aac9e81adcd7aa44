"""Where the staff files are: the same options for every command, and the same settings as the bot's own."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., None])
_FOLDER = click.Path(path_type=Path, file_okay=False)


def flows_folder(command: _Command) -> _Command:
    """`flows_dir`: from --flows, else FLOWS_DIR, else `flows`."""
    return click.option("--flows", "flows_dir", type=_FOLDER, default="flows", envvar="FLOWS_DIR", show_default=True)(
        command
    )


def staff_files(command: _Command) -> _Command:
    """`flows_dir` and `templates`: from --flows and --templates, else FLOWS_DIR and TEMPLATES_DIR, else as shipped."""
    templates = click.option(
        "--templates", type=_FOLDER, default="templates", envvar="TEMPLATES_DIR", show_default=True
    )
    return flows_folder(templates(command))
