"""Addresses of helpers."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kinbridge.directory import views
from kinbridge.foundation.pages import keep_offline, register_page
from kinbridge.people.roles import Deed

register_page("helper", "helper", _("Helper"), Deed.SEE_HELPERS)
keep_offline("helpers")

urlpatterns = [
    path("helpers/", views.helpers, name="helpers"),
    path("helper/<uuid:key>/", views.helper, name="helper"),
]
