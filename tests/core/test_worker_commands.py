"""What a worker writes about a ticket they hold, and what is for the person."""

import pytest

from smsbot.core.worker_words import (
    Done,
    Note,
    PassOn,
    Ring,
    Unclear,
    WorkerWish,
    addressed,
    is_take,
    read_worker,
    said_with,
)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("note", Note(None)),
        ("NOTE a7k2 seen at the desk", Note("A7K2")),
        ("pass", PassOn(None)),
        ("pass A7K2 please", PassOn("A7K2")),
        ("pass by at five", Unclear()),
        ("call", Ring(None)),
        ("Call a7k2 now", Ring("A7K2")),
        ("call me when you can", Unclear()),
        ("done no answer", Done(None, "no answer")),
        ("hello there", Unclear()),
    ],
)
def test_a_command_is_told_from_words_to_a_person(text: str, wish: WorkerWish) -> None:
    assert read_worker(text) == wish


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A7K2 On my way", ("A7K2", "On my way")),
        ("a7k2: Hi,\nit's me", ("A7K2", "Hi,\nit's me")),
        ("A7K2", ("A7K2", "")),
        ("On my way to A7K2", (None, "On my way to A7K2")),
        (" hi ", (None, "hi")),
        ("A7K23 hi", (None, "A7K23 hi")),
    ],
)
def test_a_code_in_front_addresses_the_words_that_stay_as_they_are(text: str, found: tuple[str | None, str]) -> None:
    assert addressed(text) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("note A7K2: Ask for Kim", "Ask for Kim"),
        ("Done, She moved", "She moved"),
        ("DONE a7k2", ""),
        ("done", ""),
        ("?", ""),
    ],
)
def test_the_words_of_a_command_stay_as_they_are(text: str, words: str) -> None:
    assert said_with(text) == words


@pytest.mark.parametrize(("words", "take"), [("", True), ("1", True), ("OK!", True), ("ok see you", False)])
def test_only_the_bare_wish_is_a_wish_to_take(words: str, take: bool) -> None:
    assert is_take(words) is take
