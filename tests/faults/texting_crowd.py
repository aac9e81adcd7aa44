"""People who text all the time, and a carrier that delivers as Twilio does: the same SID again until it got its 200."""

from dataclasses import dataclass, field
from itertools import count
from threading import Event, Lock, Thread

from processes import Bot, Running, number
from standin.book import new_sid

WORDS = ("plan", "why", "next")
"""Each is answered with exactly one text."""

THREADS = 4
PAUSE = 0.25  # seconds between two texts of one thread: a load that two processor cores keep up with
AGAIN_AFTER = 0.1
MOST_WAITING = 60  # texts without an answer


@dataclass
class Crowd:
    """Every text comes from a number of its own. `end` stops new texts; those under way are still delivered."""

    bot: Bot
    web: Running
    acknowledged: dict[str, str] = field(default_factory=dict)  # by SID: the number that sent it
    repeated: int = 0
    _numbers: "count[int]" = field(default_factory=count)
    _stop: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)
    _threads: list[Thread] = field(default_factory=list)
    _errors: list[BaseException] = field(default_factory=list)

    def start(self) -> None:
        """Begin to text."""
        self._threads = [Thread(target=self._text_on, daemon=True) for _ in range(THREADS)]
        for thread in self._threads:
            thread.start()

    def end(self, seconds: float) -> None:
        """No new texts; return when everything that was sent has been acknowledged."""
        self._stop.set()
        for thread in self._threads:
            thread.join(seconds)
            assert not thread.is_alive(), "a text was never acknowledged"
        if self._errors:
            raise self._errors[0]

    def _text_on(self) -> None:
        try:
            while not self._stop.wait(PAUSE):
                if len(self.acknowledged) - len(self.bot.fake.book.accepted) > MOST_WAITING:
                    continue  # a slow machine gets less to do, so that it is the kills that are tried
                with self._lock:
                    n = next(self._numbers)
                self._deliver(new_sid(), number(n), WORDS[n % len(WORDS)])
        except BaseException as error:
            self._errors.append(error)

    def _deliver(self, sid: str, sender: str, body: str) -> None:
        for _ in range(1000):
            if self._delivered(sid, sender, body):
                self.acknowledged[sid] = sender
                return
            self.repeated += 1
            Event().wait(AGAIN_AFTER)
        raise AssertionError(f"{sid} was not taken in 1000 tries")

    def _delivered(self, sid: str, sender: str, body: str) -> bool:
        try:
            return self.bot.text(self.web, sender, body, sid)[0] == 200
        except OSError:
            return False  # nobody there, or gone in the middle of it
        except Exception as error:
            if type(error).__module__ != "http.client":
                raise
            return False  # half an answer
