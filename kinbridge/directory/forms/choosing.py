"""Choosing an entry of the directory by typing, however many there are."""

import uuid
from collections.abc import Iterator
from itertools import accumulate, islice
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from kinbridge.directory.models import Helper
from kinbridge.directory.search import found

OFFERED = 60
TOLD = 5  # of several that are called so


class _Nearest(ModelChoiceIterator):  # type: ignore[type-arg]
    """What is offered while somebody types: the nearest few, as they are now."""

    def __iter__(self) -> Iterator[Any]:
        for helper in self.queryset.listed()[:OFFERED]:  # type: ignore[attr-defined]
            yield self.choice(helper)


class _Typed(forms.TextInput):
    """A line to type in, with a list beside it that the browser narrows, if it can."""

    template_name = "directory/_typed.html"
    choices: Any = ()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"list_{name}"
        context["widget"]["offered"] = [label for _key, label in self.choices]
        return context


class HelperChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An entry of the directory: by its key, as the list beside the line tells it, or by the
    beginnings of its words, if only one entry has them."""

    widget = _Typed
    iterator = _Nearest
    default_error_messages = {
        "nobody": _("No entry around here is called so. Look in the list of helpers."),
        "several": _("Several are called so: %(told)s. Write which one."),
    }

    def __init__(self, **told: Any) -> None:
        told.setdefault("help_text", _("Type how its name begins."))
        super().__init__(Helper.objects.none(), to_field_name="key", empty_label=None, **told)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A name out of the directory is told to nobody who does not see it there.
        return {**super().widget_attrs(widget), "autocomplete": "off", "data-unguarded": ""}

    def label_from_instance(self, obj: Helper) -> str:
        return f"{obj}, {obj.area}"

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Helper):
            return self.label_from_instance(value)
        if not _is_key(value):
            return value
        helper = self.queryset.filter(key=value).first()  # type: ignore[union-attr]
        return self.label_from_instance(helper) if helper else value

    def to_python(self, value: Any) -> Helper | None:
        if value in self.empty_values or isinstance(value, Helper) or _is_key(value):
            return super().to_python(value)
        return self._called(str(value).strip())

    def _called(self, typed: str) -> Helper:
        told = self._named(typed) or self._begun(typed)
        labels = [self.label_from_instance(helper) for helper in told]
        if not told:
            raise forms.ValidationError(self.error_messages["nobody"], code="nobody")
        if len(set(labels)) > 1:
            some = "; ".join(labels[:TOLD])
            raise forms.ValidationError(
                self.error_messages["several"], code="several", params={"told": some}
            )
        return told[0]

    def _named(self, typed: str) -> list[Helper]:
        """Those of just this name, or told just so in the list."""
        parts = accumulate(typed.split(", "), "{}, {}".format)
        names = Q()
        for name in islice(parts, TOLD):
            names |= Q(name__iexact=name)
        rows = list(self.queryset.listed().filter(names)[:OFFERED])  # type: ignore[union-attr]
        wanted = typed.casefold()
        as_listed = [row for row in rows if self.label_from_instance(row).casefold() == wanted]
        return as_listed or [row for row in rows if row.name.casefold() == wanted]

    def _begun(self, typed: str) -> list[Helper]:
        rows: Any = self.queryset.listed()  # type: ignore[union-attr]
        return list(rows.filter(pk__in=found(rows, typed))[: TOLD + 1])


def _is_key(value: Any) -> bool:
    try:
        uuid.UUID(str(value))
    except ValueError:
        return False
    return True
