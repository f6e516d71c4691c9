"""How somebody wants to be reached: added, confirmed by a code, taken away."""

import hashlib
import hmac
import secrets
import uuid
from datetime import datetime, timedelta

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Conflict, Invalid
from kinbridge.foundation.transactions import whole
from kinbridge.notices.gateways.push import is_known
from kinbridge.notices.models import Channel, Contact, Kind, Notice
from kinbridge.notices.operations.queueing import queue_notice
from kinbridge.people.models import Person

MOST = 6  # contacts a person
CODE_LASTS = timedelta(minutes=30)
MOST_TRIES = 5
MOST_CODES = 3  # a day, to one address: each costs somebody money


class TooManyContacts(Conflict):
    """More ways to reach somebody than anybody needs."""


class TooManyCodes(Conflict):
    """One address was sent enough codes for a day."""


class UnknownBrowser(Invalid):
    """This browser's push service is not one that we call."""


@whole
def add_contact(*, person: Person, channel: Channel, to: str, at: datetime) -> Contact:
    """Note a number or an e-mail address, and send it a code. Asked again, a new code.

    Raises: TooManyContacts, TooManyCodes.
    """
    contact = _note(person, channel, to, at)
    if contact.confirmed_at:
        return contact
    lately = Notice.objects.filter(kind=Kind.CODE, to=to, made_at__gt=at - timedelta(days=1))
    if lately.count() >= MOST_CODES:
        raise TooManyCodes(_("Enough codes were sent there for today."), field=channel.value)
    code = f"{secrets.randbelow(1_000_000):06}"
    contact.code_digest, contact.code_until_at = _digest(contact, code), at + CODE_LASTS
    contact.n_tries = 0
    contact.save(update_fields=["code_digest", "code_until_at", "n_tries"])
    with override(person.language):
        words = gettext("Your code: %(code)s") % {"code": code}
    queue_notice(
        key=uuid.uuid4(),
        channel=channel,
        to=to,
        kind=Kind.CODE,
        at=at,
        words=words,
        person=person,
        by=person,
        until=at + CODE_LASTS,
    )
    return contact


def _note(person: Person, channel: Channel, to: str, at: datetime) -> Contact:
    known = Contact.objects.filter(person=person)
    found = known.filter(channel=channel, to=to).first()
    if found is None and known.count() >= MOST:
        raise TooManyContacts(_("Take one away first: six are enough."), field=channel.value)
    return found or Contact.objects.create(person=person, channel=channel, to=to, made_at=at)


def _digest(contact: Contact, code: str) -> str:
    return hashlib.sha256(f"{contact.key}:{code}".encode()).hexdigest()


@whole
def confirm_contact(*, contact: Contact, code: str, at: datetime) -> Contact | None:
    """Its owner types in the code. None where it is wrong, too late, or tried too often: the
    try is kept, so a refusal would undo it."""
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    contact.n_tries += 1
    contact.save(update_fields=["n_tries"])
    is_right = hmac.compare_digest(contact.code_digest, _digest(contact, code))
    in_time = contact.code_until_at is not None and at < contact.code_until_at
    if not (is_right and in_time and contact.n_tries <= MOST_TRIES):
        return None
    contact.confirmed_at, contact.code_digest, contact.code_until_at = at, "", None
    contact.save(update_fields=["confirmed_at", "code_digest", "code_until_at"])
    return contact


@whole
def add_browser(*, person: Person, endpoint: str, at: datetime) -> Contact:
    """Note a browser that will show a sign. It needs no code: it asked by itself.

    Raises: UnknownBrowser, TooManyContacts.
    """
    if not is_known(endpoint):
        raise UnknownBrowser(_("This browser’s push service is not one that we know."))
    contact = _note(person, Channel.PUSH, endpoint, at)
    contact.confirmed_at = contact.confirmed_at or at
    contact.save(update_fields=["confirmed_at"])
    return contact


@whole
def remove_contact(*, contact: Contact) -> None:
    """Its owner wants no notices there any more. What waits for it goes too."""
    Notice.objects.filter(
        person=contact.person_id, channel=contact.channel, to=contact.to, state="waiting"
    ).delete()
    contact.delete()


@whole
def forget_contacts(*, person: Person) -> None:
    """An account was closed: nobody is told anything any more."""
    Contact.objects.filter(person=person).delete()
    Notice.objects.filter(person=person, state="waiting").delete()
