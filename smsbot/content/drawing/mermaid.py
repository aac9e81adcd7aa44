"""A picture as Mermaid text, for a README that draws it."""

from collections.abc import Iterator

from smsbot.content.drawing.cards import ENDS, Card, Kind, Picture, Row
from smsbot.content.drawing.widths import wrap

_LETTER = 1 / 0.58  # so that widths count letters, about
_LINE = 38.0  # letters
_LABEL = 24.0
_ARROWS = {Kind.ELSE: "-.->", Kind.SILENCE: "-.->"}


def mermaid(picture: Picture) -> str:
    """A flowchart from top to bottom."""
    lines = ["flowchart TD"]
    for number, card in enumerate(picture.cards):
        lines.append(f'    {_key(card.key)}["{_node(card)}"]')
        follows = picture.cards[number + 1].key if card.follows and number + 1 < len(picture.cards) else ""
        if follows:
            lines.append(f"    {_key(card.key)} --> {_key(follows)}")
        lines.extend(f"    {line}" for row in card.rows for line in _way(card, row))
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return f"s_{name}"  # "end" and others are words of Mermaid's own


def _node(card: Card) -> str:
    said = [f"<b>{_escape(card.title)}</b>"]
    for row in card.rows:
        if row.kind in (Kind.SAY, Kind.DO):
            said.extend(map(_escape, wrap(row.words, _LETTER, _LINE)))
    return "<br/>".join(said)


def _way(card: Card, row: Row) -> Iterator[str]:
    if not row.to and not row.out:
        return
    words = f"{row.chip} {row.words}".strip()
    label = "<br/>".join(map(_escape, wrap(words, _LETTER, _LABEL)))
    arrow = _ARROWS.get(row.kind, "-->")
    beside = f'|"{label}"|' if label else ""
    if row.to:
        yield f"{_key(card.key)} {arrow}{beside} {_key(row.to)}"
    elif row.out == ENDS:
        yield f"{_key(card.key)} {arrow}{beside} ends(( ))"
    else:
        name = row.out.removeprefix("flow ")
        yield f'{_key(card.key)} {arrow}{beside} f_{name}(["{_escape(row.out.replace("_", " "))}"])'


def _escape(words: str) -> str:
    for char, entity in (("#", "#35;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;"), ("`", "#96;"), ("|", "#124;")):
        words = words.replace(char, entity)
    return words
