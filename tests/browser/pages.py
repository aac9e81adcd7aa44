"""A demonstration and its pages, as the tests in a browser look at them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

import pytest
from faults.processes import ROOT, Running
from playwright.sync_api import Locator, Page

SCREENSHOTS = ROOT / "screenshots"
NEW_YORK = ZoneInfo("America/New_York")  # the zone of the shipped programme
FAINT = (Path(__file__).parent / "faint.js").read_text()

Opens = Callable[..., Page]


def keep_picture(page: Page, item: pytest.Item, name: str = "") -> None:
    """A picture of what is to be seen now, under the test's name or one of its own."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name or item.name}.png")
    item.user_properties.append(("screenshots", str(SCREENSHOTS)))


def begin_on_tuesday(demo: Running) -> None:
    """Move the clock to the next Tuesday, 10:00 in New York: the team is there, and no check-in is due before 13:00."""
    today = datetime.now(UTC).astimezone(NEW_YORK)
    tuesday = today.replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=(1 - today.weekday()) % 7)
    post(demo, "clock", to=(tuesday if tuesday > today else tuesday + timedelta(days=7)).isoformat())


def post(demo: Running, what: str, **fields: object) -> Any:
    """Do something without the page, where how it is done does not matter."""
    request = Request(f"{demo.url}/phone/{what}", json.dumps(fields).encode(), {"X-Smsbot-Page": "1"})
    with urlopen(request, timeout=10) as answer:
        return json.load(answer)


@dataclass(frozen=True)
class Newcomer:
    """Somebody new with a phone, whom no other test has heard of."""

    demo: Running
    number: str
    name: str

    def text(self, body: str) -> None:
        post(self.demo, "text", number=self.number, body=body)

    def phone(self, page: Page) -> Locator:
        """Their part of the page, shown or not."""
        return page.get_by_role("region", name=self.name, exact=True, include_hidden=True)
