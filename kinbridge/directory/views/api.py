"""The open interface to services, after the standard: read only, and open to all."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from kinbridge.directory import interface
from kinbridge.directory.forms import asking
from kinbridge.directory.hsds.apart import Document
from kinbridge.directory.hsds.openapi import describe, of, pages_of
from kinbridge.directory.hsds.together import batches
from kinbridge.people.doors import open_door

View = Callable[..., HttpResponseBase]
PROFILE = "https://docs.openreferral.org/en/3.0/"


def _open(view: View) -> View:
    """For all, from anywhere, to read: there is nothing here that a form could change."""

    def answered(request: HttpRequest, **told: str) -> HttpResponseBase:
        answer = view(request, **told)
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return answer

    return open_door(csrf_exempt(require_safe(answered)))


class _NotUnderstood(Exception):
    """What was asked for is not in the standard's words."""

    def __init__(self, form: forms.Form) -> None:
        self.detail = {name: list(said) for name, said in form.errors.items()}


def _asked(form: type[forms.Form], request: HttpRequest) -> dict[str, Any]:
    asked = form(request.GET)
    if not asked.is_valid():
        raise _NotUnderstood(asked)
    return asked.cleaned_data


def _list(
    request: HttpRequest,
    form: type[forms.Form],
    rows: Callable[[dict[str, Any]], "QuerySet[Any]"],
    show: Callable[[dict[str, Any]], interface.Show],
) -> HttpResponseBase:
    """A page of records, or all of them, one a line."""
    try:
        told = _asked(form, request)
    except _NotUnderstood as problem:
        return JsonResponse({"detail": problem.detail}, status=400)
    if told["format"] == "ndjson":
        lines = _lines(rows(told), show(told))
        return StreamingHttpResponse(lines, content_type="application/x-ndjson")
    page = Paginator(rows(told), told["per_page"] or asking.PAGE)
    number = told["page"] or 1
    is_there = number <= page.num_pages
    contents = list(show(told)(list(page.page(number).object_list))) if is_there else []
    return JsonResponse(
        {
            "total_items": page.count,
            "total_pages": page.num_pages,
            "page_number": number,
            "size": len(contents),
            "first_page": number == 1,
            "last_page": number >= page.num_pages,
            "empty": not contents,
            "contents": contents,
        }
    )


def _lines(rows: "QuerySet[Any]", show: interface.Show) -> Iterator[str]:
    for batch in batches(rows.iterator(chunk_size=500)):
        for document in show(batch):
            yield json.dumps(document, ensure_ascii=False) + "\n"


def _one(document: Document | None) -> HttpResponseBase:
    if document is None:
        return JsonResponse({"detail": "There is no such record."}, status=404)
    return JsonResponse(document)


@_open
def about(request: HttpRequest) -> HttpResponseBase:
    """What this interface is."""
    described = request.build_absolute_uri(reverse("hsds_description"))
    return JsonResponse({"version": "3.0", "profile": PROFILE, "openapi_url": described})


@_open
def services(request: HttpRequest) -> HttpResponseBase:
    """Services, narrowed and in pages."""
    return _list(request, asking.Services, interface.services, interface.show_services)


@_open
def service(request: HttpRequest, told_id: str) -> HttpResponseBase:
    """One service, with all that belongs to it."""
    return _one(interface.one_service(told_id))


@_open
def organizations(request: HttpRequest) -> HttpResponseBase:
    """Organizations in pages."""
    return _list(request, asking.Organizations, interface.bodies, interface.show_organizations)


@_open
def organization(request: HttpRequest, told_id: str) -> HttpResponseBase:
    """One organization, with its services."""
    try:
        told = _asked(asking.Organization, request)
    except _NotUnderstood as problem:
        return JsonResponse({"detail": problem.detail}, status=400)
    return _one(interface.one_organization(told_id, full_service=told["full_service"]))


@_open
def sites(request: HttpRequest) -> HttpResponseBase:
    """Services at locations, narrowed and in pages."""
    return _list(request, asking.Sites, interface.sites, interface.show_sites)


@_open
def site(request: HttpRequest, told_id: str) -> HttpResponseBase:
    """One service at one location."""
    return _one(interface.one_site(told_id))


@_open
def taxonomies(request: HttpRequest) -> HttpResponseBase:
    """Taxonomies in pages."""
    return _list(request, asking.Taxonomies, _taxonomies, lambda _told: interface.show_listings)


def _taxonomies(told: dict[str, Any]) -> "QuerySet[Any]":
    return interface.listings("taxonomy", told)


@_open
def taxonomy(request: HttpRequest, told_id: str) -> HttpResponseBase:
    """One taxonomy."""
    return _one(interface.one_listing("taxonomy", told_id))


@_open
def terms(request: HttpRequest) -> HttpResponseBase:
    """Terms in pages."""
    return _list(request, asking.Terms, _terms, lambda _told: interface.show_listings)


def _terms(told: dict[str, Any]) -> "QuerySet[Any]":
    return interface.listings("taxonomy_term", told)


@_open
def term(request: HttpRequest, told_id: str) -> HttpResponseBase:
    """One term."""
    return _one(interface.one_listing("taxonomy_term", told_id))


_WITH_SERVICES = {
    "allOf": [
        of("organization"),
        {"properties": {"services": {"type": "array", "items": of("service")}}},
    ]
}
_ABOUT = {
    "type": "object",
    "required": ["version", "profile", "openapi_url"],
    "properties": {name: {"type": "string"} for name in ("version", "profile", "openapi_url")},
}
_PATHS: dict[str, tuple[str, str, type[forms.Form] | None, Any]] = {
    "/": ("about", "What this interface is.", None, _ABOUT),
    "/services": ("services", "Services in pages.", asking.Services, pages_of("service")),
    "/services/{id}": ("service", "One service, whole.", None, of("service")),
    "/organizations": (
        "organizations", "Organizations in pages.", asking.Organizations,
        pages_of("organization"),
    ),
    "/organizations/{id}": (
        "organization", "One organization.", asking.Organization, _WITH_SERVICES,
    ),
    "/service_at_locations": (
        "service_at_locations", "Services at locations in pages.", asking.Sites,
        pages_of("service_at_location"),
    ),
    "/service_at_locations/{id}": (
        "service_at_location", "One service at one location.", None,
        of("service_at_location"),
    ),
    "/taxonomies": ("taxonomies", "Taxonomies in pages.", asking.Taxonomies,
                    pages_of("taxonomy")),
    "/taxonomies/{id}": ("taxonomy", "One taxonomy.", None, of("taxonomy")),
    "/taxonomy_terms": ("taxonomy_terms", "Terms in pages.", asking.Terms,
                        pages_of("taxonomy_term")),
    "/taxonomy_terms/{id}": ("taxonomy_term", "One term.", None, of("taxonomy_term")),
}  # fmt: skip


@_open
def description(request: HttpRequest) -> HttpResponseBase:
    """The interface's description in OpenAPI 3.1."""
    return JsonResponse(describe(_PATHS, request.build_absolute_uri(reverse("hsds"))))
