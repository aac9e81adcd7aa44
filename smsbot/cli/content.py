"""smsbot flows and smsbot words."""

from pathlib import Path

import click

from smsbot.core.errors import SmsbotError


@click.group()
def flows() -> None:
    """The conversations that staff write."""


@flows.command()
@click.option(
    "--flows", "flows_dir", type=click.Path(path_type=Path, file_okay=False), default="flows", show_default=True
)
@click.option("--templates", type=click.Path(path_type=Path, file_okay=False), default="templates", show_default=True)
def check(flows_dir: Path, templates: Path) -> None:
    """Read every file as the bot would, and list every problem at once; nothing is published."""
    from smsbot.content.catalog import Catalog

    program = Catalog(flows_dir, templates, lambda _kept: None).check()
    steps = sum(len(flow.steps) for flow in program.flows.values())
    click.echo(f"{len(program.flows)} flows, {steps} steps, {len(program.texts)} shared texts: no problems")


@click.group()
def words() -> None:
    """How an inbound text is read."""


@words.command()
@click.argument("text")
@click.option(
    "--flows", "flows_dir", type=click.Path(path_type=Path, file_okay=False), default="flows", show_default=True
)
def explain(text: str, flows_dir: Path) -> None:
    """What TEXT is read as, and why."""
    from smsbot.content.frame import read_frame
    from smsbot.core.words import read

    reading = read(text, read_frame(flows_dir).lexicon)
    for name in ("urgency", "situation", "opt_out", "reserved", "rest", "language"):
        value = getattr(reading, name)
        if value:
            click.echo(f"{name:10} {value}")
    for name in ("carrier_stop", "carrier_help", "carrier_start", "thanks", "greeting", "wrong_number", "who_are_you"):
        if getattr(reading, name):
            click.echo(name)
    for line in reading.evidence:
        click.echo(f"because    {line}")
    if not reading.plain:
        raise SmsbotError("there are no words in that text")
