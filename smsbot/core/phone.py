"""Phone numbers in one form, and never shown whole where it is not needed.

Numbers are checked for a possible length only, not for being in service: the carrier knows that better.
"""

import re
from typing import NewType

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult

from smsbot.core.errors import SmsbotError

E164 = NewType("E164", str)
"""A number as "+", country code and subscriber number, at most 15 digits."""

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_IMPOSSIBLE = re.compile(r"1[01]")  # No North American area code begins with 0 or 1: a digit is missing.
_TOO_SHORT = {ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY}


class InvalidPhone(SmsbotError):
    """What was given cannot be texted. The message never holds the digits."""

    def __init__(self, code: str, advice: str) -> None:
        """Keep the code: phone_unreadable, phone_too_short, phone_too_long or phone_not_possible."""
        super().__init__(f"this is not a phone number we can text: {advice}")
        self.code = code


def parse(text: str, region: str = "US") -> E164:
    """Read a number as people write it, without a country code as one of `region`. Raises InvalidPhone."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise InvalidPhone("phone_unreadable", "write it with its area code, like 919 555 0123") from error
    verdict = phonenumbers.is_possible_number_with_reason(number)
    if verdict in _TOO_SHORT:
        raise InvalidPhone("phone_too_short", "digits are missing, perhaps the area code")
    if verdict == ValidationResult.TOO_LONG:
        raise InvalidPhone("phone_too_long", "it has too many digits")
    digits = f"{number.country_code}{number.national_number}"
    if verdict != ValidationResult.IS_POSSIBLE or _IMPOSSIBLE.match(digits):
        raise InvalidPhone("phone_not_possible", "no such number exists in that country")
    number.extension = None
    return E164(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def masked(e164: str) -> str:
    """The number for logs and alerts: its last two digits only."""
    return f"...{e164[-2:]}"


def pretty(e164: str) -> str:
    """The number as people in the US read it, foreign ones with their code. Raises InvalidPhone."""
    number = phonenumbers.parse(parse(e164))
    form = PhoneNumberFormat.NATIONAL if number.country_code == 1 else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def looks_e164(text: str) -> bool:
    """A cheap look at what the carrier calls From: the right form, whether or not such a number exists."""
    return _E164.fullmatch(text) is not None
