"""Tags for the texts and facts of country packs."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kinbridge.countries.facts import Fact, Pack, Provision, Rule, Text
from kinbridge.countries.labels import WORDS
from kinbridge.countries.speaking import Speaker

register = template.Library()
RIGHT_TO_LEFT = {"ar", "fa", "he", "ps", "sd", "ur"}
ADDRESS = re.compile(r"(https?://\S+)")


@register.simple_tag
def say(text: Text, speaker: Speaker) -> SafeString | str:
    """A text of a pack; where it is in another language than the page, it says so to readers
    that speak aloud, and runs its own way."""
    spoken = speaker.say(text)
    if spoken.language == translation.get_language():
        return spoken.words
    is_rtl = spoken.language in RIGHT_TO_LEFT
    return format_html(
        '<span lang="{}" dir="{}">{}</span>',
        spoken.language,
        "rtl" if is_rtl else "ltr",
        spoken.words,
    )


@register.filter
def word(value: str) -> str:
    """A word of the files as people read it."""
    return str(WORDS.get(value, value))


@register.filter
def addresses(told: str) -> SafeString:
    """Words with addresses among them: each address a link that shows only its host."""
    parts = ADDRESS.split(told)
    return format_html_join("", "{}", ((_linked(part),) for part in parts))


def _linked(part: str) -> SafeString | str:
    if not ADDRESS.fullmatch(part):
        return part
    return format_html('<a href="{}" rel="noreferrer">{}</a>', part, urlsplit(part).hostname)


@register.filter
def provisions(rule: Rule, packs: list[Pack]) -> list[Provision]:
    """The law and the standards that a rule rests on."""
    found = (pack.provision(key) for key in rule.law for pack in packs)
    return [row for row in found if row]


@register.inclusion_tag("countries/_read.html")
def read(fact: Fact) -> dict[str, Any]:
    """Where a fact was read, when, how surely; and loudly, if that was long ago."""
    today: date = timezone.localdate()
    return {"fact": fact, "is_old": fact.is_old(today), "days": fact.age_in_days(today)}
