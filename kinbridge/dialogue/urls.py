"""Addresses of dialogues."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kinbridge.dialogue import views
from kinbridge.foundation.pages import register_page
from kinbridge.people.roles import Deed

register_page("dialogue", "dialogue", _("Dialogue"), Deed.SEE_DIALOGUE)

urlpatterns = [path("dialogue/<uuid:key>/", views.dialogue, name="dialogue")]
