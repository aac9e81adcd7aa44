"""smsbot flows test: do the conversations go as they are written, and is every way of the flows in one?"""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from smsbot.cli.staff_files import staff_files
from smsbot.core.errors import SmsbotError

if TYPE_CHECKING:
    from smsbot.lab.cover.reach import Cover
    from smsbot.lab.stage import Stage
    from smsbot.lab.transcript import Transcript
    from smsbot.lab.transcript_record import Failure

_TRANSCRIPTS = Path("tests/transcripts")


class TranscriptsFailed(SmsbotError):
    """Some conversations did not go as they are written."""

    code = "transcripts_failed"


class NotCovered(SmsbotError):
    """Some ways of the flows are in no test."""

    code = "not_covered"


@click.command("test")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@staff_files
@click.option("--cover", "covering", is_flag=True, help="What does no test reach? Stops when everything was reached.")
@click.option("--write", is_flag=True, help="Draft the tests that are missing at the end of the flow files.")
@click.option("--json", "as_json", is_flag=True, help="For programs: counts and failures.")
def run_transcripts(
    paths: tuple[Path, ...], flows_dir: Path, templates: Path, covering: bool, write: bool, as_json: bool
) -> None:
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
        if covering or write:
            covered = _covered(stage, found, paths)
            if write:
                _write(stage, covered, flows_dir)
                return
            _tell_cover(covered, len(found), began, as_json=as_json)
            return
        failures = [failure for one in found if (failure := run(stage, one)) is not None]
    seconds = round(perf_counter() - began, 2)
    shown = {"count": len(found), "seconds": seconds, "failed": list(map(_as_json, failures))}
    _tell(failures, shown if as_json else None, f"{len(found)} conversations, {len(failures)} failed, {seconds} s")


def _tell(failures: "Sequence[Failure]", shown: Mapping[str, object] | None, said: str) -> None:
    """Say how it went, for programs if there is something `shown`. Raises TranscriptsFailed."""
    if shown is not None:
        click.echo(json.dumps(shown))
    for failure in failures if shown is None else ():
        click.echo(f"{failure}\n")
    if failures:
        raise TranscriptsFailed(said)
    if shown is None:
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


def _covered(stage: "Stage", found: "Sequence[Transcript]", paths: Sequence[Path]) -> "Cover":
    """The cover of the flows whose files were named, or of all of them."""
    from smsbot.lab.cover.reach import cover

    every = stage.program.flows
    named = {path.stem: every[path.stem] for path in paths if path.stem in every}
    return cover(stage, found, named or every, _count)


def _write(stage: "Stage", covered: "Cover", flows_dir: Path) -> None:
    """Append what is drafted; what fails now has to be mended first."""
    from smsbot.lab.draft import draft

    if covered.failures:
        _tell(covered.failures, None, "mend the tests that fail first; nothing was written")
    for name in dict.fromkeys(place.flow for place in covered.missing):
        missing = [place for place in covered.missing if place.flow == name]
        drafts = draft(stage, stage.program.flows[name], missing)
        path, reached = flows_dir / f"{name}.yaml", sum(one.reaches for one in drafts)
        if drafts:
            text = path.read_text().rstrip("\n")
            head = [] if re.search(r"^tests:", text, re.MULTILINE) else ["tests:"]
            path.write_text("\n".join([text, *head, *(one.text for one in drafts)]) + "\n")
        click.echo(f"{path}: {len(drafts)} drafted for {reached} of {len(missing)}; read them, then take 'draft:' away")


def _count(played: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{played}", nl=False, err=True)


def _tell_cover(found: "Cover", count: int, began: float, *, as_json: bool) -> None:
    """Say what is not reached. Raises TranscriptsFailed or NotCovered."""
    missing = list(map(str, found.missing))
    seconds = round(perf_counter() - began, 2)
    shown: dict[str, object] = {
        "count": found.played,
        "seconds": seconds,
        "failed": list(map(_as_json, found.failures)),
        "places": found.places,
        "not_reached": missing,
    }
    for line in () if as_json else missing:
        click.echo(f"{line}: no test gets there")
    reached = f"{found.places - len(missing)} of {found.places} reached"
    said = f"{reached} by {found.played} of {count} conversations, {len(found.failures)} failed, {seconds} s"
    _tell(found.failures, shown if as_json else None, said)
    if missing:
        raise NotCovered(f"{reached}; write a test for the rest")
