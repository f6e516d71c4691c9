"""Address of the page on lasting."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.pages import register_page
from kinbridge.people.roles import Deed
from kinbridge.sustainability import views

register_page("goal", "will_it_last", _("Will it last?"), Deed.SEE_COMMUNITY)

urlpatterns = [
    path("goal/<uuid:key>/will-it-last/", views.will_it_last, name="will_it_last"),
]
