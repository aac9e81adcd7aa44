"""The smsbot command. Exit codes: 0 done, 1 something you can fix, 2 wrong usage, 3 our bug."""

import sys
from importlib import import_module

import click

from smsbot.core.errors import SmsbotError

_COMMANDS = {
    "run": "serve",
    "web": "serve",
    "worker": "serve",
    "hold": "control",
    "release": "control",
    "report": "control",
    "db": "data",
    "keys": "data",
    "workers": "people",
    "participants": "people",
    "tickets": "people",
    "flows": "content",
    "words": "reading",
    "doctor": "kit",
    "drill": "kit",
    "cards": "kit",
    "simulate": "simulating",
}


class _Lazy(click.Group):
    """Imports a command's module when it is used, so that --help is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(f"smsbot.cli.{_COMMANDS[cmd_name]}"), cmd_name)
        return command if isinstance(command, click.Command) else None


@click.group(cls=_Lazy)
@click.version_option(package_name="smsbot")
def cli() -> None:
    """Two-way SMS outreach for Post-Overdose Response Teams, on each person's own terms."""


def main() -> None:
    """Run the command; say what is wrong in words, and exit with a code that scripts can read."""
    try:
        cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    except SmsbotError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except Exception as error:
        from smsbot.logs import scrub

        click.echo(f"this is a bug of ours: {type(error).__name__}: {scrub(str(error).splitlines()[0])}", err=True)
        sys.exit(3)
