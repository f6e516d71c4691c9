"""Addresses of the sealed room."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.pages import register_page
from kinbridge.people.roles import Deed
from kinbridge.referral import today, views

register_page("focalpoint", "focal_point", _("Focal point"), Deed.SEE_FOCAL_POINTS)

today.register()

urlpatterns = [
    path("serious/seal/", views.seal, name="seal"),
    path("s/", views.store, name="store_letter"),
    path("s/state/", views.state, name="letter_state"),
    path("s/answer/", views.answer, name="letter_answer"),
    path("s/tokens/", views.tokens, name="letter_tokens"),
    path("s/keys/", views.keys, name="letter_keys"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/letters/", views.letters, name="mailbox_letters"),
    path("mailbox/step/", views.step, name="mailbox_step"),
    path("mailbox/erase/", views.erase, name="mailbox_erase"),
    path("focal-points/", views.focal_points, name="focal_points"),
    path("focal-points/unsigned/", views.unsigned, name="unsigned_directory"),
    path("focal-point/<uuid:key>/", views.focal_point, name="focal_point"),
    path("referrals/", views.referrals, name="referrals"),
    path("serious/", views.serious, name="serious"),
    path("serious/in/<str:code>/", views.serious, name="serious_in"),
]
