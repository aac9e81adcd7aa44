"""The calendar: a tick with 100 due among ever more people, and what finding a due moment costs beside APScheduler."""

import shutil
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from conftest import KEYS, shipped
from processes import number
from sqlalchemy import select, text

from benchmarks import crowd
from benchmarks.pairs import spread
from benchmarks.sites import Town
from smsbot.content.catalog import Catalog
from smsbot.db import migrate, timers
from smsbot.db.database import Database, read_url
from smsbot.db.schema import timer
from smsbot.lab.world import World
from smsbot.usecases.fire_timers import fire_due

MONDAY = datetime.fromisoformat("2026-11-02T18:00:00+00:00")
DUE = 100


def run(town: Town, *, sizes: list[int], rounds: int, jobs: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Ticks on copies of one town that differ in how many others have a follow-up too."""
    found: dict[str, Any] = {}
    for kind in ("sqlite", "postgresql"):
        say(f"{DUE} people join, {kind}")
        databases = _copies(town, kind, sizes, say)
        found[kind] = _ticks(databases, rounds, lambda what, kind=kind: say(f"{kind}: {what}"))
        found[kind]["claiming_us"] = _claiming(next(iter(databases.values())), rounds)
        for one in databases.values():
            one.close()
        say(f"an APScheduler job for each of {jobs}, {kind}")
        found[kind]["apscheduler_us"] = _apscheduler(town, kind, jobs, rounds)
        ratio = found[kind]["apscheduler_us"]["middle"] / found[kind]["claiming_us"]["middle"]
        found[kind]["apscheduler_to_claiming"] = ratio
    return found


def _copies(town: Town, kind: str, sizes: list[int], say: Callable[[str], None]) -> dict[int, Database]:
    url = town.database(kind, f"calendar_{kind}")
    first = Database(read_url(url), KEYS)
    migrate.upgrade(first)
    world = World(first, shipped(first), MONDAY)
    for n in range(DUE):
        world.text(number(n), "join")
        world.text(number(n), "1")
    first.close()
    copies = {}
    for size in sizes:
        say(f"{size:,} participants, {kind}")
        name = f"calendar_{kind}_{size}"
        if kind == "sqlite":
            path = town.folder / f"{name}.sqlite3"
            shutil.copy(town.folder / f"calendar_{kind}.sqlite3", path)
            there = f"sqlite:///{path}"
        else:
            town.server.create(name, template=f"calendar_{kind}")
            there = town.server.url(name)
        copies[size] = Database(read_url(there), KEYS)
        crowd.add_bystanders(copies[size], 1, size, MONDAY)
    return copies


def _ticks(databases: dict[int, Database], rounds: int, say: Callable[[str], None]) -> dict[str, Any]:
    catalogs = {size: shipped(db) for size, db in databases.items()}
    worlds = {size: World(db, catalogs[size], MONDAY) for size, db in databases.items()}
    due: dict[int, list[float]] = {size: [] for size in databases}
    idle: dict[int, list[float]] = {size: [] for size in databases}
    for n in range(rounds):
        say(f"tick {n + 1} of {rounds}")
        for size, world in worlds.items():
            due[size].append(_a_week_later(world, databases[size], catalogs[size]))
            idle[size].append(_idle(world, databases[size], catalogs[size]))
    smallest, largest = min(databases), max(databases)
    ratios = [large / small for small, large in zip(due[smallest], due[largest], strict=True)]
    return {
        "tick_ms": {str(size): vars(spread(values)) for size, values in due.items()},
        "idle_ms": {str(size): vars(spread(values)) for size, values in idle.items()},
        "largest_to_smallest": vars(spread(ratios)),
    }


def _a_week_later(world: World, db: Database, catalog: Catalog) -> float:
    """Everybody's next follow-up is due at once; how long the tick takes, in milliseconds."""
    with db.read(world.clock.now()) as tx:
        mine = tx.all(select(timer.c.due_at).where(_undone()).order_by(timer.c.due_at).limit(DUE))
    moments = [row.due_at for row in mine]
    world.clock.move_to(max(moments) + timedelta(minutes=1))
    begun = time.perf_counter()
    fired = fire_due(db, catalog, world.carrier, world.clock)
    took = (time.perf_counter() - begun) * 1e3
    assert fired == DUE, f"{fired} fired"
    # What was said is not sent: it would only be more rows of the same kind.
    with db.write(world.clock.now()) as tx:
        tx.conn.execute(text("UPDATE outbox SET status = 'cancelled' WHERE status = 'queued'"))
        tx.conn.execute(text("UPDATE conversation SET status = 'expired' WHERE status = 'waiting'"))
        timers.cancel(tx, *(kind for kind in timers.TimerKind if kind is not timers.TimerKind.FOLLOW_UP))
    return took


def _undone() -> Any:
    return timer.c.done_at.is_(None) & (timer.c.kind == "follow_up")


def _idle(world: World, db: Database, catalog: Catalog) -> float:
    begun = time.perf_counter()
    for _ in range(20):
        assert fire_due(db, catalog, world.carrier, world.clock) == 0
    return (time.perf_counter() - begun) * 1e3 / 20


def _claiming(db: Database, rounds: int) -> dict[str, float]:
    """Finding and claiming alone: the look for what is due, and each timer consumed; microseconds for each."""
    found = []
    moment = MONDAY + timedelta(days=400)
    for _ in range(rounds):
        begun = time.perf_counter()
        with db.write(moment) as tx:
            for row in timers.due(tx, moment, DUE):
                assert timers.claim(tx, row.id, moment) is not None
        found.append((time.perf_counter() - begun) * 1e6 / DUE)
    return vars(spread(found))


def _job() -> None:
    """What a participant's job would do."""


def _apscheduler(town: Town, kind: str, jobs: int, rounds: int) -> dict[str, float]:
    """One weekly job for each participant in its own job store; microseconds for each of 100 that are due."""
    from apscheduler.executors.base import BaseExecutor
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.interval import IntervalTrigger
    from sqlalchemy import create_engine

    class Nothing(BaseExecutor):  # type: ignore[misc]
        def _do_submit_job(self, job: Any, run_times: list[datetime]) -> None:
            self._run_job_success(job.id, [])

    address = town.database(kind, f"jobs_{kind}").replace("postgresql://", "postgresql+psycopg://")
    store = SQLAlchemyJobStore(engine=create_engine(address))
    scheduler = BackgroundScheduler(jobstores={"default": store}, executors={"default": Nothing()}, timezone="UTC")
    scheduler.start(paused=True)
    later = datetime.now(MONDAY.tzinfo) + timedelta(days=30)
    for n in range(jobs):
        scheduler.add_job(_job, IntervalTrigger(weeks=1), next_run_time=later, id=f"{n:07d}", misfire_grace_time=None)
    scheduler.state = 1  # running, but its thread still sleeps: the jobs are processed from here
    found = []
    for n in range(rounds):
        past = datetime.now(MONDAY.tzinfo) - timedelta(seconds=1)
        for job_id in range(n * DUE, (n + 1) * DUE):
            job = store.lookup_job(f"{job_id % jobs:07d}")
            job._modify(next_run_time=past)
            store.update_job(job)
        begun = time.perf_counter()
        scheduler._process_jobs()
        found.append((time.perf_counter() - begun) * 1e6 / DUE)
    scheduler.shutdown(wait=False)
    return vars(spread(found))
