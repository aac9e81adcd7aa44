from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbot.providers.twilio import twiml
from smsbot.providers.twilio.characters import plain

any_text = st.text(st.one_of(st.characters(), st.characters(categories=["Cc", "Cs", "Cn", "Zl", "Zp"])))


def read(document: str) -> ElementTree.Element:
    """The document as an XML parser sees it; it raises for one that is not well-formed."""
    return ElementTree.fromstring(document.encode())  # noqa: S314 (our own)


def test_the_empty_answer_says_nothing() -> None:
    assert twiml.EMPTY == '<?xml version="1.0" encoding="UTF-8"?><Response/>'
    assert len(read(twiml.EMPTY)) == 0


def test_a_message_is_escaped() -> None:
    document = twiml.message("5 < 6 & \"7\" > '4'\nñ 😀")
    assert document.startswith('<?xml version="1.0" encoding="UTF-8"?><Response><Message>5 &lt; 6 &amp; ')
    assert read(document).findtext("Message") == "5 < 6 & \"7\" > '4'\nñ 😀"


def test_a_message_cannot_add_verbs() -> None:
    assert [verb.tag for verb in read(twiml.message("</Message><Redirect>http://x</Redirect>"))] == ["Message"]


def test_a_call_is_greeted_in_both_languages_then_passed_on() -> None:
    document = twiml.voice(
        [("en-US", "One moment."), ("es-US", "Un momento.")],
        "+14135550111",
        "https://bot.example.org/twilio/voice?a=1&b=2",
    )
    english, spanish, dial = read(document)
    assert (english.tag, english.attrib, english.text) == ("Say", {"language": "en-US"}, "One moment.")
    assert (spanish.tag, spanish.attrib, spanish.text) == ("Say", {"language": "es-US"}, "Un momento.")
    assert (dial.tag, dial.text) == ("Dial", "+14135550111")
    assert dial.attrib == {"timeout": "20", "action": "https://bot.example.org/twilio/voice?a=1&b=2"}


def test_without_someone_to_ring_the_call_only_speaks() -> None:
    assert [verb.tag for verb in read(twiml.voice([("en-US", "Nobody is in.")], None, "https://x.org/"))] == ["Say"]


def test_a_dial_may_end_the_call() -> None:
    (dial,) = read(twiml.voice([], "+14135550111", None))
    assert dial.attrib == {"timeout": "20"}


def test_a_call_with_nothing_to_say_gets_the_empty_answer() -> None:
    assert twiml.voice([], None, None) == twiml.EMPTY


@given(any_text)
def test_every_message_is_well_formed_and_says_the_same(text: str) -> None:
    assert (read(twiml.message(text)).findtext("Message") or "") == plain(text)


@given(st.lists(st.tuples(any_text, any_text)), st.none() | any_text, st.none() | any_text)
def test_every_call_is_well_formed(
    sentences: list[tuple[str, str]], forward_to: str | None, action: str | None
) -> None:
    spoken = [say.text or "" for say in read(twiml.voice(sentences, forward_to, action)).iter("Say")]
    assert spoken == [plain(sentence) for _, sentence in sentences]


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("not\tbreathing\x0bnow\x0c!", "not breathing now !"),
        ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
        ("a\x85b\u2028c\u2029d", "a\nb\nc\nd"),
        ("a\ud800b\udfffc\ufffed\uffffe", "abcde"),
        ("¿Está bien? 😀👍🏽 ﷽", "¿Está bien? 😀👍🏽 ﷽"),
    ],
)
def test_only_plain_characters_stay(raw: str, kept: str) -> None:
    assert plain(raw) == kept


@given(any_text)
def test_plain_text_stays_as_it_is_and_can_be_stored(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert plain(text).encode().decode() == plain(text)
