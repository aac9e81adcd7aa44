"""Whom on the team somebody would like to hear from."""

import pytest
from builders import a_lexicon
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbot.core.words import read
from smsbot.core.worker_wish import WorkerWish, read_wish

TEAM = ("sam", "dee", "pat")

SAID = [
    ("not Sam", WorkerWish(avoid="sam")),
    ("Not Sam please", WorkerWish(avoid="sam")),
    ("i don't want to talk to sam", WorkerWish(avoid="sam")),
    ("i dont want sam to call me", WorkerWish(avoid="sam")),
    ("dont send sam", WorkerWish(avoid="sam")),
    ("anyone but sam", WorkerWish(avoid="sam")),
    ("no quiero hablar con Sam", WorkerWish(avoid="sam")),
    ("no quiero a Sam", WorkerWish(avoid="sam")),
    ("que no sea sam", WorkerWish(avoid="sam")),
    ("no me manden a sam por favor", WorkerWish(avoid="sam")),
    ("i want Dee", WorkerWish(prefer="dee")),
    ("I'd rather have Dee", WorkerWish(prefer="dee")),
    ("only dee", WorkerWish(prefer="dee")),
    ("dee instead", WorkerWish(prefer="dee")),
    ("prefiero a Dee", WorkerWish(prefer="dee")),
    ("not sam, i want dee", WorkerWish("dee", "sam")),
    ("not sam but dee", WorkerWish("dee", "sam")),
    ("dee instead of sam", WorkerWish("dee", "sam")),
    ("dee not sam", WorkerWish("dee", "sam")),
    ("no quiero a sam, quiero a dee", WorkerWish("dee", "sam")),
    ("can dee text me", WorkerWish("dee", talk=True)),
    ("i'd rather talk to dee", WorkerWish("dee", talk=True)),
    ("can i talk to dee please", WorkerWish("dee", talk=True)),
    ("is dee there?", WorkerWish("dee", talk=True)),
    ("quiero hablar con dee", WorkerWish("dee", talk=True)),
]
NOTHING = [
    "not now",
    "not bob",
    "sam",
    "hi sam",
    "thanks sam",
    "sam said hi",
    "not now sam",
    "",
    "samantha",
    "x" * 90 + " sam",
]


@pytest.mark.parametrize(("text", "wish"), SAID)
def test_a_wish_for_or_against_one_of_the_team(text: str, wish: WorkerWish) -> None:
    assert read_wish(read(text, a_lexicon()).plain, TEAM) == wish


@pytest.mark.parametrize("text", NOTHING)
def test_anything_else_is_no_wish(text: str) -> None:
    assert read_wish(read(text, a_lexicon()).plain, TEAM) is None


@settings(deadline=None)
@given(st.text(max_size=90))
def test_any_text_is_read(text: str) -> None:
    read_wish(text + " sam", TEAM)
