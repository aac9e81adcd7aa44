"""Runs a drill, for real or on a virtual clock."""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from smsbot.cli.drill_page import write_proof
from smsbot.cli.parts import opened, settings_from_env
from smsbot.content.catalog import Catalog
from smsbot.core.drill import Seen
from smsbot.core.errors import SmsbotError
from smsbot.core.program import Program
from smsbot.usecases import drill as drills

_LOOK_EVERY = 0.5  # seconds


def for_real(handles: tuple[str, ...], limit: int, out: Path) -> Seen:
    """With the worker process that runs, over the carrier that is set."""
    with opened() as parts:
        program = parts.catalog.current()
        ticket_id = drills.begin(parts.db, program, parts.clock.now(), handles)
        seen = drills.watch(
            parts.db, parts.clock, ticket_id, timedelta(minutes=limit), lambda: time.sleep(_LOOK_EVERY), _progress()
        )
        how = "with simulated phones" if parts.settings.simulated else "over the carrier, to real phones"
        write_proof(parts.settings.templates_dir, out, program, seen, how, limit)
    return seen


def rehearse(handles: tuple[str, ...], limit: int, out: Path) -> Seen:
    """On a virtual clock and a database of its own, with the rota's people on numbers of fiction."""
    from smsbot.db import migrate
    from smsbot.lab.drill import Rehearsal
    from smsbot.lab.world import World
    from smsbot.wiring import RealClock, load_publication, open_database, publish

    settings, clock = settings_from_env(), RealClock()
    with TemporaryDirectory() as folder:
        db = open_database(replace(settings, database_url=f"sqlite:///{folder}/drill.sqlite3"))
        migrate.upgrade(db)
        catalog = Catalog(settings.flows_dir, settings.templates_dir, lambda kept: load_publication(db, clock, kept))
        if catalog.reload(lambda sources, digest: publish(db, clock, sources, digest)) is not None:
            raise SmsbotError("the flows have problems: smsbot flows check lists them")
        program = catalog.current()
        rehearsal = Rehearsal(World(db, catalog, clock.now()))
        rehearsal.prepare(_team(program, handles))
        ticket_id = drills.begin(db, program, rehearsal.clock.now(), handles)
        wait = timedelta(minutes=limit)
        seen = drills.watch(db, rehearsal.clock, ticket_id, wait, rehearsal.pause, lambda _seen, _passed: None)
        write_proof(settings.templates_dir, out, program, seen, "on a simulated clock: nobody was alerted", limit)
        db.close()
    return seen


def _team(program: Program, handles: tuple[str, ...]) -> dict[str, str]:
    rules = program.settings
    named = [handle for shift in rules.shifts for handle in shift.workers]
    everyone = dict.fromkeys((*named, *rules.on_call, *rules.backup, *handles))
    return {handle: f"+1336555{100 + n:04d}" for n, handle in enumerate(list(everyone)[:99])}


def _progress() -> Callable[[Seen, timedelta], None]:
    """One line that is written over; only when something changed where nobody looks at a screen."""
    on_screen = sys.stdout.isatty()
    last = [""]

    def say(seen: Seen, passed: timedelta) -> None:
        there = sum(alert.accepted_at is not None for alert in seen.alerts)
        state = f"taken by {seen.taken_by}" if seen.taken_by else "waiting for a worker's 1"
        line = f"drill {seen.code}: {there} of {len(seen.alerts)} alerts out, {state}"
        if on_screen:
            click.echo(f"\r{line}, {int(passed.total_seconds())} s   ", nl=False)
        elif line != last[0]:
            click.echo(line)
        last[0] = line

    return say
