"""Where everything stands: one column of cards as wide as a phone, and lanes beside it for the ways between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smsbot.content.drawing.cards import ENDS, Card, Kind, Picture, Row
from smsbot.content.drawing.widths import width, wrap

MARGIN = 12.0
CARD = 296.0
GAP = 26.0
LANE = 11.0
FIRST_LANE = 16.0
SIZE = 13.0
LINE = 17.0
PAD = 10.0
TITLE = 30.0
CHIP = 24.0
COLOURS = 6


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row with its lines; `way` stands at the right end of the line at `way_y`, or under the words."""

    row: Row
    y: float
    height: float
    lines: tuple[str, ...]
    way: str
    way_y: float


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A card with its rows; `colour` is that of the ways that lead to it."""

    card: Card
    y: float
    height: float
    colour: int
    rows: tuple[PlacedRow, ...]

    @property
    def door(self) -> float:
        """Where ways come in."""
        return self.y + TITLE / 2


@dataclass(frozen=True, slots=True)
class Lane:
    """The ways to one card: from some rows (y, kind) along one line to its door."""

    to: PlacedCard
    x: float
    starts: tuple[tuple[float, Kind], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything with its place, in pixels."""

    width: float
    height: float
    head: tuple[str, ...]
    cards: tuple[PlacedCard, ...]
    lanes: tuple[Lane, ...]


def lay_out(picture: Picture) -> Layout:
    """Place a picture from top to bottom."""
    head = tuple(wrap(picture.about, SIZE, CARD))
    y = MARGIN + TITLE + LINE * len(head) + PAD
    cards = []
    for number, card in enumerate(picture.cards):
        placed = _card(card, y, number % COLOURS)
        cards.append(placed)
        y += placed.height + GAP
    lanes = _lanes(cards)
    right = max((lane.x for lane in lanes), default=MARGIN + CARD)
    return Layout(right + MARGIN, y - GAP + MARGIN, head, tuple(cards), lanes)


def _card(card: Card, y: float, colour: int) -> PlacedCard:
    at, rows = y + TITLE + PAD / 2, []
    for row in card.rows:
        placed = _row(row, at)
        rows.append(placed)
        at += placed.height
    return PlacedCard(card, y, at - y + PAD / 2, colour, tuple(rows))


def _row(row: Row, y: float) -> PlacedRow:
    inset = PAD + (CHIP if row.chip else 0)
    widest = CARD - inset - PAD - (PAD if row.kind is Kind.SAY else 0)
    lines = wrap(row.words, SIZE, widest)
    going = (row.to or row.out).replace("_", " ")
    way = f"\u2192 {going}" if going and row.out != ENDS else going
    beside = bool(lines) and width(f"{lines[-1]}   {way}", SIZE) <= widest
    count = len(lines) + (1 if way and not beside else 0)
    space = PAD if row.kind is Kind.SAY else 5.0
    way_y = y + space / 2 + LINE * count - LINE / 2
    return PlacedRow(row, y, LINE * count + space + (4 if row.kind is Kind.SAY else 0), tuple(lines), way, way_y)


def _lanes(cards: Sequence[PlacedCard]) -> tuple[Lane, ...]:
    """One lane for each card that ways lead to; short ones stand nearest, and none crosses another on one line."""
    by_key = {placed.card.key: placed for placed in cards}
    wanted = [(by_key[key], starts) for key, starts in _starts(cards, by_key).items()]
    spans = [(*_span(to, starts), to, starts) for to, starts in wanted]
    taken: list[list[tuple[float, float]]] = []
    lanes = []
    for top, bottom, to, starts in sorted(spans, key=lambda span: (span[1] - span[0], span[0])):
        number = next((n for n, lane in enumerate(taken) if _free(lane, top, bottom)), len(taken))
        if number == len(taken):
            taken.append([])
        taken[number].append((top, bottom))
        lanes.append(Lane(to, MARGIN + CARD + FIRST_LANE + LANE * number, starts))
    return tuple(lanes)


def _starts(cards: Sequence[PlacedCard], by_key: Mapping[str, PlacedCard]) -> dict[str, tuple[tuple[float, Kind], ...]]:
    found: dict[str, tuple[tuple[float, Kind], ...]] = {}
    for placed in cards:
        for row in placed.rows:
            if row.row.to in by_key:
                found[row.row.to] = (*found.get(row.row.to, ()), (row.way_y, row.row.kind))
    return found


def _span(to: PlacedCard, starts: Sequence[tuple[float, Kind]]) -> tuple[float, float]:
    ys = [to.door, *(y for y, _ in starts)]
    return min(ys), max(ys)


def _free(lane: Sequence[tuple[float, float]], top: float, bottom: float) -> bool:
    return all(bottom + LINE < begins or ends + LINE < top for begins, ends in lane)
