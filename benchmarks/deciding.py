"""What deciding a recorded text costs in processor time: found, read, carried out, committed."""

import time
from collections.abc import Callable
from typing import Any

from conftest import KEYS, MONDAY, shipped
from processes import number

from benchmarks.pairs import spread
from benchmarks.sites import Town
from benchmarks.throughput import WORDS
from smsbot.db import migrate, programme
from smsbot.db.database import Database, read_url
from smsbot.lab.world import World
from smsbot.usecases.decide_inbox import decide_pending

_AT_ONCE = 25


def run(town: Town, *, rounds: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Microseconds a text on each database, of people who have texted before."""
    found: dict[str, Any] = {}
    for kind in ("sqlite", "postgresql"):
        say(f"deciding, {kind}")
        db = Database(read_url(town.database(kind, f"deciding_{kind}")), KEYS)
        migrate.upgrade(db)
        world = World(db, shipped(db), MONDAY)
        with db.write(MONDAY) as tx:
            programme.beat(tx, "bench")
        for n in range(_AT_ONCE):
            world.text(number(n), "hello")
        found[kind] = vars(spread([_round(world, n) for n in range(rounds)]))
        db.close()
    return found


def _round(world: World, n: int) -> float:
    for who in range(_AT_ONCE):
        world.arrive(number(who), WORDS[(n + who) % len(WORDS)])
    begun = time.process_time_ns()
    decided = decide_pending(world.db, world.programs, world.clock)
    took = (time.process_time_ns() - begun) / 1e3 / _AT_ONCE
    assert decided == _AT_ONCE
    world.settle()
    return took
