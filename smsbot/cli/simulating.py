"""smsbot simulate: are the promises kept while everything fails?"""

import logging
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from smsbot.cli.staff_files import staff_files
from smsbot.core.errors import SmsbotError

_ENOUGH = 3
"""A mistake that fewer seeds notice is hardly noticed."""


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
@click.option("--faults", is_flag=True, help="Plant every mistake, one after the other, until three seeds found each.")
@click.option("--database", help="A PostgreSQL database that is thrown away, instead of SQLite.")
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
    faults: bool,
    database: str | None,
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
    with Stage(flows_dir, templates, database) as stage, FAULTS[fault]() if fault is not None else nullcontext():
        theatre = Theatre(stage)
        drawn = (draw(n, days, people) for n in range(seed, seed + seeds))
        plans = iter([from_json(replay.read_text())]) if replay else drawn
        if faults:
            _plant_all(FAULTS, theatre, list(plans))
            return
        total, began, seen = 1 if replay else seeds, perf_counter(), Counter[str]()
        person_days = sent = 0
        for done, plan in enumerate(plans, start=1):
            outcome = Run(theatre, plan).play()
            person_days, sent = person_days + plan.days * people, sent + outcome.sent
            seen += outcome.died_at
            if outcome.broken:
                short = shrink(outcome, lambda one: Run(theatre, one).play(), tries)
                click.echo("\n".join(short.story))
                if out is not None:
                    out.write_text(to_json(short.plan))
                raise BrokenPromise(f"seed {plan.seed}: {'; '.join(short.broken)}")
            _progress(done, total, "seeds")
    click.echo(
        f"{total} seeds, {person_days} person-days, {sent} texts, {seen.total()} crashes, "
        f"{perf_counter() - began:.0f} s: no promise was broken"
    )
    _tell_crashes(seen)


def _progress(done: int, total: int, what: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{'#' * (40 * done // total):40} {done} of {total} {what}", nl=False, err=True)


def _tell_crashes(seen: Mapping[str, int]) -> None:
    """How often the process died at each boundary; a boundary at which it never did is told, too."""
    from smsbot.lab.sim.brink import BOUNDARIES

    for where in sorted({*BOUNDARIES, *seen}, key=lambda one: seen.get(one, 0)):
        click.echo(f"{seen.get(where, 0):8} crashes at: {where}")


def _plant_all(faults: Mapping[str, Callable[[], AbstractContextManager[Any]]], theatre: Any, plans: list[Any]) -> None:
    """Raises BrokenPromise if a mistake was found by fewer than three of these seeds."""
    from smsbot.lab.sim.run import Run

    missed = []
    for name, plant in faults.items():
        found: list[int] = []
        for plan in plans:
            with plant():
                if Run(theatre, plan).play().broken:
                    found.append(plan.seed)
            if len(found) == _ENOUGH:
                break
        click.echo(f"{'found' if len(found) == _ENOUGH else 'MISSED':8} {name}: seeds {', '.join(map(str, found))}")
        missed += [name] if len(found) < _ENOUGH else []
    if missed:
        raise BrokenPromise(f"found by fewer than {_ENOUGH} of {len(plans)} seeds: {'; '.join(missed)}")
