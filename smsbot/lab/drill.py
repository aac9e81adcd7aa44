"""A drill on a virtual clock: nobody's phone rings, and the page shows what a real one would look like."""

from datetime import timedelta

from smsbot.db import workers
from smsbot.lab.carrier import Sent
from smsbot.lab.world import VirtualClock, World
from smsbot.usecases.upkeep import beat

_STEP = timedelta(seconds=1)
_DELIVERED_AFTER = timedelta(seconds=4)


class Rehearsal:
    """Plays the carrier's receipts, and one worker who answers 1 some time after their alert arrived."""

    def __init__(self, world: World, answers_after: timedelta = timedelta(seconds=95)) -> None:
        """The first to be alerted answers; nobody does if `answers_after` is beyond the drill's limit."""
        self._world = world
        self._answers_after = answers_after
        self._reported: set[str] = set()
        self._answered = False

    @property
    def clock(self) -> VirtualClock:
        """What a drill's times are read from."""
        return self._world.clock

    def prepare(self, team: dict[str, str]) -> None:
        """Give the team numbers, and let the heart beat."""
        with self._world.db.write(self._world.clock.now()) as tx:
            for handle, number in team.items():
                workers.add(tx, handle, number)
        beat(self._world.db, "lab", self._world.clock.now())

    def pause(self) -> None:
        """One second passes."""
        self._world.settle()
        self._world.pass_time(_STEP)
        now = self._world.clock.now()
        for sent in [one for one in self._world.carrier.sent if one.id not in self._reported]:
            if now - sent.at >= _DELIVERED_AFTER:
                self._reported.add(sent.id)
                self._world.receipt(sent, "delivered")
        first: Sent | None = next(iter(self._world.carrier.sent), None)
        if first is not None and not self._answered and now - first.at >= self._answers_after:
            self._answered = True
            self._world.text(first.to, "1")
