"""Finding the form of a deed; what pages ask of versions."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Model
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import NotAllowed, Refusal
from kinbridge.foundation.references import reference
from kinbridge.people.deeds import Correction, DeedForm, registry
from kinbridge.people.models import Person
from kinbridge.sync.models import Version, Wording


class NotThere(Refusal):
    """There is no such deed, or nothing in the person's sight that it could be about."""

    status = 404
    title = _("There is no such page here")


def form_about(
    *, deed: str, key: UUID, person: Person, data: QueryDict | None = None
) -> DeedForm:
    """The form of a deed about a record, for a person.

    Raises: NotThere, where the person may not even know of it; NotAllowed.
    """
    form_class = registry.get(deed)  # type: ignore[call-overload]
    if form_class is None:
        raise NotThere(_("Either it is not right, or what it shows is not yours to see."))
    record = form_class.about.objects.visible_to(person).filter(key=key).first()
    if record is None:
        raise NotThere(_("Either it is not right, or what it shows is not yours to see."))
    if not form_class.may_be_done_by(person, record):
        raise NotAllowed(_("Your role does not do this here."))
    form: DeedForm = form_class(
        data, record=record, by=person, initial=seen(form_class, record)
    )
    return form


def seen(form_class: type[DeedForm], record: Model) -> dict[str, Any]:
    """For a correction, what stands now and its version."""
    if not issubclass(form_class, Correction):
        return {}
    names = [name for name in form_class.base_fields if hasattr(record, name) and name != "key"]
    return {**{name: getattr(record, name) for name in names}, "base": version_of(record)}


def version_of(record: Model) -> int:
    """The version that a page shows."""
    version = Version.objects.filter(about=reference(record)).first()
    return version.number if version else 0


def differing_words(record: Model) -> dict[str, list[Wording]]:
    """For each field on which people differ, all their words, in a steady order."""
    fields: defaultdict[str, list[Wording]] = defaultdict(list)
    wordings = Wording.objects.filter(about=reference(record)).select_related("by")
    for wording in wordings.order_by("field", "key", "pk"):
        fields[wording.field].append(wording)
    return {
        field: words
        for field, words in fields.items()
        if any(word.value != words[0].value for word in words)
    }


def needing_a_person(person: Person) -> list[tuple[Model, type[Correction]]]:
    """Records with differing words that this person may correct."""
    twice = Wording.objects.values("about", "field").annotate(n=Count("pk")).filter(n__gt=1)
    abouts = sorted({row["about"] for row in twice})
    return [
        (record, form)
        for form in registry.values()
        if issubclass(form, Correction)
        for record in _of_kind(form, abouts, person)
        if differing_words(record) and form.may_be_done_by(person, record)
    ]


def _of_kind(form: type[Correction], abouts: Iterable[str], person: Person) -> Iterable[Model]:
    kind = str(form.about._meta.model_name)
    keys = [about.split(":")[1] for about in abouts if about.split(":")[0] == kind]
    if not keys:
        return []
    visible = form.about.objects.visible_to(person)  # type: ignore[attr-defined]
    return list(visible.filter(key__in=keys))
