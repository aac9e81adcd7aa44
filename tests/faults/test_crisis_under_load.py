"""A crisis while the carrier hangs: it is answered, and the team alerted, within seconds all the same.

The stand-in holds a request for as long as the test wants (the Twilio client gives up after 30 s), so that nothing
is waited for once the proof is there.
"""

import re
import time
from collections.abc import Callable, Iterator
from itertools import count
from threading import Event

import pytest
from processes import SAM, Bot, Running, number, until
from sqlalchemy import select
from standin.fake_twilio import Fault, Gate, Post

from smsbot.db.schema import inbox, outbox

IN_TIME = 5.0
"""Seconds from the crisis text to its answer and its alert at the carrier."""

CRISIS = "my friend isn't breathing"
Hook = Callable[[dict[str, str]], Fault | None]


@pytest.fixture(scope="module")
def web(shared_bot: Bot) -> Running:
    started = shared_bot.web()
    shared_bot.worker()
    return started


@pytest.fixture
def hang(shared_bot: Bot) -> Iterator[Event]:
    """Set it, and whatever hangs at the carrier goes on."""
    go_on = Event()
    yield go_on
    go_on.set()
    shared_bot.fake.on_post = None
    shared_bot.settle(40)


def but_for_crises(go_on: Event) -> Hook:
    """Every text hangs, except the answers to a crisis and the alerts about one."""
    return lambda form: None if "911" in form["Body"] or "RED" in form["Body"] else Gate(go_on)


def every_second_post(go_on: Event) -> Hook:
    """Every second request hangs, whatever it is."""
    posts = count()
    return lambda _form: Gate(go_on) if next(posts) % 2 else None


@pytest.mark.parametrize(
    ("first", "make_hook"),
    [pytest.param(0, but_for_crises, id="all others hang"), pytest.param(100, every_second_post, id="every second")],
)
def test_a_crisis_is_answered_and_alerted_in_time_and_nothing_automatic_follows_until_a_worker_is_done(
    shared_bot: Bot, web: Running, hang: Event, first: int, make_hook: Callable[[Event], Hook]
) -> None:
    bot, person = shared_bot, number(first)
    ask_for_naloxone(bot, web, person)
    bot.fake.on_post = make_hook(hang)
    fill_the_lanes(bot, web, [number(n) for n in range(first + 1, first + 13)])

    began = time.monotonic()
    assert bot.text(web, person, CRISIS)[0] == 200
    until(
        lambda: words_since(bot, person, began) and words_since(bot, SAM, began),
        IN_TIME,
        "the crisis answer and the RED alert",
    )
    assert "911" in words_since(bot, person, began)[0]
    alert = words_since(bot, SAM, began)[0]
    assert "RED" in alert

    heard_before = len(posts_to(bot, person))
    for body in ("1", "pick up", "are you there"):
        assert bot.text(web, person, body)[0] == 200
    hang.set()
    bot.settle(40)
    # Nothing that goes on by itself: not the naloxone question, not a reminder, not the menu.
    assert len(posts_to(bot, person)) == heard_before
    assert not waiting_for(bot, person)

    code = re.search(r"[A-Z]\d[A-Z]\d", alert)
    assert code is not None
    for body in (f"1 {code[0]}", f"done {code[0]}"):
        assert bot.text(web, SAM, body)[0] == 200
        bot.settle()
    assert bot.text(web, person, "plan")[0] == 200
    bot.settle()
    assert len(posts_to(bot, person)) == heard_before + 1


def ask_for_naloxone(bot: Bot, web: Running, person: str) -> None:
    """The person is in the middle of the naloxone question: it was asked, and not answered yet."""
    assert bot.text(web, person, "narcan")[0] == 200
    bot.settle()
    assert "1 pick it up" in posts_to(bot, person)[-1].form["Body"]


def fill_the_lanes(bot: Bot, web: Running, others: list[str]) -> None:
    """More people are being answered than there are sender lanes; their texts hang, or wait behind one that does."""
    before = len(bot.fake.posts)
    for other in others:
        assert bot.text(web, other, "plan")[0] == 200
    bot.fake.wait_for_posts(before + 3, 10)
    undecided = select(inbox.c.id).where(inbox.c.decided_at.is_(None))
    until(lambda: not bot.rows(undecided), 10, "everybody's text is decided")
    until(lambda: len(bot.rows(select(outbox.c.id).where(outbox.c.status == "sending"))) >= 3, 10, "the lanes hang")


def posts_to(bot: Bot, person: str) -> list[Post]:
    return [post for post in bot.fake.posts if post.form["To"] == person]


def words_since(bot: Bot, person: str, since: float) -> list[str]:
    """What the carrier was asked to send to a number since then (monotonic seconds)."""
    return [post.form["Body"] for post in posts_to(bot, person) if post.at >= since]


def waiting_for(bot: Bot, person: str) -> list[str]:
    key = bot.db.keys.lookup.hash(person)
    moving = select(outbox.c.id).where(outbox.c.number_hash == key, outbox.c.status.in_(["queued", "sending"]))
    return [row.id for row in bot.rows(moving)]
