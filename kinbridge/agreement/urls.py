"""Addresses of agreements."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kinbridge.agreement.views import agreements as views
from kinbridge.agreement.views import checking, days, reminders
from kinbridge.foundation.pages import bring_to_account, register_page
from kinbridge.people.roles import Deed

register_page("agreement", "agreement", _("Agreement"), Deed.SEE_AGREEMENT)
register_page("dialogue", "agreements", _("Agreements"), Deed.SEE_AGREEMENT)

register_page("agreement", "reminders", _("Days and reminders"), Deed.SEE_AGREEMENT)

register_page("review", "minutes", _("Minutes"), Deed.SEE_AGREEMENT)
register_page("agreement", "agenda", _("For the next review"), Deed.SEE_AGREEMENT)
register_page("community", "village_calendar", _("Village calendar"), Deed.SEE_AGREEMENT)
bring_to_account("own_calendar", _("Your calendar"))

urlpatterns = [
    path("agreement/<uuid:key>/agenda/", reminders.agenda, name="agenda"),
    path("review/<uuid:key>/", reminders.minutes, name="minutes"),
    path("account/calendar/", days.own_calendar, name="own_calendar"),
    path("account/calendar/end/", days.end_calendar, name="end_calendar"),
    path("calendar/<str:secret>.ics", days.feed, name="feed"),
    path("community/<uuid:key>/calendar/", days.village_calendar, name="village_calendar"),
    path("agreement/<uuid:key>/days/", reminders.reminders, name="reminders"),
    path("check/", checking.check, name="check"),
    path("answer/<str:signed>/", reminders.answer, name="answer"),
    path("agreement/<uuid:key>/", views.agreement, name="agreement"),
    path("agreement/<uuid:key>/agreement.pdf", views.agreement_print, name="agreement_print"),
    path("agreement/<uuid:key>/drafts/<int:number>/", views.draft, name="draft"),
    path("dialogue/<uuid:key>/agreements/", views.agreements, name="agreements"),
]
