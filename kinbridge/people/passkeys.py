"""Passkeys as their standard has it: what to ask of a browser, and whether its answer holds.

Source: W3C Web Authentication Level 3, by py_webauthn. Nothing is stored here.
"""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import webauthn
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from kinbridge.foundation.errors import Invalid
from kinbridge.people.models import Passkey, Person

ASKED = "passkey_asked"
SECONDS_TO_ANSWER = 300


class PasskeyNotAccepted(Invalid):
    """The browser's answer does not prove what was asked."""


@dataclass(frozen=True)
class Proved:
    """What an answer proved: which passkey, and its count."""

    credential_id: str
    sign_count: int
    public_key: bytes = b""


def _ask(request: HttpRequest, what: str, options: Any) -> str:
    """Remember the challenge in the session; it is answered once, and soon."""
    challenge = bytes_to_base64url(options.challenge)
    request.session[ASKED] = {"what": what, "challenge": challenge, "at": int(time.time())}
    return webauthn.options_to_json(options)


def _asked(request: HttpRequest, what: str) -> bytes:
    asked = request.session.pop(ASKED, None)
    if asked is None or asked["what"] != what or time.time() - asked["at"] > SECONDS_TO_ANSWER:
        raise PasskeyNotAccepted(_("This took too long. Please try again."))
    return base64url_to_bytes(asked["challenge"])


def _party(request: HttpRequest) -> str:
    """The name that passkeys are bound to: this site's, without the port."""
    host = request.get_host()
    return host.rpartition(":")[0] or host


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _descriptors(passkeys: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential_id))
        for passkey in passkeys
    ]


def ask_to_make(request: HttpRequest, person: Person, known: Iterable[Passkey]) -> str:
    """What the browser needs to make a passkey for this person, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=_party(request),
        rp_name="Kinbridge",
        user_id=person.key.bytes,
        user_name=person.sign_in_name,
        user_display_name=person.display_name,
        exclude_credentials=_descriptors(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return _ask(request, f"make {person.key}", options)


def made(request: HttpRequest, person: Person, answer: str) -> Proved:
    """What the browser made. Raises: PasskeyNotAccepted."""
    challenge = _asked(request, f"make {person.key}")
    try:
        proved = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            require_user_verification=True,
            expected_rp_id=_party(request),
            expected_origin=_origin(request),
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as problem:
        raise PasskeyNotAccepted(_("The passkey could not be made. Please try again.")) from (
            problem
        )
    return Proved(
        bytes_to_base64url(proved.credential_id),
        proved.sign_count,
        proved.credential_public_key,
    )


def ask_to_prove(request: HttpRequest, known: Iterable[Passkey]) -> str:
    """What the browser needs to prove a passkey; no ``known`` means: whichever it has."""
    options = webauthn.generate_authentication_options(
        rp_id=_party(request),
        allow_credentials=_descriptors(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _ask(request, "prove", options)


def claimed(answer: str) -> str:
    """Which passkey an answer claims to come from; nothing is proved by that."""
    try:
        told = json.loads(answer)
        return str(told["id"])
    except (ValueError, KeyError, TypeError) as problem:
        raise PasskeyNotAccepted(_("The passkey was not understood.")) from problem


def proved(request: HttpRequest, passkey: Passkey | None, answer: str) -> Proved:
    """Whether the answer proves this passkey. Raises: PasskeyNotAccepted."""
    challenge = _asked(request, "prove")
    if passkey is None:
        raise PasskeyNotAccepted(_("This passkey is not known here."))
    try:
        shown = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
            expected_rp_id=_party(request),
            expected_origin=_origin(request),
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as problem:
        raise PasskeyNotAccepted(_("The passkey did not prove who you are.")) from problem
    return Proved(passkey.credential_id, shown.new_sign_count)
