"""smsbot flows and smsbot words."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from smsbot.cli.checking import check
from smsbot.cli.graphing import graph
from smsbot.cli.mutating import mutate
from smsbot.cli.publishing import diff, history, publish, rollback
from smsbot.cli.schema import schema
from smsbot.cli.staff_files import staff_files
from smsbot.cli.testing import run_transcripts

if TYPE_CHECKING:
    from smsbot.lab.play import Session


@click.group()
def flows() -> None:
    """The conversations that staff write."""


flows.add_command(mutate)
flows.add_command(check)
flows.add_command(diff)
flows.add_command(graph)
flows.add_command(history)
flows.add_command(publish)
flows.add_command(rollback)
flows.add_command(schema)
flows.add_command(run_transcripts)


@flows.command()
@click.argument("flow")
@staff_files
def play(flow: str, flows_dir: Path, templates: Path) -> None:
    """Try FLOW in the terminal: you are the person, and the clock is yours. Nothing real is touched."""
    from smsbot.lab.play import HELP, Session
    from smsbot.lab.stage import Stage

    with Stage(flows_dir, templates) as stage:
        session = Session(stage, flow)
        click.echo(HELP)
        for line in session.opening:
            click.echo(line)
        while (typed := _typed(session.prompt)) is not None and typed.strip().lower() != "quit":
            for line in session.do(typed):
                click.echo(line)
        _offer(session)


def _typed(prompt: str) -> str | None:
    """One line from the keyboard; None at its end."""
    try:
        return input(prompt)
    except EOFError:
        return None


def _offer(session: "Session") -> None:
    answer = _typed("Print this as a transcript? [y/N] ")
    if answer is not None and answer.strip().lower() in ("y", "yes"):
        click.echo(session.transcript())
