"""What pages ask of versions."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Model

from kinbridge.foundation.references import reference
from kinbridge.people.deeds import Correction, registry
from kinbridge.people.models import Person
from kinbridge.sync.models import Version, Wording


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
