"""A picture as SVG: nothing from anywhere else in it, light and dark, with its whole content as a description."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from smsbot.content.drawing.cards import ENDS, Card, Kind, Picture, Row
from smsbot.content.drawing.layout import (
    CARD,
    CHIP,
    GAP,
    LINE,
    MARGIN,
    PAD,
    TITLE,
    Lane,
    Layout,
    PlacedCard,
    PlacedRow,
    lay_out,
)

_STYLE = """
svg{background:#f4f2ee;color:#1d1d1f;font:13px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
text{fill:#1d1d1f}.card{fill:#fff;stroke:#8a8782}.say{fill:#e4edf7}.dim{fill:#5a5753}.head{font-size:17px;font-weight:700}
.name{font-weight:700}.chip{fill:#1d1d1f}.digit{fill:#fff;font-weight:700;text-anchor:middle}.way{text-anchor:end}
.line{fill:none;stroke-width:2}.else{stroke-dasharray:6 4}.silence{stroke-dasharray:2 4}.next{stroke:#5a5753}
.tip0,.bar0{fill:#1f6fb2}.tip1,.bar1{fill:#a8551c}.tip2,.bar2{fill:#2b7a4b}
.tip3,.bar3{fill:#8a3f8f}.tip4,.bar4{fill:#b0304a}.tip5,.bar5{fill:#4f6472}
.l0{stroke:#1f6fb2}.l1{stroke:#a8551c}.l2{stroke:#2b7a4b}.l3{stroke:#8a3f8f}.l4{stroke:#b0304a}.l5{stroke:#4f6472}
.tipn{fill:#5a5753}
@media (prefers-color-scheme:dark){svg{background:#17181b}text{fill:#ececee}.card{fill:#232529;stroke:#7d8087}
.say{fill:#2d3a4a}.dim{fill:#b3b5ba}.chip{fill:#ececee}.digit{fill:#17181b}.next{stroke:#b3b5ba}.tipn{fill:#b3b5ba}
.tip0,.bar0{fill:#6db3ee}.tip1,.bar1{fill:#eb9a62}.tip2,.bar2{fill:#6cc793}
.tip3,.bar3{fill:#d594da}.tip4,.bar4{fill:#f18a9d}.tip5,.bar5{fill:#a5b9c6}
.l0{stroke:#6db3ee}.l1{stroke:#eb9a62}.l2{stroke:#6cc793}.l3{stroke:#d594da}.l4{stroke:#f18a9d}.l5{stroke:#a5b9c6}}
"""
_RIGHT = MARGIN + CARD
_BASE = 4.5  # from the middle of a line down to where its letters stand


def draw(picture: Picture, language: str = "en") -> str:
    """The whole SVG document; `language`: what the words of the texts are in."""
    layout = lay_out(picture)
    wide, high = round(layout.width), round(layout.height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" lang="{language}" viewBox="0 0 {wide} {high}" width="{wide}" '
        f'height="{high}" style="max-width:100%;height:auto" role="img" aria-labelledby="title desc">',
        f'<title id="title">{escape(picture.title)}</title>',
        f'<desc id="desc">{escape(" ".join(describe(picture)))}</desc>',
        f"<style>{_STYLE}</style>",
        _text(MARGIN, MARGIN + TITLE / 2, picture.title, "head"),
        *(
            _text(MARGIN, MARGIN + TITLE + LINE * (number + 0.5), line, "dim")
            for number, line in enumerate(layout.head)
        ),
        *_nexts(layout),
        *(part for lane in layout.lanes for part in _lane(lane)),
        *(part for card in layout.cards for part in _card(card)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def describe(picture: Picture) -> Iterator[str]:
    """Everything that the picture shows, in sentences, for who does not see it."""
    yield f"{picture.about.rstrip('.')}."
    for number, card in enumerate(picture.cards):
        follows = picture.cards[number + 1].title if card.follows and number + 1 < len(picture.cards) else ""
        yield " ".join(_described(card, follows))


def _described(card: Card, follows: str) -> Iterator[str]:
    yield f"{card.title}{f' ({card.note})' if card.note else ''}:"
    rows = [_in_words(row) for row in card.rows]
    if follows:
        rows.append(f"then {follows}")
    yield "; ".join(rows) + "."


def _in_words(row: Row) -> str:
    to = row.to.replace("_", " ") or row.out
    said = f'says "{row.words}"' if row.kind is Kind.SAY else f"{row.chip} {row.words}".strip()
    return f"{said} leads to {to}" if to and to != ENDS else f"{said} {to}".strip()


def _card(placed: PlacedCard) -> Iterator[str]:
    card, y = placed.card, placed.y
    yield f'<rect class="card" x="{MARGIN:g}" y="{y:g}" width="{CARD:g}" height="{placed.height:g}" rx="10"/>'
    bar = f'x="{MARGIN + 9:g}" y="{y + 8:g}" width="5" height="{TITLE - 14:g}" rx="2.5"'
    yield f'<rect class="bar{placed.colour}" {bar}/>'
    yield _text(MARGIN + 20, placed.door, card.title, "name")
    if card.note:
        yield _text(_RIGHT - PAD, placed.door, card.note, "dim way")
    for row in placed.rows:
        yield from _row(row)


def _row(placed: PlacedRow) -> Iterator[str]:
    row, left = placed.row, MARGIN + PAD
    if row.kind is Kind.SAY:
        width, height = CARD - 2 * PAD + 8, placed.height - 4
        yield f'<rect class="say" x="{left - 4:g}" y="{placed.y:g}" width="{width:g}" height="{height:g}" rx="8"/>'
    top = placed.y + (PAD / 2 if row.kind is Kind.SAY else 2.5) + LINE / 2
    if row.chip:
        yield f'<circle class="chip" cx="{left + 8:g}" cy="{top:g}" r="8.5"/>'
        yield _text(left + 8, top, row.chip, "digit")
        left += CHIP
    if row.kind is Kind.SAY:
        left += PAD / 2
    dim = "dim" if row.kind in (Kind.DO, Kind.ELSE, Kind.SILENCE) else ""
    for number, line in enumerate(placed.lines):
        yield _text(left, top + LINE * number, line, dim)
    if placed.way:
        yield _text(_RIGHT - PAD, placed.way_y, placed.way, "way" if row.to else "way dim")


def _lane(lane: Lane) -> Iterator[str]:
    """Each way on its own line, all into one arrow."""
    door, colour = lane.to.door, lane.to.colour
    for y, kind in lane.starts:
        path = f"M{_RIGHT:g} {y:g}H{lane.x:g}V{door:g}H{_RIGHT + 7:g}"
        style = {Kind.ELSE: " else", Kind.SILENCE: " silence"}.get(kind, "")
        yield f'<path class="line l{colour}{style}" stroke-linejoin="round" d="{path}"/>'
    yield f'<path class="tip{colour}" d="M{_RIGHT + 1:g} {door:g}l9 -5v10z"/>'


def _nexts(layout: Layout) -> Iterator[str]:
    """A short arrow from a card that simply goes on to the one below."""
    middle = MARGIN + CARD / 2
    for placed in layout.cards[:-1]:
        if placed.card.follows:
            y = placed.y + placed.height
            yield f'<path class="line next" d="M{middle:g} {y:g}v{GAP - 9:g}"/>'
            yield f'<path class="tipn" d="M{middle:g} {y + GAP - 1:g}l-5 -9h10z"/>'


def _text(x: float, y: float, words: str, kind: str) -> str:
    style = f' class="{kind}"' if kind else ""
    return f'<text{style} x="{x:g}" y="{y + _BASE:g}">{escape(words)}</text>'
