"""Address of the findings."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.pages import register_page
from kinbridge.learning import views
from kinbridge.people.roles import Deed

register_page("community", "findings_summary", _("Findings"), Deed.SEE_TALK)

urlpatterns = [
    path("community/<uuid:key>/findings/", views.findings_summary, name="findings_summary"),
]
