"""Normalising: what a text looks like once it is plain."""

from collections.abc import Callable

import pytest

from smsbot.core.words import Reading

Read = Callable[[str], Reading]

PLAIN = [
    ("", ""),
    ("   \n ", ""),
    ("?!", ""),
    ("Hello, WORLD!!", "hello world"),
    ("  pause   til\nmonday ", "pause til monday"),
    ("¿Cuándo es el próximo?", "cuando es el proximo"),
    ("mañana", "manana"),
    ("ＨＥＬＰ", "help"),
    ("caf\u0065\u0301", "cafe"),
    ("don’t", "do not"),
    ("don't", "do not"),
    ("dont", "do not"),
    ("dnt", "do not"),
    ("can't", "can not"),
    ("cnt breathe", "can not breathe"),
    ("he's here", "he is here"),
    ("we're late", "we are late"),
    ("I'll go", "i will go"),
    ("I'd go", "i would go"),
    ("you've", "you have"),
    ("mom's car", "moms car"),
    ("y'all'd've", "yalld have"),
    ("u r ok n i w sam", "you are ok and i with sam"),
    ("n", "n"),
    ("K", "ok"),
    ("helllp", "help"),
    ("stoppp", "stop"),
    ("sooo goood", "so good"),
    ("zzzz", "z"),
    ("plzzzz", "please"),
    ("s t o p", "stop"),
    ("a b", "a be"),
    ("he o.d.", "he od"),
    ("he od'd", "he overdosed"),
    ("he OD’ing", "he overdosing"),
    ("👍🏽", "👍"),
    ("🙏🙏", "🙏 🙏"),
    ("thanks 🙏", "thanks"),
    ("ok\u200bay", "ok"),
    ("stpo", "stop"),
    ("unsubcribe", "unsubscribe"),
    ("isnt breathin", "is not breathing"),
    ("x favor q es", "por favor que es"),
    ("a" * 5000, "a"),
]


@pytest.mark.parametrize(("text", "plain"), PLAIN)
def test_a_text_is_made_plain(text: str, plain: str, reading: Read) -> None:
    assert reading(text).plain == plain


def test_only_the_first_1600_characters_are_read(reading: Read) -> None:
    far = "word " * 400
    assert reading(far + "he is not breathing").urgency is None
    assert len(reading("ﷺ" * 1600).plain) <= 1600


def test_typing_errors_in_long_crisis_words_are_forgiven(reading: Read) -> None:
    for text in ("hes not breahting", "unrespnsive", "she is unresponsve", "im suicdal", "gurglling", "no rezpira"):
        assert reading(text).urgency is not None, text


def test_words_of_their_own_are_not_taken_for_typing_errors(reading: Read) -> None:
    for text in ("i overdone it at the gym", "she is very responsive", "not breeding dogs", "i cut himself a key"):
        assert reading(text).urgency is None, text


def test_stop_help_and_start_are_never_guessed_at(reading: Read) -> None:
    for text in ("shop", "step", "stoop", "held", "kelp", "stark", "star", "smart"):
        found = reading(text)
        assert (found.opt_out, found.reserved) == (None, None), text
