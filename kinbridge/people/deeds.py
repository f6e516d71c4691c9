"""What a deed is: a form that a person fills in, one operation, one line in the table.

Subclassing ``DeedForm`` is the whole definition; the page, imports and the example all find
it here by its name.
"""

import uuid
from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation import guard
from kinbridge.foundation.errors import Text
from kinbridge.foundation.references import kind_of
from kinbridge.people.acts import Act, Base
from kinbridge.people.models import Organisation, Person
from kinbridge.people.roles import Deed, may
from kinbridge.places.models import Area

LONGEST_TEXT = 4000  # characters: what the guard reads at once, on the phone too
_OWN = frozenset({"key", "base", "after", "looked_again", "once_more"})

registry: dict[Deed, "type[DeedForm]"] = {}


class Words(forms.CharField):
    """Words in several lines. The limit holds here, and is said: a browser that knew it would
    cut off the end of what somebody pastes, unseen."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


def words(
    label: Text, *, required: bool = True, help_text: Text = "", rows: int = 3
) -> forms.CharField:
    """A field for people's own words."""
    return Words(
        label=label,
        required=required,
        help_text=help_text,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def line(
    label: Text, *, required: bool = True, help_text: Text = "", longest: int = 200
) -> forms.CharField:
    """A field for one line of words."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=longest
    )


def count(label: Text) -> forms.IntegerField:
    """A field for how many people of a group were there. Nobody is counted by name."""
    return forms.IntegerField(
        label=label, min_value=0, max_value=9999, required=False, initial=0
    )


class DeedForm(forms.Form):
    """The definition of a deed.

    ``about``: the model that the deed is about; its manager has ``visible_to(person)``, its
    rows have ``key`` and ``roles_of(person)``. ``operation``: called with the record under
    its model's name, the cleaned fields, and ``act``. ``leads_on``: afterwards to what was
    made, not back to where the form was opened from.
    """

    deed: ClassVar[Deed]
    about: ClassVar[type[Model]]
    operation: ClassVar[Callable[..., Model]]
    heading: ClassVar[Text]
    lead: ClassVar[Text] = ""
    submit: ClassVar[Text] = _("Save")
    template: ClassVar[str] = "sync/deed.html"
    leads_on: ClassVar[bool] = False
    is_private: ClassVar[bool] = False  # its words are kept nowhere unsealed, not for a moment
    do_not_call_in_templates = True  # pages list deeds; only the one view opens them

    key = forms.UUIDField(widget=forms.HiddenInput)
    looked_again = forms.BooleanField(
        required=False, label=_("I have looked again: nobody can be recognised by these words.")
    )
    once_more = forms.BooleanField(required=False, label=_("Yes, record it once more"))

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "deed" in cls.__dict__:
            registry[cls.deed] = cls

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        record: Model,
        by: Person,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data=data, initial={"key": uuid.uuid4(), **(initial or {})})
        self.record = record
        self.by = by
        self.hits: dict[str, list[guard.Hit]] = {}
        for name in self.unguarded & self.fields.keys():
            self.fields[name].widget.attrs["data-unguarded"] = ""
        self.fit()

    def fit(self) -> None:
        """Fit the choices to the record and the person; for subclasses."""

    @classmethod
    def is_open_for(cls, record: Any) -> bool:  # noqa: ARG003
        """Whether the deed makes sense for this record now; for subclasses. Courtesy only."""
        return True

    @classmethod
    def may_be_done_by(cls, person: Person, record: Any) -> bool:
        """Whether the person holds a role over this record that may do the deed."""
        return may(record.roles_of(person), cls.deed)

    @property
    def told(self) -> list[forms.BoundField]:
        """The fields a person fills in, in their order."""
        return [bound for bound in self.visible_fields() if bound.name not in _OWN]

    @property
    def told_together(self) -> list[tuple[bool, list[forms.BoundField]]]:
        """The told fields in groups: counts beside one another stand in one row (True)."""

        def is_count(bound: forms.BoundField) -> bool:
            return isinstance(bound.field, forms.IntegerField)

        return [(counts, list(group)) for counts, group in groupby(self.told, key=is_count)]

    @property
    def area(self) -> Area | None:
        """The place of the record, for the guard's country."""
        return getattr(self.record, "area", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("looked_again"):
            self._look_at_words(cleaned)
        return cleaned

    def _look_at_words(self, cleaned: dict[str, Any]) -> None:
        region = self.area.country.code if self.area else ""
        known = self.known_names()
        for name, value in list(cleaned.items()):
            if not isinstance(value, str) or not isinstance(self.fields[name], forms.CharField):
                continue
            if name in self.unguarded or self.fields[name].disabled:  # it did not travel
                continue
            hits = guard.look(value, region=region, known=known, names=name in self.naming)
            if hits:
                self.hits[name] = hits
                self.add_error(name, _("Please look again: these words may point to a person."))

    unguarded: ClassVar[frozenset[str]] = frozenset()
    naming: ClassVar[frozenset[str]] = frozenset()  # ask for a role or a body, never a name

    def known_names(self) -> list[str]:
        """Names of places around and of organisations, which are no persons."""
        area, names = self.area, []
        while area is not None:
            names += [area.name]
            area = area.parent
        if self.naming:
            names += Organisation.objects.values_list("name", flat=True)
        return names

    def fields_told(self) -> dict[str, Any]:
        """What the operation is called with."""
        return {name: value for name, value in self.cleaned_data.items() if name not in _OWN}

    def do(self, act: Act) -> Model:
        """Do it, whole or not at all. Raises: Refusal."""
        operation = type(self).operation
        return operation(**{kind_of(self.record): self.record}, **self.fields_told(), act=act)


class Correction(DeedForm):
    """A deed that changes words already recorded, field by field.

    Each field carries what its writer saw, and the form the version it was made from: only
    touched fields travel, so that a late form undoes nobody's work. The operation is called
    with ``changes`` (the touched fields) and ``base`` (what the writer had seen).
    """

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    after = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_TEXT)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name, field in self.fields.items():
            if name not in _OWN:
                field.show_hidden_initial = True
                self._leave_out(name, field, data)

    def _leave_out(self, name: str, field: forms.Field, data: Mapping[str, Any] | None) -> None:
        """A field that did not travel was not touched, and is not asked for."""
        names = {name, f"{name}_0", f"initial-{name}", f"initial-{name}_0"}
        if data is not None and names.isdisjoint(data):
            field.required = False
            field.disabled = True

    def clean_after(self) -> frozenset[uuid.UUID]:
        """The keys of the writer's own earlier forms, divided by spaces."""
        try:
            return frozenset(uuid.UUID(key) for key in self.cleaned_data["after"].split())
        except ValueError:
            raise forms.ValidationError(_("This form is damaged. Open it anew.")) from None

    def touched(self) -> list[str]:
        """The fields whose writer changed them.

        A phone sends touched fields only, without what stood there before: these count
        even when they were emptied.
        """
        alone = [name for name in self.fields if name in self.data and self._came_alone(name)]
        return [
            name
            for name in self.fields
            if name not in _OWN and name in {*self.changed_data, *alone}
        ]

    def _came_alone(self, name: str) -> bool:
        return not any(sent.startswith(f"initial-{name}") for sent in self.data)

    def settled(self) -> list[str]:
        """Fields on which two people differed and this writer decided."""
        return [name for name in self.fields if self.data.get(f"settle-{name}")]

    def fields_told(self) -> dict[str, Any]:
        names = {*self.touched(), *self.settled()}
        changes = {name: self.cleaned_data[name] for name in self.fields if name in names}
        base = Base(self.cleaned_data["base"], self.cleaned_data["after"])
        return {"changes": changes, "base": base}


def deeds_about(record: Any, person: Person) -> list[type[DeedForm]]:
    """The deeds that this person may do about this record now, in the order of the table."""
    return [
        form
        for form in (registry[deed] for deed in Deed if deed in registry)
        if isinstance(record, form.about)
        and form.is_open_for(record)
        and form.may_be_done_by(person, record)
    ]
