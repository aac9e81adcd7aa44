"""Where a command leaves what it made: a file, or the screen."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from smsbot.core.errors import SmsbotError

_Command = TypeVar("_Command", bound=Callable[..., None])


class NotWritten(SmsbotError):
    """A file could not be written."""

    code = "not_written"


def out_file(command: _Command) -> _Command:
    """`out`: from --out; None for the screen."""
    kind = click.Path(path_type=Path, dir_okay=False)
    return click.option("--out", type=kind, help="Write it there instead of to the screen.")(command)


def leave(text: str, out: Path | None, said: str) -> None:
    """Write it and say so, or show it. Raises NotWritten."""
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise NotWritten(f"{out} cannot be written ({error.strerror})") from error
    click.echo(f"{out}: {said}")
