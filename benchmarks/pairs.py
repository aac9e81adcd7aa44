"""Two servers, slice by slice in turn: on a shared machine only what is measured side by side can be compared."""

from dataclasses import dataclass, field
from statistics import median, quantiles

from benchmarks.clocks import cpu_seconds
from benchmarks.load import Load, Slice


@dataclass(frozen=True)
class Spread:
    """The middle and the quartiles of a handful of numbers."""

    low: float
    middle: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({self.low:.2f}-{self.high:.2f})"


def spread(values: list[float]) -> Spread:
    """Of at least one number."""
    if len(values) < 2:
        return Spread(values[0], values[0], values[0])
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return Spread(low, middle, high)


def percentile(values: list[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass
class Seen:
    """The slices of one server."""

    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)  # seconds of CPU a request, the server's processes
    database_cpu: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    failed: int = 0

    @property
    def rate(self) -> float:
        """Requests a second, in the middle."""
        return median(self.rates)


def measure(port: int, pids: list[int], database: list[int], requests: list[tuple[str, bytes]], seconds: float) -> Seen:
    """One slice."""
    load = Load(port)
    try:
        before, beside = cpu_seconds(pids), cpu_seconds(database)
        one: Slice = load.closed(requests, seconds)
        done = len(one.latencies)
        return Seen(
            [one.rate],
            [(cpu_seconds(pids) - before) / done],
            [(cpu_seconds(database) - beside) / done],
            one.latencies,
            one.failed,
        )
    finally:
        load.close()
