"""What pages ask of an account."""

from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from kinbridge.people.models import Passkey, Person


def has_codes(person: Person) -> bool:
    """Whether an app with codes was confirmed."""
    return bool(TOTPDevice.objects.filter(user=person, confirmed=True).exists())


def waiting_codes(person: Person) -> TOTPDevice | None:
    """An app whose first code has not been typed yet."""
    waiting = TOTPDevice.objects.filter(user=person, confirmed=False)
    return waiting.order_by("-pk").first()


def has_second_factor(person: Person) -> bool:
    """Whether signing in asks for a second thing."""
    return has_codes(person) or Passkey.objects.visible_to(person).exists()


def n_recovery_codes(person: Person) -> int:
    """How many codes on paper are left."""
    return int(StaticToken.objects.filter(device__user=person).count())


def passkey_claimed(credential_id: str, person: Person | None) -> Passkey | None:
    """The passkey that an answer names: this person's, or anybody's who may still sign in."""
    found = Passkey.objects.filter(credential_id=credential_id, person__is_active=True)
    if person is not None:
        found = found.visible_to(person)
    return found.select_related("person").first()
