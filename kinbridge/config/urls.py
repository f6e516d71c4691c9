"""All addresses, part by part."""

from django.urls import include, path

_PARTS = (
    "sync", "community", "directory", "office", "learning", "goals",
    "linkage", "dialogue", "agreement", "web", "people",
)  # fmt: skip

urlpatterns = [path("", include(f"kinbridge.{part}.urls")) for part in _PARTS]

handler400 = "kinbridge.foundation.unreadable.unreadable"
