"""Blank forms: about things that were made on a phone and have not arrived, and of whose kind
there is nothing yet to take a form from.

A *stand-in* is a thing of that kind of which nothing is known but where it belongs: it has no
row, and the key of nobody. A phone puts the key in that it made itself.
"""

from collections.abc import Iterable, Iterator
from typing import Any, get_type_hints
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import ForeignKey, Model
from django.urls import reverse

from kinbridge.foundation.references import kind_of
from kinbridge.people.deeds import Correction, DeedForm, registry
from kinbridge.people.models import Person

_DEEPEST = 6  # steps from a thing to its home
_NOBODY = UUID(int=0)
# How a thing answers of which more must be known than its home.
_TOO_LITTLE = (AttributeError, ObjectDoesNotExist, StopIteration, TypeError, ValueError)


def stand_in(model: type[Model], home: Model, steps: int = _DEEPEST) -> Model | None:
    """A thing of this kind at this home; none, where it has none there."""
    parents = [
        field
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and not field.null
    ]
    for field in parents:
        if isinstance(home, field.related_model):
            return _made(model, field.name, home)
    for field in parents if steps else ():
        parent = stand_in(field.related_model, home, steps - 1)
        if parent is not None:
            return _made(model, field.name, parent)
    return None


def _made(model: type[Model], name: str, parent: Model) -> Model:
    # A number of no row: questions about what belongs to it are answered with nothing.
    return model(pk=0, **{name: parent}, **({"key": _NOBODY} if hasattr(model, "key") else {}))


def makes(form: type[DeedForm]) -> str:
    """The kind of record that comes of a deed."""
    made = get_type_hints(form.operation).get("return")
    return kind_of(made) if isinstance(made, type) and issubclass(made, Model) else ""


def _record_for(form: type[DeedForm], home: Model, person: Person) -> Model | None:
    record = stand_in(form.about, home)
    try:
        return record if record and form.may_be_done_by(person, record) else None
    except _TOO_LITTLE:
        return None


def blank_form(form: type[DeedForm], home: Model, person: Person) -> DeedForm | None:
    """The form of a deed about something that its home will have; none for what must belong
    to something else besides, as a note to its notebook, or of which more must be known."""
    record = _record_for(form, home, person)
    try:
        return form(record=record, by=person) if record else None
    except _TOO_LITTLE:
        return None


def blanks(person: Person, home: Any, there: Iterable[str]) -> Iterator[str]:
    """The addresses of blank forms that a phone needs of a home, beside those ``there``."""
    made = {makes(form) for form in registry.values() if person.holds(form.deed)}
    deeds = {address.split("/")[2] for address in there if address.startswith("/do/")}
    for deed, form in registry.items():
        if deed in deeds or issubclass(form, Correction) or kind_of(form.about) not in made:
            continue
        if person.holds(deed) and _record_for(form, home, person) is not None:
            yield reverse("blank", args=[deed, home.key])
