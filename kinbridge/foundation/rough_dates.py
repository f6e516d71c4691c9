"""Days as people tell them: a date, or words such as "after the harvest 2025", or both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.isolates import isolated

EARLIEST = date(1950, 1, 1)
LONGEST_WORDS = 120
SAY_WHEN = _("Say when: a day, or words such as “after the harvest”.")
_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")


@dataclass(frozen=True)
class RoughDate:
    """When something happened or will happen, as exactly as anyone knows."""

    on: date | None = None
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.on or self.words)

    def __str__(self) -> str:
        if self.on and self.words:
            return f"{self.words} ({_apart(date_format(self.on))})"
        return date_format(self.on) if self.on else self.words

    def sorts_on(self, otherwise: date) -> date:
        """A day to sort by: the date; else the middle of a year that the words name."""
        if self.on:
            return self.on
        year = _YEAR.search(self.words)
        return date(int(year.group(1)), 7, 1) if year else otherwise

    def columns(self, *, prefix: str = "when", otherwise: date) -> dict[str, Any]:
        """The three columns of ``Told`` (or of the like with another prefix)."""
        return {
            f"{prefix}_on": self.on,
            f"{prefix}_words": self.words,
            f"{prefix}_sorts_on": self.sorts_on(otherwise),
        }


def _apart(day: str) -> str:
    """The day kept together, where words of the other direction may stand before it."""
    return isolated(day)


class Told(models.Model):
    """Mix-in of a record that happened at some time, told late and roughly.

    Holds: no personal data.
    """

    when_on = models.DateField(null=True, blank=True)
    when_words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    when_sorts_on = models.DateField()

    class Meta:
        abstract = True

    @property
    def when(self) -> RoughDate:
        """When it happened, as told."""
        return RoughDate(self.when_on, self.when_words)


class RoughDateWidget(forms.MultiWidget):
    """A date picker and a line for words, side by side."""

    template_name = "foundation/rough_date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        widgets = [
            forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            forms.TextInput(attrs={"maxlength": LONGEST_WORDS}),
        ]
        super().__init__(widgets, attrs)

    def decompress(self, value: RoughDate | None) -> list[Any]:
        return [value.on, value.words] if value else [None, ""]


class HiddenRoughDate(RoughDateWidget):
    """What the writer saw, carried along unseen."""

    template_name = "django/forms/widgets/multiwidget.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        for widget in self.widgets:
            widget.input_type = "hidden"  # type: ignore[attr-defined]


class RoughDateField(forms.MultiValueField):
    """A date, or when in words; ``future`` admits days still to come."""

    widget = RoughDateWidget
    hidden_widget = HiddenRoughDate

    def __init__(self, *, future: bool = False, required: bool = True, **kwargs: Any) -> None:
        self.future = future
        kwargs.setdefault("label", _("When"))
        kwargs.setdefault(
            "help_text", _("The day, or in words: after the harvest 2025. Both if you like.")
        )
        kwargs.setdefault("error_messages", {"required": SAY_WHEN})
        super().__init__(
            fields=[
                forms.DateField(required=False, label=_("Day")),
                forms.CharField(required=False, max_length=LONGEST_WORDS, label=_("In words")),
            ],
            required=required,
            require_all_fields=False,
            **kwargs,
        )

    def compress(self, data_list: Sequence[Any]) -> RoughDate:
        on, words = data_list or (None, "")
        if on and on < EARLIEST:
            raise ValidationError(_("This day is too long ago. Is the year right?"))
        tomorrow = timezone.localdate() + timedelta(days=1)
        if on and not self.future and on > tomorrow:
            raise ValidationError(_("This day has not come yet. Is the year right?"))
        return RoughDate(on, words or "")

    def clean(self, value: Any) -> RoughDate:
        return super().clean(value) or RoughDate()

    def has_changed(self, initial: Any, data: Any) -> bool:
        if isinstance(initial, list | tuple):
            return [str(part or "") for part in initial] != [str(part or "") for part in data]
        return bool(super().has_changed(initial, data))
