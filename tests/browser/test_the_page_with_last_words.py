"""The page that a worker opens on the way, on a small phone: what the person wrote, once, for ten minutes."""

import pytest
from by_hand import hears, phone, says
from faults.processes import Running
from pages import FAINT, Opens, keep_picture
from playwright.sync_api import Page, expect

WORDS = "could somebody bring a charger and dry socks to the bench behind the library, the one near the water"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_tap_shows_the_last_words_on_a_small_screen(
    fresh_demo: Running, open_page: Opens, request: pytest.FixtureRequest, scheme: str
) -> None:
    page = open_page(fresh_demo, color_scheme=scheme)
    says(page, "Ana", WORDS)
    hears(page, "Sam", "Reply 1 to take")
    says(page, "Sam", "1")
    hears(page, "Sam", "is yours")
    with page.expect_popup() as opened:
        phone(page, "Sam").get_by_role("link").click()
    words = opened.value
    words.set_viewport_size({"width": 360, "height": 640})

    button = words.get_by_role("button", name="Show the last words")
    expect(words.get_by_role("heading")).to_have_count(1)
    assert_readable(words)
    keep_picture(words, request.node, f"last-words-1-closed-{scheme}")
    words.keyboard.press("Tab")
    expect(button).to_be_focused()
    words.keyboard.press("Enter")
    expect(words.get_by_role("listitem").last).to_have_text(WORDS)
    expect(words.get_by_text("Readable on this phone for 10 more minutes")).to_be_visible()
    assert_readable(words)
    keep_picture(words, request.node, f"last-words-2-open-{scheme}")


def assert_readable(page: Page) -> None:
    """Nothing scrolls sideways, nothing is faint."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(FAINT) == []
