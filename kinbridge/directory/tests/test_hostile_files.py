"""Files that are broken, or made to do harm, are refused with words that say why."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinbridge.directory.hsds import columns, files, tabular
from kinbridge.directory.hsds.apart import pieces
from kinbridge.directory.hsds.reading import Unreadable, check, kind_of_document

SERVICE = '{"id": "1", "name": "n", "status": "active"}'


def nested(n: int) -> str:
    return f'[{{"id": "1", "name": "n", "status": "active", "x": {"[" * n}{"]" * n}}}]'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no JSON"),
        ("hello", "no JSON"),
        ("[", "no JSON"),
        (f"[{SERVICE},", "no JSON"),
        (f"[{SERVICE}, 7]", "record 2: A record is expected"),
        ('[{"name": "n", "status": "active"}]', "without an id"),
        ('{"id": {}, "status": "active"}', "without an id"),
        ('[{"id": "1", "status": NaN}]', "no JSON"),
        ('{"id": "1", "status": "active", "x": NaN}', "no JSON"),
        (nested(100), "without end"),
        (nested(200_000), "without end"),
        ("[" * 200_000, "without end"),
        ('{"a":' * 100_000, "without end"),
        ('[{"id": "1", "name": "a\\u0000b", "status": ""}]', "no text may hold"),
        ('{"id": "1", "name": "\\ud800", "status": ""}', "Half a character"),
        (f"[{json.dumps({'id': '1', 'status': 'active', 'x': [0] * 200_001})}]", "larger than"),
    ],
)
def test_a_broken_or_hostile_document_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "services.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=said):
        list(files.read(path))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"\ufeff[{SERVICE}]", ["service"]),
        (f'{{"contents": [{SERVICE}], "total_items": 1}}', ["service"]),
        (f'{{"services": [{SERVICE}], "locations": [{{"id": 2}}]}}', ["service", "location"]),
        (SERVICE, ["service"]),
        ("[]", []),
    ],
)
def test_a_list_a_page_a_whole_directory_and_a_single_record_are_read(
    tmp_path: Path, text: str, found: list[str]
) -> None:
    path = tmp_path / "told.json"
    path.write_text(text, encoding="utf-8")
    assert [kind for kind, _document in files.read(path)] == found


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no JSON file"):
        list(files.read(tmp_path))
    with pytest.raises(Unreadable, match="no table"):
        list(tabular.documents(tmp_path))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,name\n1,a\n1,b\n", "row 3: Two rows"),
        ("id,name\n1\n", "more or fewer cells"),
        ("id,name\n1,a,b\n", "more or fewer cells"),
        ("name\na\n", "without an id"),
        ('id,name\n1,"a\n', "row 2|row 1"),
        ("id,name\n1,\x00\n", "no text may hold|NUL"),
    ],
)
def test_a_broken_table_is_refused_at_its_row(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "organizations.csv").write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=said):
        list(tabular.documents(tmp_path))


@pytest.mark.parametrize(
    "words", ["=1+1", "@SUM(A1)", "+1+cmd|'/C calc'!A0", "-1+2", "\t=1", "'=x", "''@y"]
)
def test_what_a_spreadsheet_would_run_is_escaped_and_comes_back(
    tmp_path: Path, words: str
) -> None:
    told = {"id": "1", "name": words, "description": "+232 76 555 100"}
    tabular.package(tmp_path, [("organization", told)], lambda _n: None)
    written = (tmp_path / "organizations.csv").read_text(encoding="utf-8")
    assert f"'{words}" in written.replace('""', '"')
    assert ",+232 76 555 100," in written
    assert list(tabular.documents(tmp_path)) == [("organization", told)]


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=9)
json_values: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
NAMES = (
    "name", "description", "phones", "schedules", "languages", "minimum_age", "status",
    "required_documents", "service_at_locations", "service_areas", "organization", "attributes",
    "cost_options", "capacity",
)  # fmt: skip
schedules = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("freq", "interval", "byday", "opens_at", "closes_at", "timezone", "notes"),
        json_values | st.sampled_from(["WEEKLY", 1, "MO,TU", "08:00", "25:99", 3, "PH off"]),
    ),
)
documents = st.dictionaries(
    st.sampled_from(NAMES), json_values | st.lists(schedules, max_size=3), max_size=8
)


@given(documents)
def test_no_document_breaks_the_reader(document: dict[str, Any]) -> None:
    document["id"] = "1"
    check(document)
    assert kind_of_document({**document, "status": "x"}) in {"service", "service_at_location"}
    for piece in pieces("service", document):
        assert piece.key.int
    read = columns.read(document)
    assert len(read["opening"]) <= 300
    assert read["youngest"] is None or 0 <= read["youngest"] <= 150
