"""Addresses of the hall."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.pages import keep_offline, register_page
from kinbridge.people.roles import Deed
from kinbridge.web import phone, views

register_page("community", "community", _("Story"), Deed.SEE_COMMUNITY, is_main=True)
register_page("community", "journal", _("Journal"), Deed.SEE_JOURNAL)

keep_offline("home")
keep_offline("communities")
keep_offline("guide")
keep_offline("phone_masthead")

urlpatterns = [
    path("", views.home, name="home"),
    path("guide/", views.guide, name="guide"),
    path("communities/", views.communities, name="communities"),
    path("community/<uuid:key>/", views.community, name="community"),
    path("community/<uuid:key>/journal/", views.journal, name="journal"),
    path("phone/", phone.phone, name="phone"),
    path("phone/begin/", phone.begin, name="phone_begin"),
    path("phone/<uuid:key>/end/", phone.end, name="phone_end"),
    path("phone/waiting/", phone.waiting, name="phone_waiting"),
    path("phone/masthead/", phone.masthead, name="phone_masthead"),
    path("phone/frame/", phone.frame, name="phone_frame"),
    path("phone/script.js", phone.script, name="phone_script"),
    path("phone/script/<slug:name>.js", phone.later_script, name="phone_later_script"),
    path("phone/bundle/<slug:part>.json", phone.bundled, name="phone_bundle"),
    path("service-worker.js", phone.worker, name="service_worker"),
    path("manifest.webmanifest", phone.manifest, name="manifest"),
]
