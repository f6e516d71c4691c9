"""The official schemas: which fields a record has, and whether a document is as it should be.

The files in ``schema`` are Open Referral's own, under CC BY-SA 4.0 (``schema/NOTICE.md``).
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

HERE = Path(__file__).parent / "schema"

# The kinds of records, in the order of the standard's tables.
TABLES = {
    "organization": "organizations", "program": "programs", "service": "services",
    "attribute": "attributes", "service_at_location": "service_at_location",
    "location": "locations", "phone": "phones", "contact": "contacts",
    "address": "addresses", "schedule": "schedules", "funding": "funding",
    "service_area": "service_areas", "required_document": "required_documents",
    "language": "languages", "accessibility": "accessibility",
    "taxonomy_term": "taxonomy_terms", "metadata": "metadata",
    "meta_table_description": "meta_table_descriptions", "cost_option": "cost_options",
    "organization_identifier": "organization_identifiers", "taxonomy": "taxonomies",
}  # fmt: skip


@lru_cache
def schema(name: str) -> dict[str, Any]:
    """One of the files, by its name."""
    told: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return told


@lru_cache
def fields(kind: str) -> dict[str, str]:
    """The columns of a kind's table, each with its type, as the tabular schema lists them."""
    told = schema("tabular")["properties"][kind]["items"]["properties"]
    return {name: field["type"] for name, field in told.items() if field["type"] != "array"}


@lru_cache
def validator(name: str) -> Draft202012Validator:
    """Checks documents of a kind, with all that stands within them."""
    found = (
        (
            path.name,
            Resource.from_contents(json.loads(path.read_text(encoding="utf-8")), DRAFT202012),
        )
        for path in sorted(HERE.glob("*.json"))
    )
    return Draft202012Validator(
        schema(name),
        registry=Registry().with_resources(found),
    )


def faults(kind: str, document: Any) -> Iterator[str]:
    """What of a document is not as the standard wants it, each with its place."""
    for error in validator(kind).iter_errors(document):
        place = "/".join(str(step) for step in error.absolute_path)
        yield f"{place or kind}: {error.message[:200]}"
