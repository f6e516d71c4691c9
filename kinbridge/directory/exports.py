"""Giving the directory away: only what is open to all, after the standard or as a sheet."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.db.models import QuerySet

from kinbridge.directory import sheet
from kinbridge.directory.hsds import files, tabular, together
from kinbridge.directory.hsds.apart import Document
from kinbridge.directory.hsds.schema import TABLES
from kinbridge.directory.models import Helper
from kinbridge.directory.standard import Listing, Location, Provider
from kinbridge.people.models import Organisation

Told = Callable[[int], None]  # hears how many records so far


def services() -> "QuerySet[Helper]":
    """What may leave the house, with what its documents lean on."""
    rows = Helper.objects.open_to_all().order_by("pk")
    return rows.select_related("provider__joined_with", "organisation", "area")


def providers() -> "QuerySet[Provider]":
    """The bodies that stand for themselves."""
    return Provider.objects.filter(joined_with__isnull=True).order_by("pk")


def offices() -> "QuerySet[Organisation]":
    """Organisations of people here, where a service that may leave belongs to no other body."""
    of_services = services().filter(provider__isnull=True, organisation__isnull=False)
    return Organisation.objects.filter(pk__in=of_services.values("organisation")).order_by("pk")


def organization_documents() -> Iterator[Document]:
    """Every organization, whole."""
    yield from map(together.office, offices())
    yield from together.organizations(providers().iterator(chunk_size=500))


def service_documents() -> Iterator[Document]:
    """Every service, whole."""
    yield from together.services(services().iterator(chunk_size=500))


def location_documents() -> Iterator[Document]:
    """Every location."""
    rows = Location.objects.order_by("pk").iterator(chunk_size=500)
    yield from (row.told for row in rows)


def listed(kind: str) -> Iterator[Document]:
    """Every other record of a kind."""
    rows = Listing.objects.filter(kind=kind).order_by("pk").iterator(chunk_size=500)
    yield from (row.told for row in rows)


def _other_kinds() -> list[str]:
    return list(Listing.objects.order_by("kind").values_list("kind", flat=True).distinct())


def as_documents(folder: Path, told: Told) -> dict[str, int]:
    """Write a folder of JSON files. Returns how many records each holds."""
    folder.mkdir(parents=True, exist_ok=True)
    of = {
        "organizations": organization_documents(),
        "services": service_documents(),
        "locations": location_documents(),
        **{TABLES.get(kind, kind): listed(kind) for kind in _other_kinds()},
    }
    return {
        name: files.write(folder / f"{name}.json", documents, told)
        for name, documents in of.items()
    }


def as_package(folder: Path, told: Told) -> dict[str, int]:
    """Write the tabular package. Returns the rows of each table."""
    folder.mkdir(parents=True, exist_ok=True)
    return tabular.package(folder, _records(), told)


def _records() -> Iterator[tuple[str, Document]]:
    yield from (("organization", document) for document in organization_documents())
    yield from (("service", document) for document in service_documents())
    yield from (("location", document) for document in location_documents())
    for kind in _other_kinds():
        yield from ((kind, document) for document in listed(kind) if kind in TABLES)


def as_sheet(path: Path, told: Told) -> dict[str, int]:
    """Write the sheet of services. Returns how many rows."""
    rows = services().prefetch_related("checks").iterator(chunk_size=500)
    n = 0

    def counted() -> Iterator[sheet.Row]:
        nonlocal n
        for n, row in enumerate(sheet.rows_of(rows), start=1):
            told(n)
            yield row

    with path.open("wb") as out:
        sheet.write(out, counted())
    return {"services": n}
