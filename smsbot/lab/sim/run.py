"""Plays a plan: the real use cases on a virtual clock, one thread, everything drawn from the seed."""

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from unittest import mock
from uuid import UUID

from sqlalchemy import select

from smsbot.db.database import Database
from smsbot.db.schema import ticket
from smsbot.lab.sim.brink import Brink, Died
from smsbot.lab.sim.carrier import StormCarrier, WrongClock
from smsbot.lab.sim.events import CARRIER_STOPS, STARTS, Event, Plan
from smsbot.lab.sim.heard import Seen
from smsbot.lab.sim.promises import Witness
from smsbot.lab.stage import Stage
from smsbot.lab.world import World
from smsbot.usecases.ports import ListedText
from smsbot.usecases.receive import Inbound, record, record_receipt
from smsbot.usecases.sweep import sweep

_DIES_AT_MOST = 50


@dataclass(slots=True)
class Outcome:
    """What came of a plan."""

    plan: Plan
    broken: list[str]
    story: list[str]
    steps: int
    sent: int
    died_at: Counter[str] = field(default_factory=Counter)


class Theatre:
    """A stage whose process can die."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.brink = stage, Brink()
        self._guarded: Database | None = None

    def world(self, start: datetime) -> World:
        """A world in which nothing has happened yet."""
        world = self.stage.world(start)
        if self._guarded is not world.db:
            self._guarded = world.db
            self.brink.guard(world.db)
        return world


class Run:
    """One plan that is being played."""

    def __init__(self, theatre: Theatre, plan: Plan) -> None:
        self.plan, self.brink = plan, theatre.brink
        self.brink.left, self.brink.died_at = None, Counter()
        fresh = theatre.world(plan.start)
        self.clock = WrongClock(plan.start)
        self.carrier = StormCarrier(self.clock, seed=plan.seed, brink=self.brink)
        self.db, self._programs, self._start = fresh.db, theatre.stage, fresh
        self.witness = Witness(fresh.db, self.brink, Seen(self.carrier.sent))
        self.carrier.witness = lambda sms: self.witness.at_hand_off(sms, self.clock.now())
        self.world = self._new_world()
        self.story: list[str] = []
        self.steps, self._sids = 0, itertools.count(1)

    def _new_world(self) -> World:
        """A process that has just been started: all it knows is in the rows."""
        world = World(self.db, self._start.programs, self.plan.start)
        world.clock, world.carrier = self.clock, self.carrier
        return world

    def play(self) -> Outcome:
        """Everything that the plan has in store; stops at the first step that broke a promise."""
        with _drawn_ids(self.plan.seed):
            for event in (*self.plan.events, Event(self.plan.days * 86400, "end")):
                self._until(self.plan.start + timedelta(seconds=event.after))
                self._alive(lambda event=event: self._happens(event))  # type: ignore[misc]
                self._check()
                if self.witness.broken:
                    break
        return Outcome(
            self.plan, self.witness.broken, self.story, self.steps, len(self.carrier.sent), self.brink.died_at
        )

    def _until(self, moment: datetime) -> None:
        """Time passes, and the callbacks that are on their way arrive."""
        while not self.witness.broken:
            first = min((one for one in self.carrier.callbacks), key=lambda one: one.due, default=None)
            if first is None or first.due > moment:
                break
            self.carrier.callbacks.remove(first)
            self._pass_to(first.due)
            self._alive(
                lambda one=first: record_receipt(  # type: ignore[misc]
                    self.db, one.text_id, one.sid, one.status, one.code, self.clock.now()
                )
            )
            self._alive(self.world.settle)
        self._pass_to(moment)

    def _pass_to(self, moment: datetime) -> None:
        if moment > self.clock.true:
            self._alive(lambda: self.world.move_to(moment + self.clock.skew))

    def _alive(self, act: Callable[[], object]) -> None:
        """Do it; where the process dies, another one starts and finishes what the rows know of."""
        for _ in range(_DIES_AT_MOST):
            try:
                act()
                return
            except Died as death:
                self._tells(f"the process dies at: {death}")
                self.world = self._new_world()
                act = lambda: self.world.tick()  # noqa: E731
            except Exception as error:
                self.witness.broken.append(f"P9: {type(error).__name__}: {error}")
                return

    def _check(self) -> None:
        self.steps += 1
        self.witness.after_step(self.clock.now())

    def _happens(self, event: Event) -> None:
        getattr(self, f"_on_{event.kind}")(event)
        sweep(self.db, self.carrier, self.clock.now())
        self.world.settle()

    def _on_end(self, _event: Event) -> None:
        self.world.tick()

    def _on_text(self, event: Event) -> None:
        self._arrives(f"SI{next(self._sids):032x}", event)

    def _on_twice(self, event: Event) -> None:
        sid = f"SI{next(self._sids):032x}"
        self._arrives(sid, event)
        self.world.settle()
        self._arrives(sid, event)

    def _on_unheard(self, event: Event) -> None:
        """The carrier takes it, and no webhook reaches us: only its list knows."""
        sid, now = f"SI{next(self._sids):032x}", self.clock.now()
        self._tells(f"{event.who} texts '{event.words}', and no webhook comes")
        self._at_the_carrier(event)
        self.carrier.received.append(ListedText(sid, True, event.who, "", event.words, 0, "received", None, now))

    def _on_late(self, event: Event) -> None:
        """Two texts come in the wrong order."""
        self._arrives(f"SI{next(self._sids):032x}", Event(event.after, "text", event.who, "2"))
        self._arrives(f"SI{next(self._sids):032x}", event)

    def _on_meanwhile(self, event: Event) -> None:
        """Two answers are ready, and while the first is with the carrier this text comes."""
        for words in ("MENU", "WHY"):
            self._arrives(f"SI{next(self._sids):032x}", Event(event.after, "text", event.who, words))
        self.carrier.meanwhile = lambda: self._arrives(f"SI{next(self._sids):032x}", event)

    def _on_missed_call(self, event: Event) -> None:
        self._tells(f"{event.who} calls and nobody answers")
        record(self.db, Inbound("call", f"CI{next(self._sids):032x}", event.who), self.clock.now())

    def _on_worker(self, event: Event) -> None:
        with self.brink.aside(), self.db.read(self.clock.now()) as tx:
            open_now = tx.first(select(ticket.c.code).where(ticket.c.closed_at.is_(None)).order_by(ticket.c.id.desc()))
        code = open_now.code if open_now is not None else ""
        words = event.words.format(code=code)
        if event.words.startswith("{code} "):
            words = f"{words}, {self.steps}"
            self.witness.seen.meant_for[words.removeprefix(f"{code} ")] = code
        worker = self._programs_rota[event.who]
        self._tells(f"{event.who} texts '{words}'")
        record(self.db, Inbound("sms", f"SI{next(self._sids):032x}", worker, words), self.clock.now())

    def _on_crash(self, event: Event) -> None:
        self.brink.draw(event.n, event.words)

    def _on_down(self, event: Event) -> None:
        self._tells(f"nobody is there for {event.n} seconds")
        self.world.sleep(self.clock.now() + timedelta(seconds=event.n))
        self.world.tick()

    def _on_clock(self, event: Event) -> None:
        self._tells(f"the clock is set by {event.n} seconds")
        self.clock.skew += timedelta(seconds=event.n)

    @property
    def _programs_rota(self) -> dict[str, str]:
        return self._programs.rota

    def _arrives(self, sid: str, event: Event) -> None:
        self._tells(f"{event.who} texts '{event.words}'")
        self._at_the_carrier(event)
        record(self.db, Inbound("sms", sid, event.who, event.words), self.clock.now())
        self.witness.said(sid, event.who, event.words)

    def _at_the_carrier(self, event: Event) -> None:
        plain = event.words.strip().casefold()
        if plain in CARRIER_STOPS:
            self.carrier.blocked.add(event.who)
        elif event.words in STARTS:
            self.carrier.blocked.discard(event.who)

    def _tells(self, line: str) -> None:
        self.story.append(f"{self.clock.true:%a %d %b %H:%M:%S} {line}")


@contextmanager
def _drawn_ids(seed: int) -> Iterator[None]:
    """Ids and ticket codes from the seed, so that a replay is the same to the row."""
    chance, count = random.Random(seed), itertools.count(1)  # noqa: S311  # a replay is the point

    def new_id(now: datetime) -> str:
        millis = int(now.timestamp() * 1000) & (2**48 - 1)
        return str(UUID(int=millis << 80 | 7 << 76 | 2 << 62 | next(count) << 16 | chance.getrandbits(16)))

    def code() -> str:
        return "".join(chance.choice(group) for group in ("ACDEFGH", "34679", "ACDEFGH", "34679"))

    with mock.patch("smsbot.db.tx.new_id", new_id), mock.patch("smsbot.db.tickets._code", code):
        yield
