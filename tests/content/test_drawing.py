"""Pictures of flows: everything is in them, nothing breaks out of them, and every way ends where it leads."""

import re
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from smsbot.cli.graphing import NoSuchFlow, graph
from smsbot.cli.written import NotWritten
from smsbot.content.catalog import Catalog
from smsbot.content.drawing.cards import Card, Kind, Picture, Row, flow_picture, in_words
from smsbot.content.drawing.layout import CARD, MARGIN, lay_out
from smsbot.content.drawing.mermaid import mermaid
from smsbot.content.drawing.overview import overview
from smsbot.content.drawing.svg import describe, draw
from smsbot.content.drawing.widths import width, wrap
from smsbot.content.frame import Frame
from smsbot.content.publication import compile_program
from smsbot.content.sources import Sources
from smsbot.core.language import Language
from smsbot.core.program import Program

ROOT = Path(__file__).parents[2]
HERE = ["--flows", str(ROOT / "flows"), "--templates", str(ROOT / "templates")]
SVG = "{http://www.w3.org/2000/svg}"
EVERYTHING = """\
flow: kit
about: Everything that a step can do, <b> & "more".
keywords: {en: [kit, kits, "a kit", supplies, box], es: [caja]}
expires: 90 minutes
unasked: true
steps:
  start:
    when:
      - {fact: staffed, is: "yes", go: how}
      - {fact: joined, is: "no", go: end}
      - {tag: kit, go: rest}
      - {fact: language, is: es, go: flow check_in}
    set: {from: menu}
    tag: kit
    random: [how, rest]
  how:
    ask:
      en: "Hi, {{ team }} & <co>. How? 1 pick up 2 mail"
      es: "Hola, 1 recoger 2 correo"
      quiet: same
    choices:
      pickup: {words: [1, pick up, recoger], go: rest}
      mail: {words: [2, mail, correo]}
    answer: text
    max: 200
    save: how
    retry: {times: 2, say: {en: 1 pick up 2 mail, es: 1 recoger 2 correo}}
    otherwise: flow check_in
    timeout: {after: 4 hours, go: rest}
    go: asked
  asked:
    consent: follow_ups
    cadence: weekly
    request: {ticket: kit, include: [how]}
    say: {en: "You said {{ how }}.", es: Listo.}
    undelivered: rest
  called:
    call: check_in
  rest:
    escalate: {topic: kit, level: amber}
    wait: 2 days
    go: last
  last:
    cadence: none
    say: {en: Bye., es: Adiós., quiet: same}
"""


@pytest.fixture
def everything(frame: Frame, good: dict[str, str]) -> Program:
    return compile_program("", Sources({**good, "flows/kit.yaml": EVERYTHING}), frame)


@pytest.fixture(scope="module")
def shipped() -> Program:
    return Catalog(ROOT / "flows", ROOT / "templates", lambda _: None).check()


def picture(program: Program, name: str = "kit") -> Picture:
    return flow_picture(program.flows[name], program.settings.names, Language.EN)


def test_everything_that_a_step_does_has_its_row(everything: Program) -> None:
    cards = {
        card.key: [(row.words, row.chip, row.to or row.out) for row in card.rows] for card in picture(everything).cards
    }

    assert cards == {
        "start": [
            ("if somebody is on duty", "", "how"),
            ("if not: they agreed to texts", "", "ends"),
            ("if marked kit", "", "rest"),
            ("if language is es", "", "flow check_in"),
            ("keeps from: menu", "", ""),
            ("marks the person: kit", "", ""),
            ("by chance", "", "how"),
            ("by chance", "", "rest"),
        ],
        "how": [
            ("Hi, Sam's team & <co>. How? 1 pick up 2 mail", "", ""),
            ("pick up", "1", "rest"),
            ("mail", "2", "asked"),
            ("any words (up to 200 characters), kept as how", "\u2026", "asked"),
            ("not understood: asks 2 times more", "", ""),
            ("anything else", "", "flow check_in"),
            ("no answer in 4 hours", "", "rest"),
        ],
        "asked": [
            ("records that they agree to texts", "", ""),
            ("sets how often: weekly", "", ""),
            ("puts on the list: kit (routine), with how", "", ""),
            ("You said (how).", "", ""),
            ("if the text does not arrive", "", "rest"),
        ],
        "called": [("walks through, and comes back", "", "flow check_in")],
        "rest": [
            ("asks for a person: kit (amber)", "", ""),
            ("waits 2 days for the next hello, then", "", "last"),
        ],
        "last": [("sets how often: only when they text", "", ""), ("Bye.", "", ""), ("", "", "ends")],
    }


