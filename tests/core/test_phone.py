"""Phone numbers, all from the range kept for fiction."""

import pytest

from smsbot.core.errors import SmsbotError
from smsbot.core.phone import InvalidPhone, looks_e164, masked, parse, pretty

NUMBER = "+19195550123"


@pytest.mark.parametrize(
    "text",
    [
        "919 555 0123",
        "(919) 555-0123",
        "919.555.0123",
        "9195550123",
        "1 919 555 0123",
        "+1 919-555-0123",
        "+19195550123",
        "call 919 555 0123",
        "919-555-0123 x12",
        "９１９ ５５５ ０１２３",
    ],
)
def test_a_number_is_read_as_people_write_it(text: str) -> None:
    assert parse(text) == NUMBER


def test_the_region_is_where_numbers_without_a_country_code_belong() -> None:
    assert parse("55 5550 0123", "MX") == "+525555500123"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "phone_unreadable"),
        ("abc", "phone_unreadable"),
        ("+999 123456789", "phone_unreadable"),
        ("555-0123", "phone_too_short"),
        ("911", "phone_too_short"),
        ("919 555 01234", "phone_too_long"),
        ("1919555012", "phone_not_possible"),
    ],
)
def test_what_cannot_be_texted_is_refused_with_a_code_and_without_the_digits(text: str, code: str) -> None:
    with pytest.raises(SmsbotError) as caught:
        parse(text)

    assert isinstance(caught.value, InvalidPhone)
    assert caught.value.code == code
    assert not text or text not in str(caught.value)


def test_only_the_last_two_digits_are_shown_in_logs() -> None:
    assert masked(NUMBER) == "...23"


@pytest.mark.parametrize(("number", "shown"), [(NUMBER, "(919) 555-0123"), ("+525555500123", "+52 55 5550 0123")])
def test_a_number_is_shown_as_people_read_it(number: str, shown: str) -> None:
    assert pretty(number) == shown


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        (NUMBER, True),
        ("+525555500123", True),
        ("9195550123", False),
        ("+0195550123", False),
        ("+19195550123\n", False),
        ("+1", False),
        ("whatsapp:+19195550123", False),
        ("+1919555٠١٢٣", False),
        ("", False),
    ],
)
def test_the_carriers_form_is_known_at_a_glance(text: str, looks: bool) -> None:
    assert looks_e164(text) is looks
