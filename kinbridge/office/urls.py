"""Addresses of the office."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.pages import register_page
from kinbridge.office import views
from kinbridge.people.roles import Deed

register_page("person", "person", _("Person"), Deed.SEE_PEOPLE)

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/in/<uuid:key>/", views.people, name="people_in"),
    path("person/<uuid:key>/", views.person, name="person"),
    path("person/<uuid:key>/link/", views.link, name="one_time_link"),
    path("welcome/<str:secret>/", views.welcome, name="welcome"),
]
