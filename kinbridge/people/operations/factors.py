"""Second factors: codes from an app (TOTP), recovery codes on paper, passkeys.

Source: RFC 6238 by django-otp; W3C Web Authentication by webauthn.
"""

import hashlib
import secrets
from base64 import b32encode
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from kinbridge.foundation.errors import Conflict, Invalid
from kinbridge.foundation.transactions import whole
from kinbridge.people.models import Passkey, Person

N_RECOVERY_CODES = 10
RECOVERY_BYTES = 10  # 80 bits: sixteen letters in four groups


class CodeDoesNotFit(Invalid):
    """The six digits are not those of the moment, or were used before."""


class PasskeyKnown(Conflict):
    """This passkey stands already in this account, or in another."""


def _digest(code: str) -> str:
    """What is stored of a recovery code: 80 bits of a digest over 80 random bits."""
    letters = "".join(letter for letter in code.lower() if letter.isalnum())
    return b32encode(hashlib.sha256(letters.encode()).digest()).decode().lower()[:16]


@whole
def begin_codes(*, person: Person) -> TOTPDevice:
    """Make the secret of an app; it counts once a code from it was typed."""
    TOTPDevice.objects.filter(user=person, confirmed=False).delete()
    return TOTPDevice.objects.create(user=person, name="app", confirmed=False)


@whole
def confirm_codes(*, person: Person, code: str) -> list[str]:
    """Confirm the app with its first code; it replaces an earlier one.

    Returns fresh recovery codes, to be shown once. Raises: CodeDoesNotFit.
    """
    waiting = TOTPDevice.objects.select_for_update().filter(user=person, confirmed=False)
    device = waiting.order_by("-pk").first()
    if device is None or not device.verify_token(code):
        raise CodeDoesNotFit(
            _("This is not the code that the app shows now. Is the phone’s clock right?"),
            field="code",
        )
    TOTPDevice.objects.filter(user=person, confirmed=True).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return renew_recovery_codes(person=person)


@whole
def renew_recovery_codes(*, person: Person) -> list[str]:
    """Ten new codes to keep on paper; earlier ones no longer work. Only digests are stored."""
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name="paper", confirmed=True)
    raw = [secrets.token_bytes(RECOVERY_BYTES) for _ in range(N_RECOVERY_CODES)]
    codes = [b32encode(piece).decode().lower() for piece in raw]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=_digest(code)) for code in codes
    )
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in codes]


@whole
def use_code(*, person: Person, code: str) -> str | None:
    """Whether a code from the app, or one from paper, fits now; each counts once.

    Returns ``"code"`` or ``"recovery"``, or None where it does not fit.
    """
    typed = "".join(code.split())
    app = TOTPDevice.objects.select_for_update().filter(user=person, confirmed=True).first()
    if typed.isdigit() and app is not None:
        return "code" if app.verify_token(typed) else None
    paper = StaticDevice.objects.select_for_update().filter(user=person).first()
    if paper is not None and paper.verify_token(_digest(typed)):
        return "recovery"
    return None


@whole
def add_passkey(
    *,
    person: Person,
    name: str,
    credential_id: str,
    public_key: bytes,
    sign_count: int,
    at: datetime,
) -> Passkey:
    """Keep the public half of a passkey that was proved to be in the person's hands.

    Raises: PasskeyKnown.
    """
    if Passkey.objects.filter(credential_id=credential_id).exists():
        raise PasskeyKnown(_("This passkey is known already."))
    return Passkey.objects.create(
        person=person,
        name=name,
        credential_id=credential_id,
        public_key=public_key,
        sign_count=sign_count,
        made_at=at,
    )


@whole
def passkey_used(*, passkey: Passkey, sign_count: int, at: datetime) -> Passkey:
    """Note that a passkey proved its person."""
    passkey.sign_count, passkey.used_at = sign_count, at
    passkey.save(update_fields=["sign_count", "used_at"])
    return passkey


@whole
def remove_passkey(*, passkey: Passkey) -> None:
    """Forget a passkey: lost, or given away."""
    passkey.delete()


@whole
def remove_codes(*, person: Person) -> None:
    """Forget the app and the codes on paper."""
    TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()


@whole
def remove_all_factors(*, person: Person) -> None:
    """Forget every second factor: the account was closed, or the devices were lost."""
    remove_codes(person=person)
    Passkey.objects.filter(person=person).delete()
