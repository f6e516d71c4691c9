"""Forms that bring a file: what is common to them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Refusal, Text
from kinbridge.people.deeds import DeedForm
from kinbridge.people.models import Person
from kinbridge.sync.files import Cleaner, kept


class FileInput(forms.FileInput):
    """Chooses a file. One that has come already is named by a hidden field beside it."""

    template_name = "sync/file_input.html"

    def format_value(self, value: Any) -> str:  # type: ignore[override]
        return str(value or "")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002
        # A browser sends an empty file beside the key of one that has come already.
        told = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        return next((value for value in told if value), "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002
        return name not in data


class FileField(forms.CharField):
    """A file, by the key under which it arrives; cleaned, it is the name of what is kept."""

    widget = FileInput

    def __init__(self, *, cleaner: Cleaner, accept: str, label: Text, help_text: Text) -> None:
        super().__init__(label=label, help_text=help_text, max_length=40)
        self.widget.attrs["accept"] = accept
        self.cleaner = cleaner
        self.by: Person | None = None

    def clean(self, value: Any) -> str:
        key = super().clean(value)
        assert self.by is not None  # noqa: S101 - ``fit`` sets it
        try:
            return kept(key=key, person=self.by, cleaner=self.cleaner)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal.message)) from None


class BringsAFile(DeedForm):
    """A deed with a file, asked for beforehand: no child, no name?"""

    nobody = forms.BooleanField(
        label=_("No child and no name can be seen or heard in it."),
        error_messages={
            "required": _(
                "A picture or recording of a child, or with a name, is not kept here."
            )
        },
    )

    def fit(self) -> None:
        for field in self.fields.values():
            if isinstance(field, FileField):
                field.by = self.by

    def fields_told(self) -> dict[str, Any]:
        told = super().fields_told()
        del told["nobody"]
        return told
