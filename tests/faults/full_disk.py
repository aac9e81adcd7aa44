"""A disk that takes no byte more: what a full or failing one looks like to a process and to SQLite."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from processes import Running


@contextmanager
def full_disk(*running: Running) -> Iterator[None]:
    """No file of these processes, nor of those they started, may change."""
    processes = [pid for one in running for pid in (one.pid, *_children(one.pid))]
    before = [resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in processes]
    for pid, (_, hard) in zip(processes, before, strict=True):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    yield
    for pid, limits in zip(processes, before, strict=True):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]
