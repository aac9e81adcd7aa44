"""Writes what was found: the raw figures as JSON, the pictures, and the tables in docs/performance.md."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import ROOT
from benchmarks.drawing import bars, curves

DOCUMENT = ROOT / "docs" / "performance.md"
PICTURES = ROOT / "docs" / "performance"
BEGIN, END = "<!-- what follows is made by make bench -->", "<!-- until here -->"

Row = Mapping[str, Any]


def write(found: Row) -> None:
    """All of it. What stands outside the markers of the document is left alone."""
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / "figures.json").write_text(json.dumps(found, indent=1) + "\n")
    for name, picture in _pictures(found).items():
        (PICTURES / f"{name}.svg").write_text(picture)
    document = DOCUMENT.read_text()
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{tables(found)}\n\n{END}{after}")


def _pictures(found: Row) -> dict[str, str]:
    speed = {name: _three(row["rate_ratio"]) for name, row in _paired(found).items()}
    cpu = {name: _three(row["cpu_ratio"]) for name, row in _paired(found).items()}
    latencies = {name: row["latencies_ms"] for name, row in found["latency"].items() if "a second" in name}
    ways = {name: row["latencies_ms"] for name, row in found["latency"].items() if "hand-off" in name}
    return {
        "rate": bars("Requests a second, as a share of an empty view's", speed, ""),
        "cpu": bars("Processor efficiency, as a share of an empty view's", cpu, ""),
        "open_loop": curves(
            "Webhook latency at a fixed rate, while the worker decides, sends and ticks", latencies, "ms"
        ),
        "hand_off": curves("From the webhook's commit to the hand-off of the answer", ways, "ms"),
    }


def _three(spread: Row) -> tuple[float, float, float]:
    return spread["low"], spread["middle"], spread["high"]


def _paired(found: Row) -> dict[str, Row]:
    return {name: row for name, row in found["throughput"].items() if "rate" in row and "rate_ratio" in row}


def tables(found: Row) -> str:
    """What the document says of it."""
    parts = [
        _machine(found["machine"]),
        "## The webhook\n",
        _throughput(found),
        "\n![requests](performance/rate.svg)\n![processor](performance/cpu.svg)\n",
        "## Latency\n",
        _latency(found["latency"]),
        "\n![open loop](performance/open_loop.svg)\n![hand-off](performance/hand_off.svg)\n",
        "## Memory\n",
        _memory(found["memory"]),
        "\n## The calendar\n",
        _calendar(found["calendar"]),
        "\n## Deciding\n",
        _deciding(found),
        "\n## Counted, not timed\n",
        _counted(found["counters"]),
    ]
    return "\n".join(parts)


def _machine(row: Row) -> str:
    return (
        f"Measured on {row['when']} ({row['mode']} mode, {row['minutes']:.0f} minutes) on {row['cores']} cores "
        f"({row['processor']}), Linux {row['kernel']}, Python {row['python']}, SQLite {row['sqlite']}. Load average: "
        f"{row['load_before']:.1f} before, {row['load_after']:.1f} after, the benchmark included. One sync of a "
        f"4 kB write took {row['sync_ms']:.2f} ms (median) before.\n"
    )


def _throughput(found: Row) -> str:
    lines = [
        "| | requests a second | of the ceiling | processor a request | efficiency | database server | p50 | p99 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, row in found["throughput"].items():
        if "rate" not in row:
            continue
        ratio = _spread(row["rate_ratio"]) if "rate_ratio" in row else "1"
        cpu = _spread(row["cpu_ratio"]) if "cpu_ratio" in row else "1"
        lines.append(
            f"| {name} | {row['rate']:,.0f} | {ratio} | {row['cpu_us']:,.0f} us | {cpu} | {row['database_us']:,.0f} us "
            f"| {row['p50_ms']:.1f} ms | {row['p99_ms']:.1f} ms |"
        )
    for name, row in found["throughput"].items():
        if "rate" not in row:
            lines.append(f"\n{name}: {_spread(row['rate_ratio'])} times the requests, "
                f"{_spread(row['cpu_ratio'])} times "
                         "as efficient.")  # fmt: skip
    return "\n".join(lines)


def _latency(rows: Mapping[str, Row]) -> str:
    lines = ["| | texts | p50 | p99 |", "|---|---|---|---|"]
    for name, row in rows.items():
        failed = f", {row['failed']} failed" if row.get("failed") else ""
        lines.append(f"| {name} | {row['texts']}{failed} | {row['p50_ms']:.0f} ms | {row['p99_ms']:.0f} ms |")
    cost = ", ".join(f"{row['cpu_ms_a_text']:.0f} ms ({name})" for name, row in rows.items() if "cpu_ms_a_text" in row)
    return (
        "\n".join(lines) + f"\n\nProcessor time of a whole text, from webhook to answer sent, clocks included: {cost}."
    )


def _memory(rows: Mapping[str, Row]) -> str:
    lines = ["| webhooks | " + " | ".join(rows) + " |", "|---|" + "---|" * len(rows)]
    for mark in next(iter(rows.values()))["pss_mb"]:
        held = " | ".join(f"{row['pss_mb'][mark]:.1f} MB" for row in rows.values())
        lines.append(f"| {int(mark):,} | {held} |")
    grown = ", ".join(f"{row['growth_mb']:+.2f} MB ({name})" for name, row in rows.items())
    return "\n".join(lines) + f"\n\nGrowth from the first tenth to the end: {grown}."


def _calendar(rows: Mapping[str, Row]) -> str:
    lines = ["| | participants | tick with 100 due | idle tick |", "|---|---|---|---|"]
    for kind, row in rows.items():
        for size, tick in row["tick_ms"].items():
            idle = row["idle_ms"][size]
            lines.append(f"| {kind} | {int(size):,} | {tick['middle']:,.0f} ms | {idle['middle']:.2f} ms |")
    for kind, row in rows.items():
        lines.append(
            f"\nOn {kind}, a tick over the largest took {_spread(row['largest_to_smallest'])} times one over the "
            f"smallest. Finding and claiming alone: {row['claiming_us']['middle']:,.0f} us for each due moment; "
            f"an APScheduler job "
            f"for each participant: {row['apscheduler_us']['middle']:,.0f} us "
            f"({row['apscheduler_to_claiming']:.0f} times as much)."
        )
    return "\n".join(lines)


def _deciding(found: Row) -> str:
    lines = ["| one step of a conversation | processor |", "|---|---|"]
    lines += [f"| {name} | {row['middle']:.0f} us |" for name, row in found["engines"]["engines_us"].items()]
    decided = "".join(
        f"\n| deciding a text, all of it, {kind} | {row['middle'] / 1e3:.2f} ms |"
        for kind, row in found["engines"]["deciding_us"].items()
    )
    reading = found["engines"]
    webhook = found["throughput"]["smsbot, sqlite"]["cpu_us"]
    return (
        "\n".join(lines) + decided + f"\n\nThe words read {reading['texts_a_second']:,.0f} texts a second: "
        f"{reading['reading_us']['middle']:.0f} us "
        f"each, which is {reading['reading_us']['middle'] / webhook * 100:.0f} % of a webhook on SQLite (the worker "
        "reads, not the web)."
    )


def _counted(kept: Row) -> str:
    lines = ["| | Python calls | statements | commits |", "|---|---|---|---|"]
    for what in ("webhook", "decided"):
        for kind, row in kept[what].items():
            lines.append(f"| {what}, {kind} | {row['calls']} | {row['statements']} | {row['commits']} |")
    return "\n".join(lines) + "\n\nOn SQLite a webhook that is alone syncs once; those that come together share it."


def _spread(row: Row) -> str:
    return f"{row['middle']:.2f} ({row['low']:.2f}-{row['high']:.2f})"


def figures() -> Path:
    """Where the raw figures are."""
    return PICTURES / "figures.json"
