"""Addresses of the community's own copy."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.pages import keep_offline, register_page
from kinbridge.people.roles import Deed
from kinbridge.reports import views

keep_offline("paper")
register_page("community", "own_copy", _("Its own copy"), Deed.SEE_COMMUNITY)


urlpatterns = [
    path("agreement/<uuid:key>/slip.pdf", views.agreement_slip, name="agreement_slip"),
    path("goal/<uuid:key>/slip.pdf", views.goal_slip, name="goal_slip"),
    path("paper/", views.paper, name="paper"),
    path("community/<uuid:key>/own-copy/", views.own_copy, name="own_copy"),
    path("community/<uuid:key>/book.pdf", views.book, name="community_book"),
    path("community/<uuid:key>/file.zip", views.whole_file, name="community_file"),
]
