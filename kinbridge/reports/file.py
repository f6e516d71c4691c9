"""The file that a community owns: everything recorded about it, in plain JSON, in one archive.

``community.json`` lists its records by kind, each with its own columns as the data dictionary
names them; ``journal.json`` the entries of its journal with their digests, so that the chain
can be checked elsewhere; ``book.pdf`` the book; ``attachments/`` the photos and recordings,
under the names that their records give them. Nobody's account is in it: who wrote what is not
told, but as a number in the journal.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model

from kinbridge import __version__
from kinbridge.community.models import Accompaniment, Attachment, Community
from kinbridge.foundation.plain import facts, plain
from kinbridge.foundation.references import kind_of, reference
from kinbridge.journal.models import Entry
from kinbridge.people.models import Person
from kinbridge.reports.book import book_pdf
from kinbridge.sync.files import path_of

FORMAT = "kinbridge-community-1"
# Everything that a digest is taken over; an account is a number.
IN_THE_CHAIN = (
    "number", "deed", "about", "by_id", "at", "received_at", "key", "source", "illustrative",
    "guard_passed", "payload", "salt", "payload_digest", "previous", "digest",
)  # fmt: skip
LEFT_OUT = (Accompaniment,)  # it says which accounts walk with the community


def file_of(community: Community, person: Person) -> bytes:
    """The archive, as who accompanies the community may read it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("community.json", _json(records_of(community, person)))
        archive.writestr("journal.json", _json(journal_of(community)))
        archive.writestr("book.pdf", book_pdf(community, person))
        for name in sorted(_files(community, person)):
            if path_of(name).exists():
                archive.write(path_of(name), f"attachments/{name}")
    return made.getvalue()


def _files(community: Community, person: Person) -> set[str]:
    """The content of what is attached to its records, by name."""
    seen = Attachment.objects.visible_to(person).filter(community=community)
    return set(seen.values_list("file", flat=True))


def records_of(community: Community, person: Person) -> dict[str, Any]:
    """Every record of the community by its kind, the earliest first."""
    found: dict[str, Any] = {"format": FORMAT, "version": __version__}
    found["community"] = facts(community)
    for model in models_of_communities():
        rows = model._default_manager.visible_to(person)  # type: ignore[attr-defined]
        told = [
            {"reference": reference(row), **facts(row), **_linked(row)}
            for row in rows.order_by("pk").distinct()
            if _community_of(row) == community
        ]
        if told:
            found[kind_of(model)] = told
    return found


def models_of_communities() -> Iterator[type[Model]]:
    """The kinds of record that belong to a community, however deep within it."""
    for model in apps.get_models():
        belongs = hasattr(model, "belongs_to") and hasattr(model._default_manager, "visible_to")
        if belongs and issubclass(model, LEFT_OUT) is False and _leads_to_community(model):
            yield model


def _leads_to_community(model: type[Model], seen: frozenset[type[Model]] = frozenset()) -> bool:
    parents = {
        field.related_model
        for field in model._meta.concrete_fields
        if field.is_relation and isinstance(field.related_model, type)
    }
    deeper = parents - seen - {model}
    return Community in parents or any(
        _leads_to_community(parent, seen | {model})
        for parent in deeper
        if hasattr(parent, "belongs_to")
    )


def _linked(row: Model) -> dict[str, list[str]]:
    """What it is linked with, by reference."""
    return {
        field.name: [reference(one) for one in getattr(row, field.name).order_by("pk")]
        for field in row._meta.many_to_many
    }


def _community_of(record: Any) -> Community | None:
    while record is not None and not isinstance(record, Community):
        record = getattr(record, "belongs_to", None)
    return record


def journal_of(community: Community) -> dict[str, Any]:
    """The entries of its journal, in their order, with what the chain is made of."""
    entries = Entry.objects.of(community.stream).order_by("number")
    told = [{name: plain(getattr(entry, name)) for name in IN_THE_CHAIN} for entry in entries]
    return {"format": FORMAT, "stream": community.stream, "entries": told}


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1)
