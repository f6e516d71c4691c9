"""Telephone numbers in one spelling: +23276123456, whatever was typed or a gateway sent."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from kinbridge.places.models import Country


def home() -> str:
    """The country that numbers without a country code belong to."""
    first = Country.objects.order_by("pk").values_list("code", flat=True).first()
    return first or ""


def spelt(told: str, region: str) -> str:
    """A number in the international spelling; empty, if it cannot be one."""
    told = f"+{told[2:]}" if told.startswith("00") else told
    for spelling in (told, f"+{told}"):  # gateways leave out the plus
        try:
            found = phonenumbers.parse(spelling, region or None)
        except NumberParseException:
            continue
        if phonenumbers.is_valid_number(found):
            return str(phonenumbers.format_number(found, PhoneNumberFormat.E164))
    return ""
