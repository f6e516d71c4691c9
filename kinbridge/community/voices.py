"""The groups whose voices count: girls, boys, women, men; of whom elders and people with
disabilities, who are never added to a total (``DECISIONS`` 14)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Text


class Voice(models.TextChoices):
    """A group that speaks for itself."""

    GIRLS = "girls", _("girls")
    BOYS = "boys", _("boys")
    WOMEN = "women", _("women")
    MEN = "men", _("men")
    ELDERS = "elders", _("elders")
    PEOPLE_WITH_DISABILITIES = "people_with_disabilities", _("people with disabilities")


WHOLE = (Voice.GIRLS, Voice.BOYS, Voice.WOMEN, Voice.MEN)
OF_WHOM = (Voice.ELDERS, Voice.PEOPLE_WITH_DISABILITIES)


def voices_field(
    label: Text, *, required: bool = True, help_text: Text = ""
) -> forms.MultipleChoiceField:
    """Which groups said it."""
    return forms.MultipleChoiceField(
        label=label,
        required=required,
        help_text=help_text,
        choices=Voice.choices,
        widget=forms.CheckboxSelectMultiple,
    )


def in_order(told: Iterable[Any]) -> list[Voice]:
    """Voices in their steady order."""
    said = set(told)
    return [voice for voice in Voice if voice in said]
