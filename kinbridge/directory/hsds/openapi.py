"""The description of the open interface, made of its forms and of the official schemas."""

from functools import lru_cache
from typing import Any

from django import forms

from kinbridge.directory.hsds.schema import HERE, schema

_JSON = "application/json"
_FORMATS = {"modified_after": "date-time"}


@lru_cache
def _components() -> dict[str, Any]:
    """The official schemas, pointing at one another within this description."""
    found = {
        path.stem: _pointing_here(schema(path.stem)) for path in sorted(HERE.glob("*.json"))
    }
    found.pop("tabular")
    return found


def _pointing_here(told: Any) -> Any:
    if isinstance(told, list):
        return [_pointing_here(value) for value in told]
    if not isinstance(told, dict):
        return told
    if isinstance(told.get("$ref"), str):
        return {"$ref": f"#/components/schemas/{told['$ref'].removesuffix('.json')}"}
    return {
        name: _pointing_here(value)
        for name, value in told.items()
        if name not in _NO_SCHEMA and (name not in _NAMES or isinstance(value, dict))
    }


# Words of the standard's own tables, which no schema knows.
_NO_SCHEMA = {"constraints", "core", "datapackage_metadata", "tabular_required"}
_NAMES = {"name", "path"}  # of a table; a property of that name is described in full


def describe(paths: dict[str, tuple[str, str, type[forms.Form] | None, Any]], url: str) -> Any:
    """The whole description. ``paths``: for each the name of its deed, what it gives, its
    form, and the schema of its answer."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Services that communities can turn to",
            "version": "3.0",
            "description": "Read only, after the Human Services Data Specification 3.0. It "
            "holds services of the formal side; whom a community named never stands here.",
            "license": {"name": "As the publisher says", "url": url},
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{"url": url.rstrip("/")}],
        "paths": {path: _path(path, *told) for path, told in paths.items()},
        "components": {"schemas": {**_components(), **_OWN}},
    }


def _path(path: str, name: str, said: str, form: type[forms.Form] | None, answer: Any) -> Any:
    parameters = (
        [_parameter(at, field) for at, field in form.base_fields.items()] if form else []
    )
    content = {_JSON: {"schema": answer}}
    if form and "format" in form.base_fields:
        content["application/x-ndjson"] = {"schema": {"type": "string"}}
    responses = {"200": {"description": said, "content": content}}
    if form:
        responses["400"] = _fault("What was asked for cannot be understood.")
    if "{" in path:
        parameters.insert(0, _ID)
        responses["404"] = _fault("There is no such record.")
    return {
        "get": {
            "operationId": name,
            "summary": said,
            "parameters": parameters,
            "responses": responses,
        }
    }


_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
_OWN: dict[str, Any] = {
    "fault": {
        "type": "object",
        "required": ["detail"],
        "properties": {"detail": {"type": ["object", "string"]}},
    },
    "page": {
        "type": "object",
        "required": ["total_items", "total_pages", "page_number", "size", "contents"],
        "properties": {
            "total_items": {"type": "integer"},
            "total_pages": {"type": "integer"},
            "page_number": {"type": "integer"},
            "size": {"type": "integer"},
            "first_page": {"type": "boolean"},
            "last_page": {"type": "boolean"},
            "empty": {"type": "boolean"},
            "contents": {"type": "array"},
        },
    },
}


def _fault(said: str) -> Any:
    return {"description": said, "content": {_JSON: {"schema": of("fault")}}}


def of(name: str) -> dict[str, Any]:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def pages_of(name: str) -> dict[str, Any]:
    """A page of records."""
    contents = {"type": "array", "items": of(name)}
    return {"allOf": [of("page"), {"properties": {"contents": contents}}]}


def _parameter(name: str, field: forms.Field) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": str(field.help_text),
        "schema": _schema(name, field),
    }


def _schema(name: str, field: forms.Field) -> dict[str, Any]:
    if isinstance(field, forms.IntegerField):
        return {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
    if isinstance(field, forms.TypedChoiceField):
        return {"type": "boolean"}
    if isinstance(field, forms.ChoiceField):
        return {"type": "string", "enum": [str(told[0]) for told in field.choices]}  # type: ignore[union-attr, index]
    if name in _FORMATS:
        return {"type": "string", "format": _FORMATS[name]}
    longest = getattr(field, "max_length", None) or 200
    return {"type": "string", "maxLength": longest, "pattern": r"^[^\u0000]*$"}
