"""One person's way with the programme, played on the page as whoever shows it would: by hand."""

from datetime import timedelta

import pytest
from by_hand import hears, moves, phone, says, taps, time
from faults.processes import Running
from pages import Opens, keep_picture
from playwright.sync_api import expect


def test_somebody_joins_is_helped_is_followed_up_and_says_stop(
    fresh_demo: Running, open_page: Opens, request: pytest.FixtureRequest
) -> None:
    page = open_page(fresh_demo)
    due = page.get_by_role("button", name="To the next due moment")
    expect(due).to_contain_text("nothing is due")

    taps(page, "Ana", "join")
    hears(page, "Ana", "1 weekly 2 monthly 3 only when I text")
    taps(page, "Ana", "1")
    hears(page, "Ana", "STOP to end")
    expect(due).to_contain_text("a check-in")

    says(page, "Ana", "narcan")
    hears(page, "Ana", "1 pick it up")
    taps(page, "Ana", "1")
    hears(page, "Ana", "on the team's list")
    hears(page, "Dee", "Reply 1 to take")
    hears(page, "Sam", "Reply 1 to take")
    taps(page, "Sam", "1")
    hears(page, "Sam", "is yours")
    hears(page, "Dee", "taken by sam")

    says(page, "Sam", "The kit is packed. Is 3 good?")
    hears(page, "Ana", "The kit is packed. Is 3 good?")
    says(page, "Ana", "yes, thanks")
    hears(page, "Sam", "texted")
    says(page, "Sam", "done")
    hears(page, "Sam", "is closed")
    keep_picture(page, request.node, "story-1-helped")

    began = time(page)
    moves(page, "+1 week")
    assert timedelta(days=7) <= time(page) - began < timedelta(days=7, minutes=5)
    moves(page, "To the next due moment")
    hears(page, "Ana", "the hello you asked for")
    keep_picture(page, request.node, "story-2-followed-up")

    says(page, "Ana", "stop")
    expect(phone(page, "Ana")).to_contain_text("Ana said stop, so the carrier blocks our texts")
    expect(due).to_contain_text("nothing is due")
    texts = phone(page, "Ana").get_by_role("listitem")
    before = texts.all_inner_texts()
    moves(page, "+1 week")
    moves(page, "+1 week")
    assert texts.all_inner_texts() == before
    keep_picture(page, request.node, "story-3-stopped")


def test_a_life_in_danger_is_answered_and_the_team_is_told(fresh_demo: Running, open_page: Opens) -> None:
    page = open_page(fresh_demo)
    taps(page, "Ana", "he's not breathing")
    hears(page, "Ana", "911")
    hears(page, "Sam", "RED")
    hears(page, "Dee", "RED")
