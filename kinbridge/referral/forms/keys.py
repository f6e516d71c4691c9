"""What carries public keys: their owners hand them in, custodians' signatures come back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.people.deeds import DeedForm
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area
from kinbridge.referral import operations
from kinbridge.referral.models import FocalPoint

LONGEST_KEYS, LONGEST_STATEMENT = 12_000, 400_000  # letters


def _told_by_a_program(label: Any, longest: int) -> forms.CharField:
    """A field that a program fills in; a person may paste it."""
    widget = forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "dir": "ltr"})
    return forms.CharField(label=label, max_length=longest, strip=True, widget=widget)


class SubmitKeys(DeedForm):
    """A focal point's device hands in the public halves of what it made."""

    deed = Deed.SUBMIT_KEYS
    about = FocalPoint
    operation = staticmethod(operations.submit_keys)
    heading = _("Hand in your public keys")
    lead = _(
        "Your device makes them and keeps the private halves. Keys of another device replace "
        "those of the last one, and a second person verifies you anew."
    )
    unguarded = frozenset({"keys"})

    keys = _told_by_a_program(_("Public keys"), LONGEST_KEYS)

    @classmethod
    def may_be_done_by(cls, person: Person, record: FocalPoint) -> bool:
        return person.pk == record.person_id and super().may_be_done_by(person, record)


class PublishDirectory(DeedForm):
    """What two custodians signed goes out to all devices."""

    deed = Deed.PUBLISH_DIRECTORY
    about = Area
    operation = staticmethod(operations.publish_directory)
    heading = _("Publish the signed directory")
    lead = _(
        "Two of the three custodians have signed it, away from the network. Paste the whole "
        "file. Devices take it only if both signatures hold."
    )
    submit = _("Publish")
    unguarded = frozenset({"statement"})

    statement = _told_by_a_program(_("Signed directory"), LONGEST_STATEMENT)

    @classmethod
    def is_open_for(cls, record: Area) -> bool:
        return record.parent_id is None
