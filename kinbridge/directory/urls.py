"""Addresses of helpers, and of the open interface to services."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kinbridge.directory.queries import entry_areas, helpers_around
from kinbridge.directory.views import api, pages, sheets
from kinbridge.foundation.pages import keep_offline, register_page
from kinbridge.people.roles import Deed
from kinbridge.sync.kept import keep_alone

register_page("helper", "helper", _("Helper"), Deed.SEE_HELPERS)
register_page("provider", "provider", _("Organisation"), Deed.SEE_HELPERS)
keep_offline("helpers")
keep_offline("helpers_round")
keep_alone(helpers_around)
keep_alone(entry_areas)

urlpatterns = [
    path("helpers/", pages.helpers, name="helpers"),
    path("helpers/sheet/<uuid:key>/", sheets.sheet, name="sheet"),
    path("helpers/sheet/<uuid:key>/read/", sheets.read_sheet, name="read_sheet"),
    path("helpers/round/", pages.helpers_round, name="helpers_round"),
    path("provider/<uuid:key>/", pages.provider, name="provider"),
    path("helper/<uuid:key>/", pages.helper, name="helper"),
    # The standard's own addresses, without a slash at their end.
    path("hsds/", api.about, name="hsds"),
    path("hsds/openapi.json", api.description, name="hsds_description"),
    path("hsds/services", api.services, name="hsds_services"),
    path("hsds/services/<str:told_id>", api.service, name="hsds_service"),
    path("hsds/organizations", api.organizations, name="hsds_organizations"),
    path("hsds/organizations/<str:told_id>", api.organization, name="hsds_organization"),
    path("hsds/service_at_locations", api.sites, name="hsds_sites"),
    path("hsds/service_at_locations/<str:told_id>", api.site, name="hsds_site"),
    path("hsds/taxonomies", api.taxonomies, name="hsds_taxonomies"),
    path("hsds/taxonomies/<str:told_id>", api.taxonomy, name="hsds_taxonomy"),
    path("hsds/taxonomy_terms", api.terms, name="hsds_terms"),
    path("hsds/taxonomy_terms/<str:told_id>", api.term, name="hsds_term"),
]
