"""What processes of other people's cost: CPU time to the nanosecond, memory without what they share."""

import os
import time
from pathlib import Path


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def cpu_seconds(pids: list[int]) -> float:
    """CPU time of these processes, threads that have ended included."""
    return sum(time.clock_gettime((~pid << 3) | 2) for pid in pids)


def pss_megabytes(pid: int) -> float:
    """Memory of a process; what it shares with others is divided among them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("smaps_rollup has no Pss")


def load_average() -> float:
    """Of the last minute, the benchmark itself included."""
    return os.getloadavg()[0]
