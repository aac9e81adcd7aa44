"""A real browser in front of a real demonstration. Skipped, with the reason, on a machine without Chromium."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from faults.processes import Running, demonstration
from pages import Newcomer, Opens, begin_on_tuesday, keep_picture, post
from playwright.sync_api import Browser, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --disable-dev-shm-usage""".split()
PATIENCE_MS = 15_000  # for one step, on a machine that does much else


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine, with an empty profile; it ends with the tests of its file."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no browser on this machine: none of {', '.join(NAMES)} (on Debian: apt-get install chromium)")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
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


@pytest.fixture
def newcomer(demo: Running) -> Newcomer:
    """Somebody new in the shared demonstration."""
    number = post(demo, "add")["number"]
    with urlopen(f"{demo.url}/phone/state", timeout=10) as answer:
        name = next(phone["label"] for phone in json.load(answer)["phones"] if phone["number"] == number)
    return Newcomer(demo, number, name)
