"""One writer at a time on SQLite, across threads and processes.

SQLite's own busy handler sleeps and starves; waiting in line at a lock file is fairer and keeps checkpoints and
writes apart, which also rules out the WAL-reset fault of builds before 3.51.3.
"""

import fcntl
import os
import threading
from types import TracebackType


class WriteGate:
    """A lock file that the kernel frees when its process dies. Not re-entrant: a nested write is a bug."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._thread = threading.Lock()
        self._holder: int | None = None
        self._fd: int | None = None

    def __enter__(self) -> None:
        if self._holder == threading.get_ident():
            raise RuntimeError("a transaction was opened inside another one")
        self._thread.acquire()
        try:
            if self._fd is None:
                self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._fd, fcntl.LOCK_EX)
        except BaseException:
            self._thread.release()
            raise
        self._holder = threading.get_ident()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._holder = None
        if self._fd is not None:
            fcntl.flock(self._fd, fcntl.LOCK_UN)
        self._thread.release()

    def close(self) -> None:
        """Give the file back; the gate can be used again afterwards."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
