"""The labelled set is what its card says, and the texts that nobody tunes to are read as well as they have to be."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from smsbot.content.frame import read_frame
from smsbot.core.words import Lexicon, Meaning, Urgency
from smsbot.lab.word_scoring import Scored, bars, score, worries
from smsbot.lab.word_training import Labelled, read_labelled

HERE = Path(__file__).parent
FLOWS = HERE.parents[1] / "flows"
TUNING, HELD_OUT = HERE / "tuning.csv", HERE / "held_out.csv"


def parts() -> list[tuple[str, list[Labelled]]]:
    return [("tuning", read_labelled(TUNING)), ("held out", read_labelled(HELD_OUT))]


ALL = parts()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_frame(FLOWS).lexicon


@pytest.fixture(scope="module")
def scored(lexicon: Lexicon) -> list[Scored]:
    return score(dict(ALL)["held out"], lexicon)


def alike(text: str) -> str:
    """Two texts that differ only in case, accents and punctuation are the same."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"\W+", " ", plain).strip() or text


def test_no_text_is_there_twice_but_the_bare_words_that_everybody_texts() -> None:
    for _, rows in ALL:
        again = [text for text, count in Counter(alike(row.text) for row in rows).items() if count > 1]
        assert again == []
    tuning, held_out = ({alike(row.text): len(row.text.split()) for row in rows} for _, rows in ALL)
    both = tuning.keys() & held_out.keys()
    assert sum(held_out[text] > 3 for text in both) <= len(held_out) * 0.03


def test_a_third_is_spanish_or_mixed_and_many_were_written_to_mislead() -> None:
    rows = [row for _, part in ALL for row in part]
    assert len(rows) >= 1500
    assert {row.lang for row in rows} == {"en", "es", "mixed"}
    assert sum(row.lang != "en" for row in rows) >= len(rows) / 3
    assert sum("near_miss" in row.note or "past" in row.note or "figurative" in row.note for row in rows) >= 500


@pytest.mark.parametrize(("name", "rows"), ALL, ids=[name for name, _ in ALL])
def test_every_label_is_in_each_part_in_both_languages(name: str, rows: list[Labelled]) -> None:
    found = {(row.meaning, row.lang) for row in rows}
    assert {(meaning, lang) for meaning in Meaning for lang in ("en", "es")} <= found, name


def test_no_number_stands_in_it() -> None:
    assert [row.text for _, rows in ALL for row in rows if re.search(r"\d{3}\D?\d{4}", row.text)] == []


def test_the_card_counts_right() -> None:
    card = (HERE / "README.md").read_text(encoding="utf-8")
    for (_, rows), name in zip(ALL, ("tuning.csv", "held_out.csv"), strict=True):
        assert f"| `{name}` | {len(rows):,} |" in card
    for meaning in Meaning:
        assert f"`{meaning}`" in card


def test_what_nobody_tuned_to_clears_every_bar(scored: list[Scored]) -> None:
    assert [str(bar) for bar in bars(scored) if not bar.holds] == []


def test_few_everyday_texts_are_asked_about_danger(scored: list[Scored]) -> None:
    asked, of = worries(scored)
    assert asked <= of * 0.12


def test_the_model_alone_never_alarms_anybody(scored: list[Scored]) -> None:
    for one in scored:
        if one.reading.doubt is not None:
            assert one.reading.urgency is None
            assert one.reading.raised is Urgency.AMBER