def test_a_step_that_simply_goes_on_points_at_the_next(everything: Program) -> None:
    assert [card.key for card in picture(everything).cards if card.follows] == ["asked", "called"]


def test_every_way_ends_at_the_card_that_it_names(everything: Program) -> None:
    layout = lay_out(picture(everything))
    named = {row.to for card in picture(everything).cards for row in card.rows if row.to}

    assert {lane.to.card.key for lane in layout.lanes} == named
    for lane in layout.lanes:
        rows = [row for card in layout.cards for row in card.rows if row.row.to == lane.to.card.key]
        assert [y for y, _ in lane.starts] == [row.way_y for row in rows]


def test_no_two_ways_lie_on_one_another(shipped: Program) -> None:
    for flow in shipped.flows:
        lanes = lay_out(picture(shipped, flow)).lanes
        spans = [(lane.x, min(ys), max(ys)) for lane in lanes for ys in [[lane.to.door, *(y for y, _ in lane.starts)]]]
        for at, (x, top, bottom) in enumerate(spans):
            assert all(x != other or bottom < above or below < top for other, above, below in spans[at + 1 :])


def test_cards_stand_below_each_other_and_rows_inside_them(shipped: Program) -> None:
    for flow in shipped.flows:
        layout = lay_out(picture(shipped, flow))
        for card, below in zip(layout.cards, layout.cards[1:], strict=False):
            assert card.y + card.height < below.y
        for card in layout.cards:
            assert all(card.y < row.y and row.y + row.height <= card.y + card.height for row in card.rows)


@pytest.mark.parametrize("language", Language)
def test_every_shipped_picture_is_whole(shipped: Program, language: Language) -> None:
    pictures = [flow_picture(flow, shipped.settings.names, language) for flow in shipped.flows.values()]
    for one in (*pictures, overview(shipped, language)):
        root = ElementTree.fromstring(draw(one, language))  # noqa: S314  # our own
        assert root.get("lang") == language
        assert root.findtext(f"{SVG}title") == one.title
        shown = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
        for card in one.cards:
            assert card.title in shown
            assert all(word in shown for row in card.rows for word in row.words.split())
            assert all(row.words in str(root.findtext(f"{SVG}desc")) for row in card.rows)


