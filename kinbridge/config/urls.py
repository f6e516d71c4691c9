"""All addresses, part by part."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

_PARTS = [
    "sync", "community", "directory", "office", "learning", "goals",
    "linkage", "dialogue", "agreement", "web", "people",
]  # fmt: skip

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"kinbridge.{part}.urls"))
    for part in _PARTS
    if find_spec(f"kinbridge.{part}") and find_spec(f"kinbridge.{part}.urls")
]
