"""Puts the worker together: a decider, sender lanes, and APScheduler as the clock."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

import requests
from apscheduler.schedulers.background import BackgroundScheduler

from smsbot.usecases import deliver, upkeep
from smsbot.usecases.alarm import alarms
from smsbot.usecases.decide_inbox import decide_pending
from smsbot.usecases.fire_timers import fire_due
from smsbot.usecases.receipts import apply_pending
from smsbot.usecases.sweep import sweep
from smsbot.wiring import Parts, refresh
from smsbot.worker.listen import Listener
from smsbot.worker.loops import Loop

log = logging.getLogger(__name__)

ORDINARY_LANES = 3
URGENT_LANES = 6
"""Kept for crisis answers and RED alerts: several of them may hang at the carrier and the next one still goes."""


class Worker:
    """Start it, stop it. Everything it does is a use case; it only says when."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._stop = threading.Event()
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._loops = [self._loop("decider", self._decide), self._loop("receipts", self._receipts)]
        self._loops += [self._lane(n, urgent=True) for n in range(URGENT_LANES)]
        self._loops += [self._lane(n, urgent=False) for n in range(ORDINARY_LANES)]
        self._listener = None if parts.db.is_sqlite else Listener(parts.db.url, parts.db.bell, self._stop)

    def start(self) -> None:
        """Beat once, so that the web knows, then work."""
        self._beat()
        self._every(timedelta(seconds=1), self._tick)
        self._every(timedelta(seconds=5), self._beat)
        self._every(timedelta(seconds=5), self._reload)
        self._every(timedelta(seconds=5), self._upkeep)
        self._every(timedelta(hours=1), self._retain)
        self._every(timedelta(minutes=1), self._sweep)
        if self._parts.settings.heartbeat_url is not None:
            self._every(timedelta(minutes=1), self._call_heartbeat)
        if self._parts.settings.alarm_url is not None:
            self._every(timedelta(minutes=1), self._call_alarm)
        self._scheduler.start()
        for loop in self._loops:
            loop.start()
        if self._listener is not None:
            self._listener.start()
        log.info("worker.started", extra={"worker": self._parts.name})

    def stop(self, timeout: float = 40.0) -> None:
        """Finish what is in hand (a hand-off may take half a minute) and stop."""
        self._stop.set()
        self._scheduler.shutdown(wait=True)
        self._parts.db.bell.ring()
        for loop in self._loops:
            loop.join(timeout)
        log.info("worker.stopped", extra={"worker": self._parts.name})

    def wait(self) -> None:
        """Until `stop` is called (from a signal, say)."""
        self._stop.wait()

    def _loop(self, name: str, work: Callable[[], bool]) -> Loop:
        return Loop(name, work, self._parts.db.bell, self._stop)

    def _lane(self, number: int, *, urgent: bool) -> Loop:
        parts = self._parts
        name = f"{'urgent' if urgent else 'ordinary'}-{number}"
        sender = f"{parts.name}:{name}"[:64]
        rates = parts.settings.twilio.rates

        def hand_over() -> bool:
            return deliver.hand_over_next(
                parts.db, parts.catalog, parts.transport, parts.clock, sender, urgent=urgent, rates=rates
            )

        return self._loop(name, hand_over)

    def _every(self, interval: timedelta, job: Callable[[], object]) -> None:
        """One of the few interval jobs; a late one runs once, never twice at a time, and never ends the clock."""
        self._scheduler.add_job(
            _guarded(job),
            "interval",
            seconds=interval.total_seconds(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def _decide(self) -> bool:
        own_line = self._parts.settings.twilio.worker_number is not None
        return decide_pending(self._parts.db, self._parts.catalog, self._parts.clock, own_worker_line=own_line) > 0

    def _receipts(self) -> bool:
        return apply_pending(self._parts.db, self._parts.catalog, self._parts.clock.now()) > 0

    def _tick(self) -> None:
        fire_due(self._parts.db, self._parts.catalog, self._parts.transport, self._parts.clock)

    def _upkeep(self) -> None:
        now = self._parts.clock.now()
        deliver.give_up_stuck(self._parts.db, self._parts.catalog, now)
        upkeep.erase_forgotten(self._parts.db, now)

    def _beat(self) -> None:
        upkeep.beat(self._parts.db, self._parts.name, self._parts.clock.now())

    def _reload(self) -> None:
        problems = refresh(self._parts)
        if problems is not None:
            log.error("flows.refused", extra={"problems": str(problems).splitlines()})

    def _retain(self) -> None:
        upkeep.blank_old_bodies(self._parts.db, self._parts.catalog.current(), self._parts.clock.now())

    def _sweep(self) -> None:
        sweep(self._parts.db, self._parts.transport, self._parts.clock.now(), self._parts.settings.twilio.worker_number)

    def _call_heartbeat(self) -> None:
        url = self._parts.settings.heartbeat_url
        if url is not None:
            requests.get(url, timeout=10)

    def _call_alarm(self) -> None:
        url, found = self._parts.settings.alarm_url, alarms(self._parts.db, self._parts.clock.now())
        if url is not None and found:
            log.error("alarm", extra={"alarms": found})
            requests.post(url, json=found, timeout=10)


def _guarded(job: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        try:
            job()
        except Exception:
            log.exception("job.failed", extra={"job": job.__name__})

    return run
