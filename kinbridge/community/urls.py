"""Addresses of gatherings."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kinbridge.community import views
from kinbridge.community.kept import accompanied
from kinbridge.foundation.pages import register_page
from kinbridge.people.roles import Deed
from kinbridge.sync.kept import keep_with

register_page("community", "gatherings", _("Gatherings"), Deed.SEE_TALK)
register_page("gathering", "gathering", _("Gathering"), Deed.SEE_TALK)

keep_with(accompanied)

urlpatterns = [
    path("community/<uuid:key>/gatherings/", views.gatherings, name="gatherings"),
    path("file/<uuid:key>/", views.attachment, name="attachment"),
    path("gathering/<uuid:key>/", views.gathering, name="gathering"),
]
