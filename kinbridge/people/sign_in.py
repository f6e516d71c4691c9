"""Signing in: the passphrase, the second step, the session that comes of it.

Delays are counted for a name on a device that signed in under it before, and for a name in a
part of the network otherwise: whoever guesses elsewhere delays nobody on their own device
(``SECURITY`` 3.1). Nothing is hashed before the delay has passed.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac

from kinbridge.people.models import Person
from kinbridge.people.operations.attempts import attempt_succeeded, begin_attempt
from kinbridge.people.operations.factors import use_code
from kinbridge.people.passphrases import one_spelling

HALF_IN = "half_in"
STEP_LASTS = timedelta(minutes=10)
DEVICE_LASTS = timedelta(days=180)
PEOPLE_ON_A_DEVICE = 12
WITH_TWO = frozenset({"code", "recovery", "passkey"})


def in_one_case(name: str) -> str:
    """A sign-in name as it is compared: no matter how it was typed."""
    return one_spelling(name).strip().casefold()


def network_of(request: HttpRequest) -> str:
    """The part of the network that a request comes from: its /24, or /48."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    size = 24 if address.version == 4 else 48  # noqa: PLR2004 - of IP
    return str(ip_network(f"{address}/{size}", strict=False))


def _digest(*told: str) -> str:
    salt = "kinbridge.people.sign_in"
    return salted_hmac(salt, "\0".join(told), algorithm="sha256").hexdigest()


def _device(request: HttpRequest) -> dict[str, Any]:
    """What the device's cookie says: its own number, and digests of who signed in on it."""
    try:
        return dict(
            signing.loads(
                request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""),
                salt="kinbridge.people.device",
                max_age=DEVICE_LASTS,
            )
        )
    except signing.BadSignature:
        return {"number": get_random_string(22), "known": []}


def _remember_device(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    device = _device(request)
    mine = _digest("device", in_one_case(person.sign_in_name))
    known = [mine, *(other for other in device["known"] if other != mine)]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(
            {"number": device["number"], "known": known[:PEOPLE_ON_A_DEVICE]},
            salt="kinbridge.people.device",
        ),
        max_age=DEVICE_LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def with_passphrase(
    request: HttpRequest, *, name: str, passphrase: str, at: datetime
) -> Person | None:
    """The person whose name and passphrase these are. An unknown name takes as long.

    Raises: PleaseWait; TooManyAtOnce.
    """
    name, device = in_one_case(name), _device(request)
    own = _digest("device", name) in device["known"]
    where = device["number"] if own else network_of(request)
    attempt = begin_attempt(digest=_digest("passphrase", name, where), at=at)
    person = authenticate(request, username=name, password=one_spelling(passphrase))
    if not isinstance(person, Person):
        return None
    attempt_succeeded(attempt=attempt, forget=own)
    return person


def passphrase_fits(person: Person, passphrase: str, *, at: datetime) -> bool:
    """Whether somebody who is signed in knows the passphrase too. Raises: PleaseWait."""
    attempt = begin_attempt(digest=_digest("again", str(person.key)), at=at)
    fits = person.check_password(one_spelling(passphrase))
    if fits:
        attempt_succeeded(attempt=attempt, forget=True)
    return fits


def with_code(person: Person, code: str, *, at: datetime) -> str | None:
    """How a code proves somebody half signed in, if it does. Raises: PleaseWait."""
    attempt = begin_attempt(digest=_digest("code", str(person.key)), at=at)
    how = use_code(person=person, code=code)
    if how is not None:
        attempt_succeeded(attempt=attempt, forget=True)
    return how


def half_in(request: HttpRequest) -> Person | None:
    """Who has given the passphrase and still owes the second thing."""
    told = request.session.get(HALF_IN)
    if not told or timezone.now().timestamp() - told["at"] > STEP_LASTS.total_seconds():
        return None
    person = Person.objects.filter(key=told["person"], is_active=True).first()
    if person is None or person.get_session_auth_hash() != told["hash"]:
        return None
    return person


def let_half_in(request: HttpRequest, person: Person, *, at: datetime) -> None:
    """Remember who gave the passphrase, in a session of their own."""
    request.session.cycle_key()
    request.session[HALF_IN] = {
        "person": str(person.key),
        "hash": person.get_session_auth_hash(),
        "at": at.timestamp(),
    }


def let_in(
    request: HttpRequest, response: HttpResponse, person: Person, *, by: str, at: datetime
) -> HttpResponse:
    """Begin a session. ``by`` says what proved the person: ``passphrase`` or one of two."""
    request.session.pop(HALF_IN, None)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    stamp(request, by=by, at=at)
    _remember_device(request, response, person)
    speak(response, person.language)
    return response


def stamp(request: HttpRequest, *, by: str, at: datetime) -> None:
    """Write into the session when it began, and by what."""
    request.session["signed_in_at"] = request.session["seen_at"] = int(at.timestamp())
    request.session["by"] = by


def speak(response: HttpResponse, language: str) -> None:
    """Remember the language on this device, for the page of signing in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Strict",
    )
