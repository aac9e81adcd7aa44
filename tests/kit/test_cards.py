"""Cards to hand out: neutral, in two languages, eight to a page, and written only if they are."""

import re
from pathlib import Path

import pytest
from kit_bench import ROOT, Bench

from smsbot.core.cards import telling_words


def _cards(bench: Bench, out: Path, *words: str) -> str:
    folders = ("--flows", str(bench.folder / "flows"), "--templates", str(bench.folder / "templates"))
    result = bench.run("cards", "--out", str(out), *folders, *words)
    assert result.exit_code == 0, (result.output, result.exception)
    return out.read_text()


def _read(page: str) -> str:
    """What a person reads on the page."""
    without = re.sub(r"<style>.*?</style>|<svg.*?</svg>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", without))


def test_there_are_eight_cards_in_each_language(small_bench: Bench, tmp_path: Path) -> None:
    page = _cards(small_bench, tmp_path / "cards.html")

    assert page.count('<article class="card" lang="en">') == 8
    assert page.count('<article class="card" lang="es">') == 8
    assert page.count("<svg") == 16


def test_the_number_is_the_one_we_text_from_in_readable_form(small_bench: Bench, tmp_path: Path) -> None:
    assert _read(_cards(small_bench, tmp_path / "cards.html")).count("(336) 555-0199") == 16


def test_another_number_may_be_printed(small_bench: Bench, tmp_path: Path) -> None:
    page = _cards(small_bench, tmp_path / "cards.html", "--number", "336 555 0123")

    assert "(336) 555-0123" in page
    assert "0199" not in page


def test_the_numbers_of_a_service_stand_in_for_the_one_number(small_bench: Bench, tmp_path: Path) -> None:
    small_bench.env |= {
        "TWILIO_FROM_NUMBER": "",
        "TWILIO_MESSAGING_SERVICE_SID": "MG" + "5" * 32,
        "TWILIO_NUMBERS": "+13365550177",
    }

    assert "(336) 555-0177" in _cards(small_bench, tmp_path / "cards.html")


def test_the_card_says_what_the_carriers_want_said(small_bench: Bench, tmp_path: Path) -> None:
    read = _read(_cards(small_bench, tmp_path / "cards.html"))

    for words in ("Caring Connect", "Text (336)", "how often", "data rates may apply", "HELP", "STOP", "AYUDA", "911"):
        assert words in read


def test_nothing_on_a_card_tells_a_stranger_what_it_is_about(small_bench: Bench, tmp_path: Path) -> None:
    assert telling_words(_cards(small_bench, tmp_path / "cards.html")) == ()


def test_a_name_that_tells_is_refused_and_no_page_is_left(small_bench: Bench, tmp_path: Path) -> None:
    small_bench.edit("sender: Caring Connect", "sender: Overdose Recovery Team")
    out = tmp_path / "cards.html"
    folders = ("--flows", str(small_bench.folder / "flows"), "--templates", str(small_bench.folder / "templates"))
    result = small_bench.run("cards", "--out", str(out), *folders)

    assert result.exit_code != 0
    assert "overdose, recovery" in str(result.exception)
    assert not out.exists()


def test_a_folder_without_the_template_is_named(small_bench: Bench, tmp_path: Path) -> None:
    (small_bench.folder / "templates/kit/cards.html").unlink()
    folders = ("--flows", str(small_bench.folder / "flows"), "--templates", str(small_bench.folder / "templates"))
    result = small_bench.run("cards", "--out", str(tmp_path / "cards.html"), *folders)

    assert "kit/cards.html" in str(result.exception)


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("Caring Connect, Sam's team", ()),
        ("Food, a ride, a bed, or someone to talk to", ()),
        ("Post-Overdose Response", ("overdose",)),
        ("Equipo de salud. Salud mental", ("salud", "mental")),
        ("Solo para saludar. Saludos", ()),
        ("HEALTH and Healthy", ("health", "healthy")),
    ],
)
def test_words_that_tell_are_found(text: str, telling: tuple[str, ...]) -> None:
    assert telling_words(text) == telling


def test_the_shipped_templates_need_nothing_from_anywhere() -> None:
    for path in (ROOT / "templates/kit").glob("*.html"):
        assert not re.search(r"https?://|src=|@import|<link|<script", path.read_text()), path
