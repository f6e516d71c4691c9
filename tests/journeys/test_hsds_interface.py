"""The open interface to services keeps what its description promises, whatever it is asked.

Source: schemathesis, which makes requests of the description, also such as make no sense.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.schemas import APIOperation, BaseSchema

from kinbridge.config.wsgi import application
from kinbridge.directory.hsds import files, tabular
from kinbridge.directory.models import Helper
from kinbridge.directory.operations import import_services
from kinbridge.places.models import Area
from tests.cast import Cast, act_of

EXAMPLES = Path("kinbridge/directory/tests/hsds/examples")
DESCRIPTION = "/hsds/openapi.json"


@pytest.fixture
def directory(cast: Cast) -> Area:
    """The examples of the standard."""
    told = [*tabular.documents(EXAMPLES / "csv"), *files.read(EXAMPLES / "service_full.json")]
    import_services(area=cast.district, documents=told, act=act_of(cast.mentor))
    return cast.district


@pytest.fixture
def described(directory: Area, monkeypatch: pytest.MonkeyPatch) -> BaseSchema:
    """The interface's own description. As with Django's own client, no request closes the
    connection that holds the test's transaction."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    return schemathesis.openapi.from_wsgi(DESCRIPTION, application)


def _operations(schema: BaseSchema) -> dict[str, APIOperation]:
    found: list[Any] = [result.ok() for result in schema.get_all_operations()]  # type: ignore[union-attr]
    return {operation.path: operation for operation in found}


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_it_keeps_what_it_promises(described: BaseSchema, mode: GenerationMode) -> None:
    operations = _operations(described)
    assert len(operations) == 11
    for operation in operations.values():
        if mode is GenerationMode.NEGATIVE and not len(operation.query):
            continue  # there is nothing to ask wrongly

        @settings(
            max_examples=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def keeps_it(case: schemathesis.Case) -> None:
            # Its client inside this process does not unpack; browsers and libraries do.
            case.call_and_validate(headers={"Accept-Encoding": "identity"})

        keeps_it()


SERVICE = "ac148810-d857-441c-9679-408f346de14b"
SITE = "e94c9f38-1e8f-4564-91d4-d53501ab1765"
BODY = "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610"
TERM = "3f7b145d-84af-42d7-8fae-eaca714b02b2"
TAXONOMY = "5c4d79d7-cc55-470e-9f1f-8cad074e4892"


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("services", [SERVICE]),
        ("services?search=couns", [SERVICE]),
        ("services?search=nobody", []),
        (f"services?organization_id={BODY}", [SERVICE]),
        (f"services?organization_id={TERM}", []),
        (f"services?taxonomy_term_id={TERM}", [SERVICE]),
        (f"services?taxonomy_id={TAXONOMY}", [SERVICE]),
        ("services?modified_after=2023-03-15T10:30:45Z", [SERVICE]),
        ("services?modified_after=2023-03-16T00:00:00Z", []),
        ("services?page=2", []),
        ("service_at_locations", [SITE]),
        ("service_at_locations?postcode=ABC%201234", [SITE]),
        ("service_at_locations?postcode=ABC%201234&proximity=10", [SITE]),
        ("service_at_locations?postcode=XYZ", []),
        ("organizations?search=example", [BODY]),
        ("organizations?full_service=true", [BODY]),
        ("taxonomies", [TAXONOMY]),
        (f"taxonomy_terms?taxonomy_id={TAXONOMY}", [TERM]),
        ("taxonomy_terms?top_only=true", []),
        ("taxonomy_terms?parent_id=0bc248fa-dc27-4650-9ba4-8f1a24ef16a2", [TERM]),
    ],
)
def test_records_are_found_by_what_the_standard_lets_one_ask(
    directory: Area, client: Client, asked: str, ids: list[str]
) -> None:
    page = client.get(f"/hsds/{asked}").json()
    assert [record["id"] for record in page["contents"]] == ids
    assert page["size"] == len(ids)


def test_one_record_comes_whole_and_a_list_in_short(
    directory: Area, cast: Cast, client: Client
) -> None:
    whole = client.get(f"/hsds/services/{SERVICE}").json()
    assert whole["organization"]["locations"]
    (short,) = client.get("/hsds/services").json()["contents"]
    assert "phones" not in short
    assert short["organization"]["name"] == whole["organization"]["name"]
    assert client.get("/hsds/services?full=true").json()["contents"] == [whole]
    minimal = client.get("/hsds/services?minimal=true").json()["contents"][0]
    assert set(minimal) == {"id", "name", "status", "last_modified"}
    body = client.get(f"/hsds/organizations/{BODY}?full_service=true").json()
    assert body["services"][0]["phones"] == whole["phones"]
    site = client.get(f"/hsds/service_at_locations/{SITE}").json()
    assert site["service"]["id"] == SERVICE
    lines = client.get("/hsds/services?format=ndjson&full=true").getvalue().splitlines()
    assert [json.loads(line) for line in lines] == [whole]


def test_what_no_community_would_want_told_is_never_among_them(
    directory: Area, cast: Cast, client: Client
) -> None:
    Helper.objects.update(formality="nonformal")
    for path in ("services", "service_at_locations", f"organizations/{BODY}"):
        assert SERVICE not in client.get(f"/hsds/{path}").content.decode()
    assert client.get(f"/hsds/services/{SERVICE}").status_code == 404


def test_nothing_but_reading_is_answered(client: Client, db: None) -> None:
    for method in ("post", "put", "delete"):
        assert getattr(client, method)("/hsds/services").status_code == 405
    assert client.get("/hsds/").json()["openapi_url"].endswith("/hsds/openapi.json")
