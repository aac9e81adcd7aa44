"""Runs a drill, for real or on a virtual clock."""

import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import click

from smsbot.cli.drill_page import write_proof
from smsbot.cli.parts import opened
from smsbot.core.drill import Seen
from smsbot.lab.drill import Rehearsal
from smsbot.lab.stage import Stage
from smsbot.usecases import drill as drills
from smsbot.wiring import RealClock

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


def rehearse(handles: tuple[str, ...], limit: int, out: Path, flows_dir: Path, templates: Path) -> Seen:
    """On a virtual clock and a stage of its own, with the rota's people on numbers of fiction; it needs no settings."""
    with Stage(flows_dir, templates) as stage:
        program, world = stage.program, stage.world(RealClock().now(), staff={})
        rehearsal = Rehearsal(world)
        rehearsal.prepare(_team(stage.rota, handles))
        ticket_id = drills.begin(world.db, program, rehearsal.clock.now(), handles)
        wait = timedelta(minutes=limit)
        seen = drills.watch(world.db, rehearsal.clock, ticket_id, wait, rehearsal.pause, lambda _seen, _passed: None)
        write_proof(templates, out, program, seen, "on a simulated clock: nobody was alerted", limit)
    return seen


def _team(rota: dict[str, str], handles: tuple[str, ...]) -> dict[str, str]:
    more = dict.fromkeys(handle for handle in handles if handle not in rota)
    return {**rota, **{handle: f"+1336555{100 + n:04d}" for n, handle in enumerate(list(more)[:50])}}


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
