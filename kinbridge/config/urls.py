"""All addresses, part by part."""

from django.urls import include, path

_PARTS = (
    "countries", "sync", "notices", "community", "directory", "office", "learning", "referral",
    "goals", "linkage", "dialogue", "agreement", "norms", "sustainability", "mentoring",
    "reports", "web", "people",
)  # fmt: skip

urlpatterns = [path("", include(f"kinbridge.{part}.urls")) for part in _PARTS]

handler400 = "kinbridge.foundation.unreadable.unreadable"
