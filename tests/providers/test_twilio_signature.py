"""Vectors: `published` ones are printed in Twilio's documentation or in its SDK's own tests, where their numbers
come from; the others were computed alike by Twilio's Python and Node SDKs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from smsbot.providers.twilio.signature import Params, public_url, sign, verify

PAGE = "https://mycompany.com/myapp.php?foo=1&bar=2"
SMS = "https://example.org/sms"
HASH = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
CALL = {"CallSid": "CA1234567890ABCDE", "Digits": "1234", "From": "+14158675309", "To": "+18005551212"}
CALLED = {**CALL, "Caller": "+14158675309"}
OTHER = {**CALL, "Caller": "+14158675310", "From": "+14158675310"}

VECTORS: dict[str, tuple[str, Params | str, str]] = {
    "published: documentation": (
        "https://example.com/myapp.php?foo=1&bar=2",
        OTHER,
        "L/OH5YylLD5NRKLltdqwSvS0BnU=",
    ),
    "published: basic": (PAGE, CALLED, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    "published: https port": (
        PAGE.replace(".com/", ".com:443/"),
        CALLED,
        "kvajT1Ptam85bY51eRf/AJRuM3w=",
    ),
    "published: http port": (
        "http://mycompany.com:80/myapp.php?foo=1&bar=2",
        CALLED,
        "0ZXoZLH/DfblKGATFgpif+LLRf4=",
    ),
    "published: other port": (
        "http://mycompany.com:1234/myapp.php?foo=1&bar=2",
        CALLED,
        "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
    ),
    "published: repeated field": (
        PAGE,
        {"Sid": "CA123", "SidAccount": "AC123", "Digits": ["5678", "1234", "1234"]},
        "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
    ),
    "published: JSON body": (
        f"{PAGE}&bodySHA256={HASH}",
        '{"property": "value", "boolean": true}',
        "a9nBmqA0ju/hNViExpshrM61xv4=",
    ),
    "plain": (SMS, {"Body": "hi", "From": "+14155550100"}, "liPvcqGriC1GBd9600jZFH1Rh0E="),
    "query": (f"{SMS}?foo=1&bar=2", {"Body": "hi"}, "M2/T73nPm3AEXY1a5T7345FggUs="),
    "empty values": (SMS, {"Body": "", "FromCity": "", "NumMedia": "0"}, "HpsT6dJ2i2+Dn8/k10rkMjuJi44="),
    "unicode": (SMS, {"Body": "¿Está bien? 😀"}, "mr8XD2bRM9sUyfOXBV1EKtDak5c="),
    "white space": (SMS, {"Body": "hi \r\nthere  "}, "MSExTF3ov+Z2luQnwGRJegA8cG4="),
    "repeated": (SMS, {"MediaUrl": ["b", "a", "a"]}, "Vfm14D2Q643snQa9DEtlQUfTLzk="),
    "case order": (
        SMS,
        {"SmsSid": "1", "MessageSid": "2", "smsSid": "3", "_x": "4"},
        "11YAHIvND0mmVEndGz1Bt0hH1YM=",
    ),
    "escaped path": (
        "https://example.org/s%20ms/%C3%A9?x=%2B1",
        {"Body": "hi"},
        "8VHQx0iIIRgTwyo1g18VC7CY7wE=",
    ),
}
TOKEN = "12345"


@pytest.mark.parametrize(("url", "params", "signature"), VECTORS.values(), ids=VECTORS)
def test_a_genuine_signature_is_accepted(url: str, params: Params | str, signature: str) -> None:
    assert verify([TOKEN], url, params, signature)


@pytest.mark.parametrize(("url", "params", "signature"), VECTORS.values(), ids=VECTORS)
def test_another_token_address_field_or_signature_is_refused(url: str, params: Params | str, signature: str) -> None:
    changed: Params | str = "{}" if isinstance(params, str) else {**params, "Extra": "1"}
    assert not verify(["54321"], url, params, signature)
    assert not verify([TOKEN], url.replace("://", "://evil."), params, signature)
    assert not verify([TOKEN], url, changed, signature)
    assert not verify([TOKEN], url, params, signature.swapcase())


@pytest.mark.parametrize(
    ("url", "params", "signature"),
    [vector for name, vector in VECTORS.items() if not name.endswith("port") and "JSON" not in name],
)
def test_we_sign_as_twilio_does(url: str, params: Params, signature: str) -> None:
    assert sign(TOKEN, url, params) == signature


@pytest.mark.parametrize(("url", "params", "signature"), VECTORS.values(), ids=VECTORS)
def test_a_flask_form_verifies_as_it_is(url: str, params: Params | str, signature: str) -> None:
    if not isinstance(params, str):
        pairs = [(name, v) for name, value in params.items() for v in ([value] if isinstance(value, str) else value)]
        assert verify([TOKEN], url, MultiDict(pairs), signature)


def test_while_a_token_is_rotated_both_are_accepted() -> None:
    for token in ("old", "new"):
        assert verify(["new", "old"], SMS, {"Body": "hi"}, sign(token, SMS, {"Body": "hi"}))


@pytest.mark.parametrize("token", ["", " "])
def test_an_empty_token_signs_nothing(token: str) -> None:
    assert not verify([token], SMS, {"Body": "hi"}, sign(token, SMS, {"Body": "hi"}))


@pytest.mark.parametrize("signature", [None, "", "é", "=", "\ud800"])
def test_a_missing_or_odd_signature_is_refused(signature: str | None) -> None:
    assert not verify([TOKEN], SMS, {"Body": "hi"}, signature)


def test_no_token_accepts_nothing() -> None:
    assert not verify([], SMS, {}, sign(TOKEN, SMS, {}))


@pytest.mark.parametrize(
    ("base", "path", "query", "address"),
    [
        ("https://bot.example.org", "/twilio/sms", "", "https://bot.example.org/twilio/sms"),
        ("https://bot.example.org/", "/twilio/sms", "", "https://bot.example.org/twilio/sms"),
        ("https://Bot.Example.ORG", "/twilio/sms", "", "https://bot.example.org/twilio/sms"),
        ("HTTPS://bot.example.org:8443", "/Twilio", "", "https://bot.example.org:8443/Twilio"),
        ("https://example.org/bot/", "/twilio/sms", "a=1", "https://example.org/bot/twilio/sms?a=1"),
        ("https://me:pw@example.org", "/twilio/sms", "", "https://example.org/twilio/sms"),
        ("https://example.org?x=1#rc=3", "/twilio/sms", "", "https://example.org/twilio/sms"),
        (" https://example.org\n", "twilio/sms", "", "https://example.org/twilio/sms"),
        ("https://example.org", "/s%20ms/%C3%A9", "x=%2B1", "https://example.org/s%20ms/%C3%A9?x=%2B1"),
        ("https://example.org", "/sms", "x=1&x=", "https://example.org/sms?x=1&x="),
    ],
)
def test_the_signed_address_is_our_base_with_path_and_query_as_they_came(
    base: str, path: str, query: str, address: str
) -> None:
    assert public_url(base, path, query) == address


def test_an_escaped_path_verifies_through_the_public_address() -> None:
    _, params, signature = VECTORS["escaped path"]
    assert verify([TOKEN], public_url("https://EXAMPLE.org/", "/s%20ms/%C3%A9", "x=%2B1"), params, signature)


@pytest.mark.parametrize(
    ("url", "params"),
    [
        ("https://[", {}),
        ("https://example.org:99999/", {}),
        (SMS, {"Body": "\ud800"}),
        (SMS, {"Body": 5}),
        (SMS, {"Body": None}),
        (SMS, "a text without its hash"),
    ],
)
def test_what_cannot_be_computed_is_refused(url: str, params: Params | str) -> None:
    assert not verify([TOKEN], url, params, "AAAA")


anything = st.one_of(st.none(), st.integers(), st.binary(), st.text(), st.lists(st.text()), st.lists(st.none()))


@given(
    tokens=st.lists(st.text(), max_size=3),
    url=st.one_of(st.text(), st.sampled_from(["http://[", "https://a:99999/", "http://a:b/", SMS])),
    params=st.one_of(st.text(), st.dictionaries(st.one_of(st.text(), st.integers()), anything)),
    signature=anything,
)
def test_nothing_that_comes_in_makes_it_raise(tokens, url, params, signature) -> None:  # type: ignore[no-untyped-def]
    assert verify(tokens, url, params, signature) is False


@given(
    params=st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"])),
        st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=3),
    )
)
def test_what_we_sign_verifies(params: dict[str, list[str]]) -> None:
    assert verify([TOKEN], SMS, params, sign(TOKEN, SMS, params))
