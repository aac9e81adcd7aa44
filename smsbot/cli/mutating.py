"""smsbot flows mutate: are the tests of the flows worth anything?"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from os import cpu_count
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING

import click

from smsbot.cli.staff_files import staff_files
from smsbot.core.errors import SmsbotError

if TYPE_CHECKING:
    from smsbot.lab.mutation.trial import Result

_TRANSCRIPTS = Path("tests/transcripts")


class TooFewCaught(SmsbotError):
    """The tests let too many mistakes pass."""

    code = "too_few_caught"


@click.command()
@click.argument("flows", nargs=-1)
@staff_files
@click.option("--bar", type=click.IntRange(0, 100), default=95, show_default=True, help="Percent to be caught.")
@click.option("--sample", type=click.IntRange(1), help="Only so many, drawn by chance.")
@click.option("--seed", default=1, show_default=True, help="Which ones --sample draws.")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def mutate(
    flows: Sequence[str], flows_dir: Path, templates: Path, bar: int, sample: int | None, seed: int, as_json: bool
) -> None:
    """Plant small mistakes in FLOWS (all, if none is named), one at a time, and count those that the tests notice."""
    from smsbot.content.catalog import Catalog
    from smsbot.lab.mutation.trial import all_mutants, try_all

    began = perf_counter()
    made = all_mutants(Catalog(flows_dir, templates, lambda _kept: None).check())
    wanted = [n for n, mutant in enumerate(made) if not flows or mutant.flow.name in flows]
    if sample is not None:
        wanted = sorted(Random(seed).sample(wanted, min(sample, len(wanted))))  # noqa: S311  # which mutants, no secret
    paths = [flows_dir, *([_TRANSCRIPTS] if _TRANSCRIPTS.is_dir() else [])]
    results = []
    for result in try_all((flows_dir, templates), paths, wanted, cpu_count() or 1):
        results.append(result)
        if sys.stderr.isatty():
            click.echo(f"\r{len(results)} of {len(wanted)}", nl=False, err=True)
    missed = sorted(one.mutant for one in results if one.caught_by is None)
    share = 100 * (len(results) - len(missed)) / max(1, len(results))
    if as_json:
        shown = {"tried": len(results), "caught": len(results) - len(missed), "missed": missed}
        click.echo(json.dumps(shown, indent=2, ensure_ascii=False))
    else:
        _show(results, missed)
        click.echo(
            f"{len(results) - len(missed)} of {len(results)} caught, {share:.1f} %, {perf_counter() - began:.0f} s"
        )
    if share < bar:
        raise TooFewCaught(f"{share:.1f} % of the mistakes were noticed, and {bar} % is the bar")


def _show(results: "Sequence[Result]", missed: Sequence[str]) -> None:
    for by in ("operator", "flow"):
        tried = Counter(getattr(one, by) for one in results)
        caught = Counter(getattr(one, by) for one in results if one.caught_by is not None)
        for name, count in sorted(tried.items()):
            click.echo(f"{by:9} {name:20} {caught[name]:4} of {count:4}")
    for line in missed:
        click.echo(f"not noticed: {line}")
