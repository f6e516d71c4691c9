"""Addresses of agreements."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kinbridge.agreement.views import agreements as views
from kinbridge.agreement.views import checking, reminders
from kinbridge.foundation.pages import register_page
from kinbridge.people.roles import Deed

register_page("agreement", "agreement", _("Agreement"), Deed.SEE_AGREEMENT)
register_page("dialogue", "agreements", _("Agreements"), Deed.SEE_AGREEMENT)

register_page("agreement", "reminders", _("Days and reminders"), Deed.SEE_AGREEMENT)

urlpatterns = [
    path("agreement/<uuid:key>/days/", reminders.reminders, name="reminders"),
    path("check/", checking.check, name="check"),
    path("answer/<str:signed>/", reminders.answer, name="answer"),
    path("agreement/<uuid:key>/", views.agreement, name="agreement"),
    path("agreement/<uuid:key>/agreement.pdf", views.agreement_print, name="agreement_print"),
    path("agreement/<uuid:key>/drafts/<int:number>/", views.draft, name="draft"),
    path("dialogue/<uuid:key>/agreements/", views.agreements, name="agreements"),
]
