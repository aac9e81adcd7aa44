"""Small pictures, drawn by hand: bars with their quartiles, and curves of latency."""

from collections.abc import Mapping, Sequence
from html import escape

WIDTH, LABEL, ROW = 720, 230, 26
_INK, _BAR, _SOFT = "#333", "#4a7fb5", "#c9d8e6"
_COLOURS = ("#4a7fb5", "#c0563b", "#5a9a57", "#8a64a8")


def bars(title: str, rows: Mapping[str, tuple[float, float, float]], unit: str) -> str:
    """One bar a row, as long as the middle value; a thin line from quartile to quartile."""
    most = max(high for _, _, high in rows.values()) or 1.0
    room = WIDTH - LABEL - 90
    parts = [_text(8, 18, title, bold=True)]
    for n, (name, (low, middle, high)) in enumerate(rows.items()):
        y = 34 + n * ROW
        long, left, right = (value / most * room for value in (middle, low, high))
        parts += [
            _text(8, y + 13, name),
            f'<rect x="{LABEL}" y="{y}" width="{long:.1f}" height="16" fill="{_BAR}"/>',
            f'<path d="M{LABEL + left:.1f} {y + 8}H{LABEL + right:.1f}" stroke="{_INK}" stroke-width="2"/>',
            _text(LABEL + max(long, right) + 8, y + 13, f"{_short(middle)} {unit}"),
        ]
    return _svg(34 + len(rows) * ROW + 8, parts)


def curves(title: str, series: Mapping[str, Sequence[float]], unit: str) -> str:
    """The share of texts that took no longer than so long, for each series of sorted values."""
    most = max(values[-1] for values in series.values()) or 1.0
    left, top, wide, high = 50, 34, WIDTH - 70, 180
    parts = [_text(8, 18, title, bold=True)]
    for share in (0.5, 0.9, 0.99):
        y = top + high * (1 - share)
        parts += [
            f'<path d="M{left} {y:.1f}H{left + wide}" stroke="{_SOFT}"/>',
            _text(8, y + 4, f"{share * 100:.0f} %"),
        ]
    for n, (name, values) in enumerate(series.items()):
        colour = _COLOURS[n % len(_COLOURS)]
        points = " ".join(
            f"{left + value / most * wide:.1f},{top + high * (1 - (i + 1) / len(values)):.1f}"
            for i, value in enumerate(values)
        )
        parts += [
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>',
            f'<rect x="{left + wide - 250}" y="{top + high - 80 + n * 20}" width="12" height="12" fill="{colour}"/>',
            _text(left + wide - 232, top + high - 70 + n * 20, name),
        ]
    parts += [_text(left, top + high + 18, "0"), _text(left + wide - 60, top + high + 18, f"{_short(most)} {unit}")]
    return _svg(top + high + 28, parts)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _text(x: float, y: float, words: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{_INK}"{weight}>{escape(words)}</text>'


def _svg(height: float, parts: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" font-family="sans-serif" font-size="13">'
    )
    return "\n".join([head, f'<rect width="{WIDTH}" height="{height:.0f}" fill="#fff"/>', *parts, "</svg>", ""])
