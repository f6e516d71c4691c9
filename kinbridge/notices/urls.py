"""Addresses of notices."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.pages import bring_to_account
from kinbridge.notices import views

bring_to_account("own_contacts", _("How you are reached"))

urlpatterns = [
    path("account/notices/", views.own_contacts, name="own_contacts"),
    path("account/notices/sms/", views.add_contact, {"channel": "sms"}, name="add_sms"),
    path("account/notices/email/", views.add_contact, {"channel": "email"}, name="add_email"),
    path("account/notices/browser/", views.add_browser, name="add_browser"),
    path("account/notices/worker.js", views.push_worker, name="push_worker"),
    path("account/notices/<uuid:key>/", views.confirm_contact, name="confirm_contact"),
    path("account/notices/<uuid:key>/remove/", views.remove_contact, name="remove_contact"),
    path("messages/", views.unplaced, name="unplaced"),
    path("sms/<str:gateway>/", views.sms_in, name="sms_in"),
    path("sms/<str:gateway>/report/<str:signed>/", views.sms_report, name="sms_report"),
]
