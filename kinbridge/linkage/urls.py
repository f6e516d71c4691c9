"""Addresses of who might help, linkages and asks."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.pages import register_page
from kinbridge.linkage import views
from kinbridge.people.roles import Deed

register_page("goal", "who_might_help", _("Who might help?"), Deed.SEE_COMMUNITY)
register_page("linkage", "linkage", _("Linkage"), Deed.SEE_COMMUNITY)
register_page("ask", "ask", _("What the community asks"), Deed.SEE_DIALOGUE)

urlpatterns = [
    path("goal/<uuid:key>/who-might-help/", views.who_might_help, name="who_might_help"),
    path("linkage/<uuid:key>/", views.linkage, name="linkage"),
    path("goal/<uuid:key>/services/", views.services, name="services"),
    path("missing/", views.missing, name="missing"),
    path("community/<uuid:key>/way/", views.ways, name="ways"),
    path("ask/<uuid:key>/", views.ask, name="ask"),
]
