"""Entering countries and areas. They come from files, not from pages."""

from uuid import UUID

from kinbridge.foundation.errors import Invalid
from kinbridge.foundation.transactions import whole
from kinbridge.places.models import Area, Country


@whole
def add_country(
    *, code: str, name: str, levels: list[list[str]], languages: list[str]
) -> Country:
    """Enter a country, or bring its names up to date."""
    country, _new = Country.objects.update_or_create(
        code=code, defaults={"name": name, "levels": levels, "languages": languages}
    )
    return country


@whole
def add_area(
    *, country: Country, parent: Area | None, name: str, pcode: str, key: UUID
) -> Area:
    """Enter an area below its parent (none: the nation itself).

    Raises: Invalid, where the p-code would break the path.
    """
    if "/" in pcode or not pcode:
        raise Invalid(f"A p-code may not be empty or hold a slash: {pcode!r}")
    return Area.objects.create(
        key=key,
        country=country,
        parent=parent,
        name=name,
        pcode=pcode,
        path=f"{parent.path if parent else '/'}{pcode}/",
        depth=parent.depth + 1 if parent else 0,
    )
