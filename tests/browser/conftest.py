"""A real browser in front of a real demonstration. Skipped, with the reason, on a machine without Chromium."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

import pytest
from faults.processes import ROOT, Running, demonstration
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

SCREENSHOTS = ROOT / "screenshots"
NEW_YORK = ZoneInfo("America/New_York")  # the zone of the shipped programme
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --disable-dev-shm-usage""".split()
PATIENCE_MS = 15_000  # for one step, on a machine that does much else
FAINT = (Path(__file__).parent / "faint.js").read_text()

Opens = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine, with an empty profile."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no browser on this machine: none of {', '.join(NAMES)} (on Debian: apt-get install chromium)")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A demonstration, on a Tuesday morning, for many tests; it needs the browser so as to skip with it."""
    with demonstration(tmp_path_factory.mktemp("demo")) as started:
        begin_on_tuesday(started)
        yield started


@pytest.fixture
def fresh_demo(browser: Browser, tmp_path: Path) -> Iterator[Running]:
    """A demonstration of this test's own, on a Tuesday morning."""
    with demonstration(tmp_path) as started:
        begin_on_tuesday(started)
        yield started


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Opens]:
    """Opens the phones: `open_page(demo, width)`. The console has to stay silent; a picture is kept."""
    complaints: list[str] = []
    pages: list[Page] = []

    def opens(demo: Running, width: int = 1280, height: int = 800, **context: Any) -> Page:
        own = browser.new_context(viewport={"width": width, "height": height}, **context)
        own.set_default_timeout(PATIENCE_MS)
        own.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        own.on("weberror", lambda error: complaints.append(str(error.error)))
        page = own.new_page()
        pages.append(page)
        page.goto(f"{demo.url}/phone")
        page.get_by_role("region", name="Ana").wait_for()
        return page

    yield opens
    for page in pages:
        keep_picture(page, request.node)
        page.context.close()
    assert complaints == []


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


@pytest.fixture
def newcomer(demo: Running) -> Newcomer:
    """Somebody new in the shared demonstration."""
    number = post(demo, "add")["number"]
    with urlopen(f"{demo.url}/phone/state", timeout=10) as answer:
        name = next(phone["label"] for phone in json.load(answer)["phones"] if phone["number"] == number)
    return Newcomer(demo, number, name)
