"""The page with the phones for everybody: any width, no mouse, no eyes, either colour scheme, any place on earth."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from faults.processes import Running
from pages import FAINT, NEW_YORK, Newcomer, Opens, post
from playwright.sync_api import Page, expect

WIDTHS = [360, 768, 1280]

AT_THE_END = "(screen) => screen.scrollHeight - screen.scrollTop - screen.clientHeight < 2"

# What has the focus: its name, whether its outline shows, and whether it is on the screen.
FOCUSED = """() => {
  const node = document.activeElement, box = node.getBoundingClientRect(), style = getComputedStyle(node);
  return {
    what: node.getAttribute("aria-label") || node.labels?.[0]?.textContent || node.textContent.trim(),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    there: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    body: node === document.body,
  };
}"""

# Everything that can be used and is to be seen, in the order of the page, by the same names.
USABLE = """() => [...document.querySelectorAll("a[href], button, textarea, [tabindex='0']")]
  .filter((node) => node.getClientRects().length > 0 && !node.disabled)
  .map((node) => node.getAttribute("aria-label") || node.labels?.[0]?.textContent || node.textContent.trim())"""


def play_a_little(page: Page, newcomer: Newcomer) -> None:
    """Something of everything on a screen: texts both ways, a call, a carrier that blocks, a phone that is off."""
    phone = newcomer.phone(page)
    newcomer.text("menu " + "x" * 150)
    expect(phone.locator(".from-programme").last).to_contain_text("delivered")
    newcomer.text("stop")
    expect(phone.locator(".bubble").last).to_contain_text("The carrier")
    post(newcomer.demo, "call", number=newcomer.number)
    expect(phone.locator(".bubble").last).to_contain_text("Call to the programme")
    post(newcomer.demo, "power", number=newcomer.number, on=False)
    expect(phone).to_have_class(re.compile(r"\boff\b"))


def phones_one_by_one(page: Page) -> Iterator[None]:
    """On a narrow screen each phone in its turn; on a wide one all at once."""
    tabs = page.get_by_role("navigation", name="Which phone to show").get_by_role("button").all()
    yield
    for tab in tabs:
        tab.click()
        yield


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways(demo: Running, newcomer: Newcomer, open_page: Opens, width: int) -> None:
    page = open_page(demo, width, 740)
    play_a_little(page, newcomer)
    for _ in phones_one_by_one(page):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert (
            page.evaluate(
                "[...document.querySelectorAll('main, .screen')].filter((n) => n.scrollWidth > n.clientWidth).length"
            )
            == 0
        )


@pytest.mark.parametrize("width", WIDTHS)
def test_every_control_is_large_enough_for_a_finger(demo: Running, open_page: Opens, width: int) -> None:
    page = open_page(demo, width)
    small = page.evaluate(
        "[...document.querySelectorAll('button, textarea')].filter((node) => node.getClientRects().length)"
        ".map((node) => [node.textContent, node.offsetWidth, node.offsetHeight]).filter(([, w, h]) => w < 34 || h < 34)"
    )
    assert small == []


@pytest.mark.parametrize("width", [360, 1280])
def test_everything_is_reached_by_keyboard_in_the_order_of_the_page_and_the_focus_shows(
    demo: Running, open_page: Opens, width: int
) -> None:
    page = open_page(demo, width)
    usable = page.evaluate(USABLE)
    reached = []
    for _ in usable:
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["outlined"], focused
        assert focused["there"], focused
        reached.append(focused["what"])
    assert reached == usable
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["body"], "the way out of the page is open"


def test_the_keyboard_alone_texts_calls_switches_and_moves_the_clock(
    demo: Running, newcomer: Newcomer, open_page: Opens
) -> None:
    page = open_page(demo)
    name = newcomer.name
    phone = newcomer.phone(page)
    texts = phone.get_by_role("listitem")
    go_to(page, f"Call the programme from {name}'s phone")
    page.keyboard.press("Enter")
    expect(texts.last).to_contain_text("Call to the programme")
    go_to(page, f"Text message from {name}'s phone")
    page.keyboard.type("plan")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("please")
    expect(phone.get_by_role("textbox")).to_have_value("plan\nplease")
    page.keyboard.press("Enter")
    expect(texts.filter(has_text="plan")).to_have_count(1)
    expect(phone.get_by_role("textbox")).to_be_focused()  # the next text can be written at once
    power = phone.get_by_role("switch")
    go_to(page, f"{name}'s phone is switched on", key="Shift+Tab")
    page.keyboard.press("Space")
    expect(power).not_to_be_checked()
    expect(phone.get_by_role("textbox")).to_be_disabled()
    page.keyboard.press("Space")
    expect(power).to_be_checked()
    before = page.locator("#now-time").inner_text()
    go_to(page, "+1 hour", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#now-time")).not_to_have_text(before)


def test_after_a_click_on_send_the_next_text_can_be_written_at_once(
    demo: Running, newcomer: Newcomer, open_page: Opens
) -> None:
    page = open_page(demo)
    phone = newcomer.phone(page)
    phone.get_by_role("textbox").fill("stop")
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("textbox")).to_be_focused()
    expect(phone.get_by_role("textbox")).to_have_value("")


def go_to(page: Page, what: str, key: str = "Tab") -> None:
    """Go on by keyboard until this has the focus."""
    for _ in range(200):
        page.keyboard.press(key)
        if page.evaluate(FOCUSED)["what"] == what:
            return
    raise AssertionError(f"the keyboard does not reach '{what}'")


def test_the_way_past_the_clock_is_one_key(demo: Running, open_page: Opens) -> None:
    page = open_page(demo)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["what"] == "Call the programme from Ana's phone"


def test_whoever_listens_hears_who_wrote_what_and_what_became_of_it(
    demo: Running, newcomer: Newcomer, open_page: Opens
) -> None:
    page = open_page(demo)
    newcomer.text("who reads this")
    texts = newcomer.phone(page).get_by_role("group", name=f"{newcomer.name}'s texts").get_by_role("listitem")
    said, answer = texts.filter(has_text="who reads this"), texts.last
    expect(said.locator(".source")).to_have_text(newcomer.name)
    expect(said.locator(".meta")).to_contain_text("delivered")
    expect(answer.locator(".source")).to_have_text("The programme")
    expect(answer.locator(".meta")).to_contain_text("delivered")
    log = page.get_by_role("log", name="New texts")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_contain_text(f"{newcomer.name}'s phone: {answer.locator('.body').inner_text()}")
    expect(log).not_to_contain_text("who reads this")


def test_texts_that_arrive_together_are_all_announced(demo: Running, newcomer: Newcomer, open_page: Opens) -> None:
    page = open_page(demo)
    page.route("**/phone/state*", lambda route: route.fulfill(status=204))  # nothing new, for the time being
    newcomer.text("stop")
    newcomer.text("start")
    page.unroute_all(behavior="wait")
    log = page.get_by_role("log", name="New texts")
    expect(log.get_by_text(f"{newcomer.name}'s phone: You have successfully been unsubscribed")).to_have_count(1)
    expect(log.get_by_text(f"{newcomer.name}'s phone: You have successfully been re-subscribed")).to_have_count(1)


def test_a_page_that_is_opened_again_announces_nothing_old(demo: Running, newcomer: Newcomer, open_page: Opens) -> None:
    newcomer.text("stop")
    page = open_page(demo)
    expect(newcomer.phone(page).get_by_role("listitem").last).to_contain_text("The carrier")
    expect(page.get_by_role("log", name="New texts")).to_have_text("")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_what_is_behind_it(
    demo: Running, newcomer: Newcomer, open_page: Opens, scheme: str
) -> None:
    page = open_page(demo, color_scheme=scheme, reduced_motion="reduce")
    play_a_little(page, newcomer)
    assert page.evaluate(FAINT) == []


@pytest.mark.parametrize(("motion", "moved"), [("reduce", []), ("no-preference", ["arrive"])])
def test_nothing_moves_for_whoever_asked_for_that(
    demo: Running, newcomer: Newcomer, open_page: Opens, motion: str, moved: list[str]
) -> None:
    page = open_page(demo, reduced_motion=motion)
    newcomer.text("stop")
    page.evaluate(
        "() => { window.moved = new Set(); document.onanimationstart = (at) => moved.add(at.animationName); }"
    )
    post(demo, "call", number=newcomer.number)
    expect(newcomer.phone(page).locator(".bubble").last).to_contain_text("Call to the programme")
    page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
    assert page.evaluate("[...moved]") == moved


def test_times_are_the_programmes_wherever_the_browser_is(demo: Running, newcomer: Newcomer, open_page: Opens) -> None:
    page = open_page(demo, timezone_id="Asia/Tokyo", locale="de-DE")
    newcomer.text("stop")
    expect(page.locator("#now-zone")).to_have_text("New York time")
    for time in (page.locator("#now"), newcomer.phone(page).locator("li time").last):
        shown, moment = time.evaluate("(node) => [node.textContent, node.dateTime]")
        there = datetime.fromisoformat(moment).astimezone(NEW_YORK)
        assert shown.strip().startswith(f"{there:%-I:%M} {there:%p}"), (shown, moment)


def test_the_newest_text_stays_in_view_whatever_becomes_of_the_room_for_it(
    demo: Running, newcomer: Newcomer, open_page: Opens
) -> None:
    page = open_page(demo, 360, 740)
    page.get_by_role("navigation").get_by_role("button", name=newcomer.name).click()
    for body in ("stop", "start", "help", "stop", "start", "help"):
        newcomer.text(body)
    phone = newcomer.phone(page)
    screen = phone.locator(".screen").element_handle()
    expect(phone.locator(".bubble").nth(9)).to_be_visible()
    for width, height in ((360, 740), (768, 1024), (1280, 800), (1280, 640), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(AT_THE_END, arg=screen)
    phone.get_by_role("textbox").fill("a\nlong\ntext\ntakes\nroom")
    page.wait_for_function(AT_THE_END, arg=screen)


def test_whoever_reads_what_was_said_before_is_left_there(demo: Running, newcomer: Newcomer, open_page: Opens) -> None:
    page = open_page(demo, 1280, 640)
    for body in ("stop", "start", "help"):
        newcomer.text(body)
    phone = newcomer.phone(page)
    expect(phone.locator(".bubble").nth(4)).to_be_visible()
    screen = phone.locator(".screen")
    screen.scroll_into_view_if_needed()
    screen.evaluate("(screen) => screen.scrollTo(0, 0)")
    newcomer.text("stop")
    expect(phone.locator(".bubble").last).to_contain_text("unsubscribed")
    assert screen.evaluate("(screen) => screen.scrollTop") == 0
