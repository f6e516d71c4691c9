"""Addresses of goals and rounds."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.pages import register_page
from kinbridge.goals import views
from kinbridge.people.roles import Deed

register_page("goal", "goal", _("Goal"), Deed.SEE_COMMUNITY)
register_page("round", "round", _("Round of choosing"), Deed.SEE_TALK)

urlpatterns = [
    path("goal/<uuid:key>/", views.goal, name="goal"),
    path("round/<uuid:key>/", views.round_of_choosing, name="round"),
]
