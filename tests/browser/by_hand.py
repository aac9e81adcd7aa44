"""What somebody does on the page with the phones, and what they see there."""

import re
from datetime import datetime

from playwright.sync_api import Locator, Page, expect


def phone(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def says(page: Page, name: str, body: str) -> None:
    """Write a text and press Enter."""
    box = page.get_by_label(f"Text message from {name}'s phone", exact=True)
    box.fill(body)
    box.press("Enter")
    expect(box).to_have_value("")


def taps(page: Page, name: str, text: str) -> None:
    """Tap one of the texts that the page offers."""
    phone(page, name).get_by_role("group", name="Texts to try").get_by_role("button", name=text, exact=True).click()


def hears(page: Page, name: str, words: str | re.Pattern[str]) -> None:
    """The newest text on a phone is from the programme, has these words, and was delivered."""
    newest = phone(page, name).get_by_role("listitem").last
    expect(newest).to_contain_text("The programme")
    expect(newest).to_contain_text(words)
    expect(newest).to_contain_text("delivered")


def moves(page: Page, button: str) -> None:
    """Press a button of the clock, and wait until it has passed that time."""
    pressed = page.get_by_role("button", name=button)
    pressed.click()
    expect(pressed).to_be_enabled(timeout=30_000)


def time(page: Page) -> datetime:
    return datetime.fromisoformat(page.locator("#now").get_attribute("datetime") or "")
