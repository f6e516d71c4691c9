"""Which of our areas a document of the standard speaks of."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kinbridge.directory.hsds import columns
from kinbridge.directory.hsds.apart import Document
from kinbridge.directory.shapes import read_shape
from kinbridge.places.models import Area


class Places:
    """The areas that documents speak of, by p-code or by a name that only one has."""

    def __init__(self, area: Area, documents: Iterable[Document]) -> None:
        self.area, documents = area, list(documents)
        codes = {code for document in documents for code in _codes(document)}
        names = {name for document in documents for name in _place_names(document)}
        below = Area.objects.under([area]).select_related("country")
        self.by_code = {found.pcode: found for found in below.filter(pcode__in=codes)}
        by_name: defaultdict[str, list[Area]] = defaultdict(list)
        for found in below.filter(name__in=names):
            by_name[found.name].append(found)
        self.by_name = {name: found[0] for name, found in by_name.items() if len(found) == 1}

    def of(self, document: Document) -> Area:
        """Where a service stands: by its only area served, else by its address."""
        served = [self.by_code[code] for code in _codes(document) if code in self.by_code]
        if len(served) == 1:
            return served[0]
        known = (self.by_name.get(name) for name in _place_names(document))
        return next(filter(None, known), self.area)

    def served(self, document: Document) -> list[dict[str, Any]]:
        """The areas and shapes that a service says it serves."""
        found: list[dict[str, Any]] = [
            {"area": self.by_code[code]} for code in _codes(document) if code in self.by_code
        ]
        return found + [{"shape": shape} for shape in _shapes(document)]


def _codes(document: Document) -> list[str]:
    told = columns.records(document, "service_areas")
    by_code = [row.get("extent") for row in told if row.get("extent_type") == "pcode"]
    return [code for code in by_code if isinstance(code, str)]


def _shapes(document: Document) -> list[Document]:
    """GeoJSON, told as such or as words that hold it."""
    found = []
    for row in columns.records(document, "service_areas"):
        shape = read_shape(row.get("extent")) if row.get("extent_type") == "geojson" else None
        found += [shape] if shape else []
    return found


def _place_names(document: Document) -> list[str]:
    """Names in the addresses of a service, the narrowest first."""
    addresses = [
        address
        for location in columns.locations(document)
        for address in columns.records(location, "addresses")
    ]
    told = [a.get(n) for n in ("city", "region", "state_province") for a in addresses]
    return [name for name in told if isinstance(name, str) and name]
