"""smsbot flows and smsbot words."""

import json
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from smsbot.cli.checking import check
from smsbot.cli.graphing import graph
from smsbot.cli.mutating import mutate
from smsbot.cli.schema import schema
from smsbot.cli.staff_files import staff_files
from smsbot.core.errors import SmsbotError

if TYPE_CHECKING:
    from smsbot.lab.play import Session
    from smsbot.lab.transcript_record import Failure

_TRANSCRIPTS = Path("tests/transcripts")


class TranscriptsFailed(SmsbotError):
    """Some conversations did not go as they are written."""

    code = "transcripts_failed"


@click.group()
def flows() -> None:
    """The conversations that staff write."""


flows.add_command(mutate)
flows.add_command(check)
flows.add_command(graph)
flows.add_command(schema)


@flows.command("test")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@staff_files
@click.option("--json", "as_json", is_flag=True, help="For programs: counts and failures.")
def run_transcripts(paths: tuple[Path, ...], flows_dir: Path, templates: Path, as_json: bool) -> None:
    """Play whole conversations: the tests in flow files, and transcripts.

    PATHS are files or folders; without any, the flows and tests/transcripts. Nothing real is touched: the database and
    its keys are thrown away, and the clock is moved instead of waited for.
    """
    from smsbot.lab.stage import Stage
    from smsbot.lab.transcript_read import read_paths
    from smsbot.lab.transcript_run import run

    began = perf_counter()
    with Stage(flows_dir, templates) as stage:
        wanted = list(paths) or [flows_dir, *([_TRANSCRIPTS] if _TRANSCRIPTS.is_dir() else [])]
        found = read_paths(wanted, stage.rota)
        failures = [failure for one in found if (failure := run(stage, one)) is not None]
    seconds = round(perf_counter() - began, 2)
    if as_json:
        click.echo(json.dumps({"count": len(found), "seconds": seconds, "failed": list(map(_as_json, failures))}))
    else:
        for failure in failures:
            click.echo(f"{failure}\n")
    said = f"{len(found)} conversations, {len(failures)} failed, {seconds} s"
    if failures:
        raise TranscriptsFailed(said)
    if not as_json:
        click.echo(said)


def _as_json(failure: "Failure") -> dict[str, object]:
    return {
        "file": failure.transcript.file,
        "line": failure.number,
        "title": failure.transcript.title,
        "expected": failure.expected,
        "got": failure.got,
        "conversation": failure.conversation,
    }


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
