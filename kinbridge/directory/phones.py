"""Phone numbers as a country writes them."""

import re

from django.utils.translation import gettext_lazy as _
from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    example_number,
    format_number,
    is_possible_number,
    parse,
)
from phonenumbers.shortnumberinfo import is_valid_short_number_for_region

from kinbridge.foundation.errors import Invalid

_SPELLED = re.compile(r"[^\d+]")
_SHORT = (3, 4)  # digits of a helpline, also one that no table of numbers knows


class NoPhoneNumber(Invalid):
    """Nothing that can be called from this country."""


def is_number(text: str, country: str) -> bool:
    """Whether this can be called from a country: a number of its own, a short one such as a
    helpline's, or one with a country code."""
    try:
        number = parse(text, country)
    except NumberParseException:
        return False
    is_helpline = len(dialled(text)) in _SHORT
    return (
        is_possible_number(number)
        or is_helpline
        or is_valid_short_number_for_region(number, country)
    )


def check_number(text: str, country: str, *, field: str = "phone") -> None:
    """Raises: NoPhoneNumber, with an example of how the country writes it."""
    if not text or is_number(text, country):
        return
    example = example_number(country)
    such = format_number(example, PhoneNumberFormat.NATIONAL) if example else "+232 76 123456"
    said = _("This is no phone number that works here. Write it as: %(such)s")
    raise NoPhoneNumber(said % {"such": such}, field=field)


def dialled(text: str) -> str:
    """Only what a phone dials, so that one number written in two ways is the same."""
    return _SPELLED.sub("", text)
