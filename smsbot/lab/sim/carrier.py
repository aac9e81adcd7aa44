"""A carrier in all its moods: it delays, drops, repeats, filters, refuses, and loses the answer to what it took."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b

from smsbot.core.delivery import Accepted, Lost, NotSent, Refused, SendResult
from smsbot.lab.carrier import LabCarrier, Sent
from smsbot.lab.sim.brink import Brink
from smsbot.lab.world import VirtualClock
from smsbot.usecases.ports import OutgoingSms


class WrongClock(VirtualClock):
    """True time, and what the machine's clock shows."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self.skew = timedelta()

    @property
    def true(self) -> datetime:
        """The time it really is."""
        return self._now

    def now(self) -> datetime:
        """What the machine believes."""
        return self._now + self.skew

    def move_to(self, moment: datetime) -> None:
        """Forward only, to a moment on the machine's clock."""
        self._now = max(self._now, moment - self.skew)


@dataclass(frozen=True, slots=True)
class Callback:
    """A status callback that is on its way."""

    due: datetime  # true time
    text_id: str
    sid: str
    status: str
    code: int | None


@dataclass(slots=True)
class StormCarrier(LabCarrier):
    """What becomes of the nth text to a number is drawn from the seed, whatever else happens."""

    seed: int = 0
    brink: Brink = field(default_factory=Brink)
    witness: Callable[[OutgoingSms], None] | None = None
    meanwhile: Callable[[], None] | None = None  # happens once, while a text is with the carrier
    blocked: set[str] = field(default_factory=set)  # said STOP to the carrier
    tried: dict[str, int] = field(default_factory=dict)
    callbacks: list[Callback] = field(default_factory=list)

    def send(self, sms: OutgoingSms) -> SendResult:
        """Hand-off: the witness looks first, then the mood of the carrier decides."""
        self.brink.reach("before hand-off")
        if self.witness is not None:
            self.witness(sms)
        if self.meanwhile is not None:
            happens, self.meanwhile = self.meanwhile, None
            happens()
        nth = self.tried[sms.to] = self.tried.get(sms.to, 0) + 1
        mood = self.draw("send", sms.to, nth)
        if sms.to in self.blocked and (nth + self.seed) % 2:
            return Refused(21610)
        if mood < 0.02:
            return NotSent("refused")
        if mood < 0.03:
            return Refused(20429, 1.0)
        if mood < 0.035:
            return Refused(30003)
        if mood < 0.04:
            return Lost("timeout")  # and it did not take it
        self.sent.append(Sent(sms.id, sms.to, sms.body, self.clock.now(), sms.validity_seconds))
        sid = f"SM{len(self.sent):032x}"
        self._promise(sms, sid, nth)
        self.brink.reach("after hand-off")
        return Lost("timeout") if mood < 0.06 else Accepted(sid)

    def draw(self, *what: object) -> float:
        """A number in 0..1 that only depends on the seed and on this."""
        digest = blake2b(repr((self.seed, *what)).encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") / 2**64

    def _promise(self, sms: OutgoingSms, sid: str, nth: int) -> None:
        mood, clock = self.draw("end", sms.to, nth), self.clock
        status, code = ("delivered", None) if mood < 0.93 else ("undelivered", (30003, 30007, 30005, 30008)[nth % 4])
        if sms.to in self.blocked:
            status, code = "failed", 21610
        self.ended[sms.id] = (status, code)
        now = clock.true if isinstance(clock, WrongClock) else clock.now()
        late = timedelta(seconds=(1, 3, 20, 400, 9000)[int(self.draw("late", sms.to, nth) * 5)])
        lost = self.draw("dropped", sms.to, nth) < 0.08
        if not lost:
            self.callbacks.append(Callback(now + late, sms.id, sid, status, code))
            self.callbacks.append(Callback(now + late * 2 * self.draw("order", nth), sms.id, sid, "sent", None))
        if self.draw("again", sms.to, nth) < 0.1:
            self.callbacks.append(Callback(now + late * 3, sms.id, sid, status, code))
