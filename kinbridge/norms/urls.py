"""Addresses of practices and topics."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.pages import register_page
from kinbridge.norms import views
from kinbridge.people.roles import Deed

register_page("community", "practices", _("Norm and law"), Deed.SEE_TALK)
register_page("practice", "practice", _("Practice"), Deed.SEE_TALK)
register_page("sharedview", "shared_view", _("What was told"), Deed.SEE_SHARED_VIEW)

urlpatterns = [
    path("community/<uuid:key>/norm-and-law/", views.practices, name="practices"),
    path("community/<uuid:key>/norm-and-law/<slug:topic>/", views.board, name="board"),
    path("practice/<uuid:key>/", views.practice, name="practice"),
    path("topic/<slug:code>/<slug:topic>/", views.topic_board, name="topic_board"),
    path("told/<uuid:key>/", views.shared_view, name="shared_view"),
]
