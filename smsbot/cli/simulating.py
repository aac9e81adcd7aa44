"""smsbot simulate: are the promises kept while everything fails?"""

import logging
import sys
from contextlib import nullcontext
from pathlib import Path
from time import perf_counter

import click

from smsbot.cli.staff_files import staff_files
from smsbot.core.errors import SmsbotError


class BrokenPromise(SmsbotError):
    """A seed broke a promise."""

    code = "broken_promise"


@click.command()
@click.option("--seed", default=1, show_default=True, help="The first seed.")
@click.option("--seeds", default=1, show_default=True, type=click.IntRange(1), help="How many, one after the other.")
@click.option("--days", default=10, show_default=True, type=click.IntRange(1, 366))
@click.option("--people", default=3, show_default=True, type=click.IntRange(1, 200))
@click.option("--shrink", "tries", default=60, show_default=True, help="Tries to make a failing seed short.")
@click.option("--replay", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Play a kept plan.")
@click.option("--fault", help="Plant one mistake of smsbot/lab/sim/faults.py, by its name.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Keep the failing plan here.")
@staff_files
def simulate(
    seed: int,
    seeds: int,
    days: int,
    people: int,
    tries: int,
    replay: Path | None,
    fault: str | None,
    out: Path | None,
    flows_dir: Path,
    templates: Path,
) -> None:
    """Live through weeks of trouble on a virtual clock, and check the promises from the rows after every step."""
    from smsbot.lab.sim.events import draw, from_json, to_json
    from smsbot.lab.sim.faults import FAULTS
    from smsbot.lab.sim.run import Run, Theatre
    from smsbot.lab.sim.shrink import shrink
    from smsbot.lab.stage import Stage

    if fault is not None and fault not in FAULTS:
        raise click.UsageError(f"--fault: there are: {'; '.join(FAULTS)}")
    logging.disable(logging.CRITICAL)  # thousands of planned failures
    began, sent, died = perf_counter(), 0, 0
    with Stage(flows_dir, templates) as stage, FAULTS[fault]() if fault is not None else nullcontext():
        theatre = Theatre(stage)
        plans = (
            [from_json(replay.read_text())] if replay else [draw(n, days, people) for n in range(seed, seed + seeds)]
        )
        for done, plan in enumerate(plans, start=1):
            outcome = Run(theatre, plan).play()
            sent, died = sent + outcome.sent, died + outcome.died_at.total()
            if outcome.broken:
                short = shrink(outcome, lambda one: Run(theatre, one).play(), tries)
                click.echo("\n".join(short.story))
                if out is not None:
                    out.write_text(to_json(short.plan))
                raise BrokenPromise(f"seed {plan.seed}: {'; '.join(short.broken)}")
            if sys.stderr.isatty():
                click.echo(f"\r{'#' * (40 * done // len(plans)):40} {done} of {len(plans)} seeds", nl=False, err=True)
    person_days = sum(plan.days * people for plan in plans)
    click.echo(
        f"{len(plans)} seeds, {person_days} person-days, {sent} texts, {died} crashes, "
        f"{perf_counter() - began:.0f} s: no promise was broken"
    )
