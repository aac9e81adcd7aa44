"""smsbot hold, release and report."""

import json

import click

from smsbot.cli.parts import opened


@click.command()
def hold() -> None:
    """Stop sending to participants, programme-wide. Crisis answers and alerts to workers still go."""
    from smsbot.usecases import send_stop

    with opened() as parts:
        send_stop.hold(parts.db, parts.clock.now())
    click.echo("held: nothing goes to participants but crisis answers. 'smsbot release' goes on")


@click.command()
def release() -> None:
    """Send again. What grew too old meanwhile is not sent."""
    from smsbot.usecases import send_stop

    with opened() as parts:
        send_stop.release(parts.db, parts.clock.now())
    click.echo("released")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def report(as_json: bool) -> None:
    """What waits for a human: open tickets, texts of unknown outcome, texts that could not be decided."""
    from smsbot.usecases.report import look

    with opened() as parts:
        found = look(parts.db, parts.clock.now())
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    for title, rows in found.items():
        click.echo(f"{title}: {'none' if not rows else ''}")
        for row in rows:
            click.echo("  " + "  ".join(f"{name} {value}" for name, value in row.items() if value is not None))
