"""Joins the parts: settings in, a running programme out. The only place that knows the real clock."""

import logging
import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from smsbot.content.catalog import Catalog
from smsbot.content.problems import ContentError
from smsbot.db import migrate, programme
from smsbot.db.database import Database, read_url
from smsbot.db.sealing import LookupKeys, MasterKeys
from smsbot.db.tx import Keys
from smsbot.providers.simulated import SimulatedCarrier
from smsbot.providers.steerable_clock import SteerableClock
from smsbot.providers.twilio.client import TwilioTransport
from smsbot.settings import Settings
from smsbot.usecases.ports import Clock, Transport

log = logging.getLogger(__name__)

_OFFSET = "clock_offset_seconds"


class RealClock:
    """The machine's clock, as aware UTC."""

    def now(self) -> datetime:
        """This moment."""
        return datetime.now(UTC)  # noqa: TID251  # the one place


@dataclass(frozen=True, slots=True)
class Parts:
    """What a process of smsbot consists of."""

    settings: Settings
    db: Database
    clock: Clock
    catalog: Catalog
    transport: Transport
    simulated: SimulatedCarrier | None
    name: str  # of this process, for heartbeats and for who is sending what

    def close(self) -> None:
        """Let everything go."""
        if self.simulated is not None:
            self.simulated.close()
        self.db.close()


def open_database(settings: Settings) -> Database:
    """The database with its keys; nothing is checked yet."""
    keys = Keys(MasterKeys(settings.data_keys), LookupKeys(settings.lookup_keys))
    return Database(read_url(settings.database_url), keys)


def build(settings: Settings, *, migrate_first: bool = False) -> Parts:
    """Open and check everything: schema, stamp, keys, programme. Raises the SmsbotError of the first that is wrong."""
    db = open_database(settings)
    now = RealClock().now()
    if migrate_first:
        migrate.upgrade(db)
    migrate.check(db)
    with db.write(now) as tx:
        programme.stamp(tx, "demo" if settings.simulated else "live")
        programme.check_keys(tx)
    clock = clock_for(settings, db)
    carrier = _simulated(settings, clock) if settings.simulated else None
    return Parts(
        settings=settings,
        db=db,
        clock=clock,
        catalog=_catalog(settings, db, clock),
        transport=carrier or _twilio(settings),
        simulated=carrier,
        name=f"{socket.gethostname()}:{os.getpid()}"[:64],
    )


def _catalog(settings: Settings, db: Database, clock: Clock) -> Catalog:
    """The programme from its files; from the last good publication where the files are broken."""
    catalog = Catalog(
        settings.flows_dir,
        settings.templates_dir,
        lambda kept: load_publication(db, clock, kept),
        settings.public_url,
    )
    problems = catalog.reload(lambda sources, digest: publish(db, clock, sources, digest))
    if problems is not None:
        with db.read(clock.now()) as tx:
            last_good = programme.current_publication(tx)
        if last_good is None:
            raise problems
        log.error("flows.refused", extra={"problems": str(problems).splitlines()})
        catalog.adopt(last_good)
    return catalog


def load_publication(db: Database, clock: Clock, publication_id: str) -> str | None:
    """The kept sources of a publication."""
    with db.read(clock.now()) as tx:
        return programme.publication_sources(tx, publication_id)


def publish(db: Database, clock: Clock, sources: str, digest: str) -> str:
    """Keep checked sources as the current publication; returns its id."""
    with db.write(clock.now()) as tx:
        return programme.publish(tx, digest, sources)


def refresh(parts: Parts) -> ContentError | None:
    """Publish changed files if they are good. The problems if they changed and are not."""
    changed = parts.catalog.stamp() != parts.catalog.seen
    parts.catalog.refresh(lambda sources, digest: publish(parts.db, parts.clock, sources, digest))
    return parts.catalog.problems if changed else None


def _twilio(settings: Settings) -> TwilioTransport:
    twilio = settings.twilio
    return TwilioTransport(
        twilio.account_sid,
        twilio.auth_tokens[0],
        settings.public_url,
        from_number=twilio.from_number,
        service_sid=twilio.service_sid,
        worker_number=twilio.worker_number,
        api_url=twilio.api_url,
        call_from=calls_come_from(settings),
        numbers=twilio.numbers,
    )


def calls_come_from(settings: Settings) -> str | None:
    """The programme's number, as both phones of a call see it; a messaging service's first one."""
    return settings.twilio.from_number or next(iter(settings.twilio.numbers), None)


def _simulated(settings: Settings, clock: Clock) -> SimulatedCarrier:
    twilio = settings.twilio
    return SimulatedCarrier(
        webhook_base=f"http://127.0.0.1:{settings.port}",
        public_url=settings.public_url,
        account_sid=twilio.account_sid,
        auth_token=twilio.auth_tokens[0],
        number=twilio.from_number or "",
        worker_number=twilio.worker_number,
        clock=clock,
    )


def clock_for(settings: Settings, db: Database) -> SteerableClock | RealClock:
    """The clock that everything in this (migrated) database goes by."""
    return _steerable(db) if settings.simulated else RealClock()


def _steerable(db: Database) -> SteerableClock:
    """The demo's clock goes on from where it was moved to, or rows would lie in its future."""
    real = RealClock()
    with db.read(real.now()) as tx:
        kept = programme.get(tx, _OFFSET)

    def keep(offset: timedelta) -> None:
        # The heart goes on beating across the jump: the worker is in this very process.
        with db.write(real.now() + offset) as tx:
            programme.put(tx, _OFFSET, str(offset.total_seconds()))
            programme.beat(tx, "demo")
            tx.wake()

    return SteerableClock(real, timedelta(seconds=float(kept or 0)), keep)
