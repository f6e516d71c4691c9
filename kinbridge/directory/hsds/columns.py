"""What people read and correct of a service, and where it stands in its document."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from kinbridge.directory.hsds import schedules
from kinbridge.directory.hsds.apart import Document
from kinbridge.directory.models import OLDEST, Helper


@dataclass(frozen=True)
class Column:
    """One column of ``Helper``: read from a document, and written into one."""

    read: Callable[[Document], Any]
    write: Callable[[Document, Any, UUID], None]


def read(document: Document) -> dict[str, Any]:
    """All columns, as a document tells them, each within its length."""
    return {name: _fitting(name, column.read(document)) for name, column in COLUMNS.items()}


SERVED = "service_areas"  # in ``Helper.own``: places told here, which imports leave


def write(document: Document, helper: Helper, names: Iterable[str]) -> None:
    """Put these columns of a helper into a document that is nobody else's."""
    for name in names:
        if name in COLUMNS:
            COLUMNS[name].write(document, getattr(helper, name), helper.key)


def _fitting(name: str, value: Any) -> Any:
    longest = Helper._meta.get_field(name).max_length  # type: ignore[union-attr]
    if isinstance(value, str) and longest and len(value) > longest:
        return value[: longest - 1] + "…"
    return value


def text(value: Any) -> str:
    """A value as words, without the spaces around; nothing where it is not told as words."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def records(document: Any, name: str) -> list[Document]:
    """The records in a list of a document, whatever else stands there."""
    value = document.get(name) if isinstance(document, dict) else None
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _plain(name: str) -> Column:
    """A field of the same kind in both."""

    def put(document: Document, value: Any, _key: UUID) -> None:
        if value in ("", None):
            document.pop(name, None)
        else:
            document[name] = value

    def get(document: Document) -> str:
        value = document.get(name)
        return value.strip() if isinstance(value, str) else ""

    return Column(get, put)


def _age(name: str) -> Column:
    def get(document: Document) -> int | None:
        value = document.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return int(value) if 0 <= value <= OLDEST else None

    return Column(get, _plain(name).write)


def _first_of(name: str, inner: str) -> Column:
    """The first of a list of records: a phone's number."""

    def get(document: Document) -> str:
        return next((text(item.get(inner)).strip('"') for item in records(document, name)), "")

    def put(document: Document, value: str, key: UUID) -> None:
        first, *others = records(document, name) or [{"id": str(uuid5(key, name))}]
        kept = [{**first, inner: value}] if value else []
        _put_list(document, name, [*kept, *others])

    return Column(get, put)


def _joined(name: str, inner: str, otherwise: str = "", by: str = ", ") -> Column:
    """A list of records told in one line: languages, papers."""

    def get(document: Document) -> str:
        told = (
            text(item.get(inner)) or text(item.get(otherwise))
            for item in records(document, name)
        )
        return by.join(dict.fromkeys(filter(None, told)))

    def put(document: Document, value: str, key: UUID) -> None:
        parts = [part.strip() for part in value.split(by.strip() or by) if part.strip()]
        made = [
            {"id": str(uuid5(key, f"{name}/{n}")), inner: part} for n, part in enumerate(parts)
        ]
        _put_list(document, name, made)

    return Column(get, put)


def _put_list(document: Document, name: str, made: list[Document]) -> None:
    if made:
        document[name] = made
    else:
        document.pop(name, None)


def _site(document: Document, key: UUID) -> Document:
    """The location where a service is found first; made where there is none."""
    sites = records(document, "service_at_locations")
    site = sites[0] if sites else {"id": str(uuid5(key, "site"))}
    location = site.get("location")
    if not isinstance(location, dict):
        location = {"id": str(uuid5(key, "location")), "location_type": "physical"}
    location = dict(location)
    site = {**site, "location": location}
    document["service_at_locations"] = [site, *sites[1:]]
    return location


def locations(document: Document) -> list[Document]:
    """Where a service is found, as its document tells."""
    sites = records(document, "service_at_locations")
    return [site["location"] for site in sites if isinstance(site.get("location"), dict)]


def _where(document: Document) -> str:
    for location in locations(document):
        for address in [location, *records(location, "addresses")]:
            parts = (text(address.get(name)) for name in ("name", "address_1", "city"))
            if told := ", ".join(filter(None, parts)):
                return told
    return ""


def _put_where(document: Document, value: str, key: UUID) -> None:
    if value:
        _site(document, key)["name"] = value


def _access(document: Document) -> str:
    told = [
        text(item.get("description"))
        for location in locations(document)
        for item in records(location, "accessibility")
    ]
    return "\n".join(dict.fromkeys(filter(None, told)))


def _put_access(document: Document, value: str, key: UUID) -> None:
    if value:
        made = {"id": str(uuid5(key, "accessibility")), "description": value}
        _site(document, key)["accessibility"] = [made]


def _cost(document: Document) -> str:
    told = text(document.get("fees_description"))
    return told or _joined("cost_options", "option", "amount_description").read(document)


def _status(document: Document) -> str:
    told = document.get("status")
    return told if told in Helper.Status.values else Helper.Status.ACTIVE


COLUMNS: dict[str, Column] = {
    "name": _plain("name"),
    "what_they_do": _plain("description"),
    "status": Column(_status, _plain("status").write),
    "where": Column(_where, _put_where),
    "phone": _first_of("phones", "number"),
    "hours": Column(schedules.words, schedules.put_words),
    "opening": Column(schedules.hours, schedules.put_hours),
    "languages": _joined("languages", "name", "code"),
    "for_whom": _plain("eligibility_description"),
    "youngest": _age("minimum_age"),
    "oldest": _age("maximum_age"),
    "cost": Column(_cost, _plain("fees_description").write),
    "papers": _joined("required_documents", "document", by="\n"),
    "access": Column(_access, _put_access),
    "capacity": _plain("capacity"),  # no field of HSDS 3.0; it lets a publisher add some
}
