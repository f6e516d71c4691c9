"""What the open interface is asked for, after the standard. Reading only: no deed."""

from datetime import UTC, datetime
from typing import Any

from django import forms

LARGEST_PAGE = 500
PAGE = 50


class YesOrNo(forms.TypedChoiceField):
    """``true`` or ``false``, as a query tells them."""

    def __init__(self, help_text: str) -> None:
        super().__init__(
            choices=[("true", "true"), ("false", "false")],
            coerce=lambda told: told == "true",
            empty_value=None,
            required=False,
            help_text=help_text,
        )


class Moment(forms.CharField):
    """A moment of RFC 3339."""

    def clean(self, value: Any) -> datetime | None:
        told = super().clean(value)
        if not told:
            return None
        try:
            moment = datetime.fromisoformat(told.upper())
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except OverflowError:
            return datetime.max.replace(tzinfo=UTC) if told > "5" else None
        except ValueError:
            raise forms.ValidationError(
                "This is no moment, such as 2026-11-25T12:00:00Z."
            ) from None


def _text(help_text: str) -> forms.CharField:
    return forms.CharField(required=False, help_text=help_text, max_length=200, strip=False)


def _number(help_text: str, most: int) -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=1, max_value=most, help_text=help_text)


class Asked(forms.Form):
    """A question that says what it means: a number, a choice or a moment left empty is none."""

    def clean(self) -> dict[str, Any]:
        for name, field in self.fields.items():
            is_words = type(field) is forms.CharField
            if name in self.data and not self.data[name] and not is_words:
                self.add_error(name, "Say what, or leave it out.")
        return self.cleaned_data


class Paged(Asked):
    """A list that comes in pages."""

    search = _text("Words, or how they begin; at most 200 records are found.")
    page = _number("Number of the page.", 1_000_000)
    per_page = _number("How many records a page holds.", LARGEST_PAGE)
    format = forms.ChoiceField(
        required=False,
        choices=[("json", "json"), ("ndjson", "ndjson")],
        help_text="ndjson streams all records, one a line, without pages.",
    )


class OfServices(Paged):
    """What services and services at locations can be narrowed by."""

    taxonomy_term_id = _text("Only those that this term describes.")
    taxonomy_id = _text("Only those that any term of this taxonomy describes.")
    organization_id = _text("Only those of this organization.")
    modified_after = Moment(required=False, help_text="Only those changed at or after this.")
    full = YesOrNo("Each with all that belongs to it.")


class Services(OfServices):
    """The list of services."""

    minimal = YesOrNo("Only id and last_modified.")


class Sites(OfServices):
    """The list of services at locations."""

    postcode = _text("Only those there, or whose service area covers it.")
    proximity = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text="With postcode: those so many metres around it.",
    )


class Organizations(Paged):
    """The list of organizations."""

    full = YesOrNo("Each with all that belongs to it.")
    full_service = YesOrNo("With its services, whole.")


class Organization(Asked):
    """One organization."""

    full_service = YesOrNo("With its services, whole.")


class Taxonomies(Paged):
    """The list of taxonomies."""


class Terms(Paged):
    """The list of taxonomy terms."""

    taxonomy_id = _text("Only those of this taxonomy.")
    top_only = YesOrNo("Only those without a parent.")
    parent_id = _text("Only those with this parent.")
