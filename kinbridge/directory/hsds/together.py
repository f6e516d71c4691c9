"""Making documents of records: each whole, with all that belongs to it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID, uuid5

from kinbridge.directory.hsds import columns
from kinbridge.directory.hsds.apart import Document
from kinbridge.directory.models import Helper, HelperCheck, ServiceArea
from kinbridge.directory.standard import Location, Provider, Site, key_of
from kinbridge.people.models import Organisation

BATCH = 200


class Together:
    """The documents of some services, with what they lean on fetched at once.

    Seven queries, however many services there are.
    """

    def __init__(self, helpers: Sequence[Helper]) -> None:
        self.sites: defaultdict[int, dict[UUID, Site]] = defaultdict(dict)
        sites = Site.objects.filter(helper__in=helpers).select_related("location")
        for site in sites.order_by("pk"):
            self.sites[site.helper_id][site.key] = site
        self.checks = _last_checks(helpers)
        self.areas: defaultdict[int, list[ServiceArea]] = defaultdict(list)
        served = ServiceArea.objects.filter(helper__in=helpers).select_related("area")
        for row in served.order_by("pk"):
            self.areas[row.helper_id].append(row)
        self.locations = _locations_of(_provider(helper) for helper in helpers)

    def service(self, helper: Helper) -> Document:
        """One service, with its organization, sites and locations."""
        document = self.alone(helper)
        provider = _provider(helper)
        if provider:
            document["organization"] = self.organization(provider)
        elif helper.organisation and "organization" not in document:
            document["organization"] = office(helper.organisation)
        return document

    def alone(self, helper: Helper) -> Document:
        """The same without its organization, as it stands within one."""
        document = {**helper.told, "id": helper.told.get("id") or str(helper.key)}
        document.pop("organization", None)
        sites = self.sites[helper.pk]
        told = document.get("service_at_locations")
        if isinstance(told, list):
            document["service_at_locations"] = [self._site(told_id, sites) for told_id in told]
        is_ours = not helper.told
        columns.write(document, helper, columns.COLUMNS if is_ours else helper.own)
        if is_ours or columns.SERVED in helper.own:
            document["service_areas"] = _areas(helper, self.areas[helper.pk])
        if (is_ours or helper.own) and helper.changed_at:
            document["last_modified"] = helper.changed_at.isoformat()
        check = self.checks.get(helper.pk)
        if check is not None:
            document["assured_date"] = check.checked_at.date().isoformat()
        return document

    def _site(self, told_id: Any, sites: dict[UUID, Site]) -> Any:
        """A site by its id; what is no id stands as it was told."""
        if not isinstance(told_id, str | int):
            return told_id
        site = sites.get(key_of("service_at_location", told_id))
        return site_document(site) if site else {"id": told_id}

    def organization(self, provider: Provider) -> Document:
        """An organization with its locations, without its services."""
        document = dict(provider.told)
        document.pop("services", None)
        told = document.get("locations")
        if isinstance(told, list):
            document["locations"] = [self._location(told_id) for told_id in told]
        return document

    def _location(self, told_id: Any) -> Any:
        if not isinstance(told_id, str | int):
            return told_id
        location = self.locations.get(key_of("location", told_id))
        return location.told if location else {"id": told_id}


def site_document(site: Site) -> Document:
    """A service at a location, with the location."""
    document = {name: value for name, value in site.told.items() if name != "service"}
    if site.location and "location" in document:
        document["location"] = site.location.told
    return document


def office(organisation: Organisation) -> Document:
    """An organisation for which people here work, as an organization of the standard."""
    kind = organisation.get_kind_display()
    return {"id": str(organisation.key), "name": organisation.name, "description": str(kind)}


def services(helpers: Iterable[Helper]) -> Iterator[Document]:
    """Their documents one after another, in bounded memory."""
    for batch in batches(helpers):
        together = Together(batch)
        yield from (together.service(helper) for helper in batch)


def organizations(providers: Iterable[Provider]) -> Iterator[Document]:
    """Organizations with their locations; with their services where these were told within."""
    for batch in batches(providers):
        within = _told_within(batch)
        together = Together(list(within.values()))
        together.locations = _locations_of(batch)
        for provider in batch:
            document = together.organization(provider)
            if "services" in provider.told:
                keys = (key_of("service", told) for told in ids_in(provider.told, "services"))
                document["services"] = [together.alone(within[k]) for k in keys if k in within]
            yield document


def ids_in(told: Document, name: str) -> list[str | int]:
    """The ids that a list of a record holds, whatever else stands there."""
    values = told.get(name)
    return [v for v in values if isinstance(v, str | int)] if isinstance(values, list) else []


def batches(rows: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """Rows in lists of so many."""
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _provider(helper: Helper) -> Provider | None:
    """Who provides it; of two that were joined, the one that stands."""
    provider = helper.provider
    return provider.joined_with or provider if provider else None


def _locations_of(providers: Iterable[Provider | None]) -> dict[UUID, Location]:
    told = (told_id for one in providers if one for told_id in ids_in(one.told, "locations"))
    keys = {key_of("location", told_id) for told_id in told}
    return Location.objects.in_bulk(list(keys), field_name="key") if keys else {}


def _told_within(providers: Sequence[Provider]) -> dict[UUID, Helper]:
    told = {
        key_of("service", told_id)
        for provider in providers
        for told_id in ids_in(provider.told, "services")
    }
    rows = Helper.objects.open_to_all().filter(key__in=told) if told else ()
    return {helper.key: helper for helper in rows}


def _last_checks(helpers: Sequence[Helper]) -> dict[int, HelperCheck]:
    """The last check of each that somebody here made and that found it right."""
    right = HelperCheck.objects.filter(helper__in=helpers, still_right=True)
    made_here = right.exclude(how=HelperCheck.How.IMPORT).order_by("checked_at", "pk")
    return {check.helper_id: check for check in made_here}


def _areas(helper: Helper, served: Sequence[ServiceArea]) -> list[Document]:
    """For whom an entry made here is there: the areas told, else its own place."""
    shapes = [row.shape for row in served if row.shape]
    areas = [row.area for row in served if row.area] or ([] if shapes else [helper.area])
    told = [
        {
            "id": str(uuid5(helper.key, f"area/{area.pcode}")),
            "name": area.name,
            "extent": area.pcode,
            "extent_type": "pcode",
        }
        for area in areas
    ]
    for shape in shapes:
        told.append(
            {
                "id": str(uuid5(helper.key, "area/shape")),
                "extent": json.dumps(shape),
                "extent_type": "geojson",
            }
        )
    return told
