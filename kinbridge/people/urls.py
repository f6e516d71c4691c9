"""Addresses of signing in and of the own account."""

from django.urls import path

from kinbridge.people.views import account, means, signing_in

urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/second/", signing_in.second_step, name="second_step"),
    path("sign-in/passkey/", signing_in.passkey, name="sign_in_passkey"),
    path("sign-in/passkey/ask/", signing_in.passkey_options, name="passkey_options"),
    path("sign-in/kept/", signing_in.kept_form, name="kept_form"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("language/", signing_in.language, name="language"),
    path("account/", account.account, name="account"),
    path("account/sessions/", account.end_other_sessions, name="end_other_sessions"),
    path("account/passphrase/", means.passphrase, name="passphrase"),
    path("account/codes/", means.begin_codes, name="begin_codes"),
    path("account/codes/confirm/", means.confirm_codes, name="confirm_codes"),
    path("account/codes/remove/", means.remove_codes, name="remove_codes"),
    path("account/codes/paper/", means.recovery_codes, name="recovery_codes"),
    path("account/passkeys/", means.add_passkey, name="add_passkey"),
    path("account/passkeys/ask/", means.passkey_to_make, name="passkey_to_make"),
    path("account/passkeys/<uuid:key>/", means.remove_passkey, name="remove_passkey"),
]