def test_nothing_in_a_text_breaks_out_of_the_picture(everything: Program) -> None:
    text = draw(picture(everything))

    assert "&amp; &lt;co&gt;." in text
    assert "<b>" not in text
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|url\(|<script|<image|@import|href", text)


def test_who_does_not_see_it_hears_it_all(everything: Program) -> None:
    told = list(describe(picture(everything)))

    assert told[0].endswith("Ends after 90 minutes without an answer.")
    assert told[2].startswith('how: says "Hi, Sam\'s team & <co>. How? 1 pick up 2 mail"; 1 pick up leads to rest; ')
    assert told[4] == "called: walks through, and comes back leads to flow check_in; then rest."
    assert told[-1] == 'last: sets how often: only when they text; says "Bye."; ends.'


def test_words_stay_in_their_card(shipped: Program) -> None:
    for flow in shipped.flows:
        for card in lay_out(picture(shipped, flow)).cards:
            for row in card.rows:
                assert all(MARGIN + width(line, 13) < MARGIN + CARD for line in row.lines)


def test_long_words_are_cut() -> None:
    assert wrap("aaaaaaaaaa b", 1, 3.0) == ["aaaaa", "aaaaa", "b"]
    assert wrap("", 1, 3.0) == []


# Among all.


def test_a_flow_stands_above_those_that_it_leads_to(shipped: Program) -> None:
    order = [card.key for card in overview(shipped, Language.EN).cards]

    assert order.index("menu") < order.index("naloxone") < order.index("person")


def test_how_a_flow_begins(everything: Program) -> None:
    cards = {card.key: card for card in overview(everything, Language.EN).cards}

    assert [(row.words, row.to) for row in cards["kit"].rows] == [
        ('Everything that a step can do, <b> & "more".', ""),
        ("begins with: kit, kits, a kit, supplies and 1 more", ""),
        ("leads to", "check_in"),
    ]
    assert cards["check_in"].rows[1].words == "begins by itself: the check-in that a person chose"
    assert cards["check_in"].note == "2 steps"


def test_flows_that_lead_to_each_other_are_drawn_once(frame: Frame, good: dict[str, str]) -> None:
    head = "flow: {0}\nabout: x\nexpires: 1 day\nsteps:\n"
    ring = head + "  a:\n    ask: {{en: Hi, es: Hola}}\n    answer: text\n    otherwise: flow {1}\n"
    files = {f"flows/{a}.yaml": ring.format(a, b) for a, b in (("one", "two"), ("two", "one"))}

    keys = [card.key for card in overview(compile_program("", Sources({**good, **files}), frame), Language.EN).cards]

    assert sorted(keys) == ["check_in", "one", "two"]


# Mermaid.


def test_mermaid_has_every_card_and_every_way(everything: Program) -> None:
    text = mermaid(picture(everything))

    assert text.startswith("flowchart TD\n")
    assert '    s_start -->|"if marked kit"| s_rest\n' in text
    assert '    s_how -.->|"anything else"| f_check_in(["flow check in"])\n' in text
    assert '    s_how -.->|"no answer in 4 hours"| s_rest\n' in text
    assert "    s_last --> ends(( ))\n" in text
    assert "    s_asked --> s_called\n" in text
    assert "& #lt;co#gt;." in text


def test_mermaid_names_no_card_that_is_not_there(shipped: Program) -> None:
    for flow in shipped.flows:
        text = mermaid(picture(shipped, flow))
        cards = set(re.findall(r"^    (s_\w+)\[", text, re.MULTILINE))
        assert set(re.findall(r"\bs_\w+", re.sub(r'"[^"]*"', "", text))) == cards


def test_what_mermaid_would_read_otherwise_is_escaped() -> None:
    card = Card("a", 'a "b"', "", (Row(Kind.SAY, "#1 <x> `y` | z"),))

    assert mermaid(Picture("", "", (card,))) == (
        'flowchart TD\n    s_a["<b>a #quot;b#quot;</b><br/>#35;1 #lt;x#gt; #96;y#96; #124; z"]\n'
    )


@pytest.mark.parametrize(
    ("minutes", "words"), [(1, "1 minute"), (90, "90 minutes"), (240, "4 hours"), (1440, "1 day"), (43200, "30 days")]
)
def test_durations_in_words(minutes: int, words: str) -> None:
    assert in_words(timedelta(minutes=minutes)) == words


# The command.


def drawn(*args: str) -> Result:
    return CliRunner().invoke(graph, [*HERE, *args])


def test_a_picture_is_written_where_it_is_wanted(tmp_path: Path) -> None:
    result = drawn("naloxone", "--out", str(tmp_path / "kit.svg"), "--language", "es")

    assert result.output == f"{tmp_path / 'kit.svg'}: naloxone, 7 cards\n"
    assert "Con gusto: un kit gratis" in (tmp_path / "kit.svg").read_text(encoding="utf-8")


def test_without_a_place_it_goes_to_the_screen() -> None:
    assert drawn().output.startswith('<svg xmlns="http://www.w3.org/2000/svg" lang="en"')
    assert drawn("menu", "--mermaid").output.startswith("flowchart TD\n")


def test_a_flow_that_does_not_exist_is_a_suggestion() -> None:
    result = drawn("naloxon")

    assert isinstance(result.exception, NoSuchFlow)
    assert str(result.exception) == "there is no flow 'naloxon'; did you mean 'naloxone'?"


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    result = drawn("menu", "--out", str(tmp_path / "no" / "menu.svg"))

    assert isinstance(result.exception, NotWritten)
    assert "cannot be written" in str(result.exception)
