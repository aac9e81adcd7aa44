"""Things the carrier does a moment later, in order of their moment, on one thread of its own."""

import heapq
import itertools
import time
from collections.abc import Callable
from threading import Condition, Thread


class Later:
    """Runs small jobs after a delay. They must not raise. `close` drops what is still waiting."""

    def __init__(self, name: str) -> None:
        self._waiting: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._changed = Condition()
        self._closed = False
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def closed(self) -> bool:
        """Whether nothing more will run."""
        return self._closed

    def run_in(self, seconds: float, job: Callable[[], None]) -> None:
        """Run `job` in so many seconds, after all that is due earlier; not at all once closed."""
        with self._changed:
            heapq.heappush(self._waiting, (time.monotonic() + seconds, next(self._order), job))
            self._changed.notify_all()

    def close(self) -> None:
        """Stop, and wait for the job that is running now."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while (job := self._next()) is not None:
            job()

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            while not self._closed:
                wait = self._waiting[0][0] - time.monotonic() if self._waiting else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._waiting)[2]
                self._changed.wait(wait)
        return None
