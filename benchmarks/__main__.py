"""`make bench`: measure, print, and write docs/performance.md. Everything runs on the loopback address."""

import argparse
import json
import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from standin.fake_twilio import FakeTwilio

from benchmarks import ROOT, deciding, engines, latency, memory, report, sites, throughput, ticks
from benchmarks.clocks import load_average


@dataclass(frozen=True)
class Mode:
    """How much is done."""

    rounds: int
    slice_seconds: float
    open_seconds: float
    webhooks: int
    sizes: tuple[int, ...]
    tick_rounds: int
    jobs: int


QUICK = Mode(5, 0.6, 5.0, 4_000, (10_000, 100_000), 3, 1_000)
FULL = Mode(24, 1.0, 20.0, 100_000, (10_000, 100_000, 1_000_000), 9, 10_000)


def main(arguments: list[str]) -> int:
    """Exit code 0 once everything is written."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure smsbot beside an empty view.")
    parser.add_argument("--full", action="store_true", help="about half an hour instead of three minutes")
    parser.add_argument("--only", default="", help="parts, separated by commas; nothing is written then")
    given = parser.parse_args(arguments)
    mode, only = (FULL if given.full else QUICK), [part for part in given.only.split(",") if part]
    begun, before, sync = time.monotonic(), load_average(), _sync_ms()
    found: dict[str, Any] = {}
    for name, part in _parts(mode).items():
        if only and name not in only:
            continue
        _say(name)
        with sites.town() as town, FakeTwilio() as fake:
            found[name] = part(town, fake)
    if only:
        print(json.dumps(_without_curves(found), indent=1))
        return 0
    found["engines"]["deciding_us"] = found.pop("deciding")
    found["counters"] = json.loads((ROOT / "tests" / "web" / "counters.json").read_text())
    found["machine"] = _machine("full" if given.full else "quick", begun, before, sync)
    report.write(found)
    print(f"\nwritten: {report.DOCUMENT.relative_to(ROOT)} and {report.figures().relative_to(ROOT)}")
    print(report.tables(found))
    return 0


def _parts(mode: Mode) -> dict[str, Callable[[sites.Town, FakeTwilio], dict[str, Any]]]:
    return {
        "throughput": lambda town, fake: throughput.run(
            town, fake, rounds=mode.rounds, seconds=mode.slice_seconds, say=_say
        ),
        "latency": lambda town, _: latency.run(town, seconds=mode.open_seconds, say=_say),
        "memory": lambda town, fake: memory.run(town, fake, webhooks=mode.webhooks, say=_say),
        "calendar": lambda town, _: ticks.run(
            town, sizes=list(mode.sizes), rounds=mode.tick_rounds, jobs=mode.jobs, say=_say
        ),
        "deciding": lambda town, _: deciding.run(town, rounds=mode.rounds, say=_say),
        "engines": lambda _town, _fake: engines.run(rounds=mode.rounds, say=_say),
    }


_begun = time.monotonic()


def _say(what: str) -> None:
    line = f"{time.monotonic() - _begun:5.0f} s  {what}"
    if sys.stderr.isatty():
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
    else:
        print(line, file=sys.stderr, flush=True)


def _machine(mode: str, begun: float, before: float, sync: float) -> dict[str, Any]:
    names = [line.partition(": ")[2] for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    return {
        "when": datetime.now(UTC).strftime("%Y-%m-%d"),
        "mode": mode,
        "minutes": (time.monotonic() - begun) / 60,
        "cores": os.cpu_count(),
        "processor": names[0] if names else platform.machine(),
        "kernel": platform.release().partition("-")[0],
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load_before": before,
        "load_after": load_average(),
        "sync_ms": sync,
    }


def _sync_ms() -> float:
    """How long this disk takes to promise four kilobytes; a network disk takes twenty times as long."""
    took = []
    with tempfile.TemporaryFile() as file:
        for _ in range(100):
            file.write(b"x" * 4096)
            file.flush()
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - begun) * 1e3)
    return median(took)


def _without_curves(found: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(found), object_hook=lambda row: {k: v for k, v in row.items() if k != "latencies_ms"})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
