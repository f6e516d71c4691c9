"""Directories come and go after the open standard, and nothing of them is lost."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from kinbridge.directory import exports
from kinbridge.directory.hsds import files, tabular
from kinbridge.directory.hsds.schema import faults
from kinbridge.directory.models import Formality, Freshness, Helper
from kinbridge.directory.operations import BelongsElsewhere, import_services
from kinbridge.directory.standard import Listing, Location, Provider, Site
from kinbridge.journal.models import Entry
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, act_of

EXAMPLES = Path(__file__).parent / "hsds" / "examples"


def example(name: str) -> Any:
    return json.loads((EXAMPLES / name).read_text(encoding="utf-8"))


def bring(cast: Cast, *documents: tuple[str, dict[str, Any]]) -> None:
    import_services(area=cast.district, documents=documents, act=act_of(cast.mentor))


def bring_file(cast: Cast, path: Path) -> None:
    bring(cast, *files.read(path))


def nothing(_n: int) -> None:
    """Nobody listens."""


def exported(folder: Path) -> dict[str, Any]:
    """All files of an export, each document valid."""
    exports.as_documents(folder, nothing)
    found = {path.stem: json.loads(path.read_text()) for path in folder.glob("*.json")}
    for kind, name in (
        ("service", "services"),
        ("organization", "organizations"),
        ("location", "locations"),
    ):
        for document in found[name]:
            assert list(faults(kind, document)) == []
    return found


def test_the_full_service_comes_back_as_it_was(cast: Cast, tmp_path: Path) -> None:
    told = example("service_full.json")
    bring_file(cast, EXAMPLES / "service_full.json")
    out = exported(tmp_path)
    assert out["services"] == [told]
    assert out["organizations"] == [told["organization"]]
    assert out["locations"] == [told["service_at_locations"][0]["location"]]


@pytest.mark.parametrize(
    ("name", "into"),
    [
        ("location.json", "locations"),
        ("taxonomy.json", "taxonomies"),
        ("taxonomy_term.json", "taxonomy_terms"),
        ("base.json", "publication"),
    ],
)
def test_single_records_come_back_as_they_were(
    cast: Cast, tmp_path: Path, name: str, into: str
) -> None:
    bring_file(cast, EXAMPLES / name)
    assert exported(tmp_path)[into] == [example(name)]


def test_a_page_of_an_api_comes_back_as_the_services_on_it(cast: Cast, tmp_path: Path) -> None:
    bring_file(cast, EXAMPLES / "service_list.json")
    assert exported(tmp_path)["services"] == example("service_list.json")["contents"]


def rows(folder: Path) -> dict[str, list[dict[str, str]]]:
    """The tables of a package, without columns that hold nothing."""
    return {
        path.stem: [
            {name: value for name, value in row.items() if value}
            for row in csv.DictReader(path.open(encoding="utf-8", newline=""))
        ]
        for path in folder.glob("*.csv")
    }


def test_the_tabular_example_comes_back_row_for_row(cast: Cast, tmp_path: Path) -> None:
    bring(cast, *tabular.documents(EXAMPLES / "csv"))
    exports.as_package(tmp_path, nothing)
    assert rows(tmp_path) == rows(EXAMPLES / "csv")
    resources = json.loads((tmp_path / "datapackage.json").read_text())["resources"]
    assert {resource["path"] for resource in resources} == {
        path.name for path in tmp_path.glob("*.csv")
    }


def test_a_package_made_of_documents_gives_the_same_documents(
    cast: Cast, tmp_path: Path
) -> None:
    bring_file(cast, EXAMPLES / "service_full.json")
    exports.as_package(tmp_path, nothing)
    before = example("service_full.json")
    for model in (Site, Helper, Location, Provider, Listing):
        model.objects.all().delete()
    bring(cast, *tabular.documents(tmp_path))
    (after,) = exports.service_documents()
    # In tables an attribute and a change name the record that they belong to.
    for document, of in ((before, "service"), (after, "service")):
        for attribute in document["attributes"]:
            attribute |= {"link_id": document["id"], "link_entity": of}
        for change in document["metadata"]:
            change |= {"resource_id": document["id"], "resource_type": of}
    assert after == before


def test_what_people_read_is_taken_from_the_document(cast: Cast) -> None:
    bring_file(cast, EXAMPLES / "service_full.json")
    helper = Helper.objects.get()
    assert (helper.name, helper.phone, helper.languages) == (
        "Community Counselling",
        "+44 1234 234567",
        "Urdu",
    )
    assert (helper.youngest, helper.oldest, helper.where) == (12, 100, "MyCity Civic Center")
    assert "induction loops" in helper.access
    assert helper.hours.startswith("The service is available from 10 am")
    assert helper.freshness == Freshness.STALE  # assured in 2005
    assert helper.provider == Provider.objects.get()
    assert [term.name for term in helper.terms.all()] == ["name"]
    payload = Entry.objects.get(deed=Deed.IMPORT_SERVICES).payload
    assert payload is not None
    assert payload["service"] == 1


def service(**others: Any) -> dict[str, Any]:
    return {"id": "s-1", "name": "Legal aid", "status": "active", **others}


def test_unknown_fields_and_odd_ids_are_kept(cast: Cast, tmp_path: Path) -> None:
    told = service(
        mandate={"by": "law", "pages": [1, 2.5, None]},
        organization={"id": 7, "name": "A body", "description": "d", "x-kind": "own"},
        phones=[{"id": "p", "number": "116", "is_free": True}],
    )
    bring(cast, ("service", told))
    assert list(exports.service_documents()) == [told]


def test_brought_in_again_what_was_put_right_here_stands_and_the_rest_is_new(
    cast: Cast, do: Doer
) -> None:
    bring(cast, ("service", service(description="old", eligibility_description="all")))
    helper = Helper.objects.get()
    fields = {"initial-what_they_do": "old", "what_they_do": "ours", "base": 0}
    do(Deed.CORRECT_HELPER, about=helper, by=cast.mentor, **fields)
    bring(cast, ("service", service(description="new", eligibility_description="women")))
    helper.refresh_from_db()
    assert (helper.what_they_do, helper.for_whom) == ("ours", "women")
    (document,) = exports.service_documents()
    assert document["description"] == "ours"
    assert document["eligibility_description"] == "women"


def test_an_entry_made_here_leaves_as_a_valid_service(
    cast: Cast, do: Doer, office: Helper, attendant: Helper, tmp_path: Path
) -> None:
    told = {
        "opening": "Mo-Fr 08:00-16:00; Sa 20:00-06:00; PH off",
        "languages": "Krio, Temne",
        "papers": "The card",
        "access": "A ramp",
        "cost": "Nothing",
        "youngest": 3,
        "capacity": "Twenty a day",
        "status": "active",
    }
    before = {f"initial-{name}": "" for name in told}
    made = do(Deed.DESCRIBE_SERVICE, about=office, by=cast.mentor, base=0, **before, **told)
    out = exported(tmp_path)
    (document,) = out["services"]
    assert attendant.name not in json.dumps(out)
    assert document["service_areas"][0]["extent"] == cast.district.pcode
    Helper.objects.all().delete()
    bring(cast, ("service", document))
    again = Helper.objects.get()
    for name in ("name", "what_they_do", "where", "phone", "hours", *told):
        assert getattr(again, name) == getattr(made, name)
    assert again.area == cast.district


def test_services_stand_where_their_area_or_address_is(cast: Cast) -> None:
    site = {
        "id": "site",
        "location": {
            "id": "l",
            "location_type": "physical",
            "addresses": [{"id": "a", "city": cast.village.name}],
        },
    }
    bring(
        cast,
        ("service", service(id="a", service_at_locations=[site])),
        (
            "service",
            service(
                id="b",
                service_areas=[
                    {"id": "x", "extent": cast.chiefdom.pcode, "extent_type": "pcode"},
                    {
                        "id": "y",
                        "extent_type": "geojson",
                        "extent": '{"type": "Polygon", "coordinates": [[[0,0],[0,2],[2,0]]]}',
                    },
                ],
            ),
        ),
        ("service", service(id="c")),
    )
    assert [h.area for h in Helper.objects.order_by("told__id")] == [
        cast.village,
        cast.chiefdom,
        cast.district,
    ]
    served = Helper.objects.get(told__id="b").service_areas.order_by("pk")
    assert [(row.area, bool(row.shape)) for row in served] == [
        (cast.chiefdom, False),
        (None, True),
    ]


def test_places_told_here_stand_over_those_brought_in_and_leave_with_their_shape(
    cast: Cast, do: Doer, tmp_path: Path
) -> None:
    theirs = {"id": "x", "extent": cast.district.pcode, "extent_type": "pcode"}
    bring(cast, ("service", service(service_areas=[theirs])))
    shape = {"type": "Polygon", "coordinates": [[[0, 0], [0, 2], [2, 0]]]}
    told = {"places": cast.village.name, "shape": json.dumps(shape)}
    do(Deed.SAY_PLACES_SERVED, about=Helper.objects.get(), by=cast.mentor, **told)
    bring(cast, ("service", service(service_areas=[theirs], name="Its new name")))
    served = Helper.objects.get(name="Its new name").service_areas.order_by("pk")
    assert [(row.area, row.shape) for row in served] == [(cast.village, None), (None, shape)]
    (document,) = exported(tmp_path)["services"]
    assert [area["extent_type"] for area in document["service_areas"]] == ["pcode", "geojson"]
    assert json.loads(document["service_areas"][1]["extent"]) == shape


@pytest.mark.parametrize("change", [{"formality": Formality.NONFORMAL}, {"area": "elsewhere"}])
def test_nobody_replaces_what_is_not_theirs(cast: Cast, change: dict[str, Any]) -> None:
    bring(cast, ("service", service()))
    if "area" in change:
        change = {"area": cast.elsewhere}
    Helper.objects.update(**change)
    with pytest.raises(BelongsElsewhere):
        bring(cast, ("service", service(name="Taken over")))


def test_a_site_without_its_service_waits_as_it_is(cast: Cast, tmp_path: Path) -> None:
    site = {"id": "x", "service_id": "nobody", "location_id": "nowhere"}
    bring(cast, ("service_at_location", site))
    assert exported(tmp_path)["service_at_location"] == [site]


def test_a_list_in_short_takes_nothing_away(cast: Cast) -> None:
    bring_file(cast, EXAMPLES / "service_full.json")
    bring_file(cast, EXAMPLES / "service_list.json")
    assert list(exports.service_documents()) == [example("service_full.json")]
