"""What is filled in to bring people in, and to give, approve and end roles."""

from collections.abc import Iterable
from datetime import timedelta

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kinbridge.office import operations
from kinbridge.office.rules import brings_in, looks_after, places_to_bring_in
from kinbridge.people.deeds import DeedForm, line
from kinbridge.people.models import Grant, Organisation, Person
from kinbridge.people.roles import Deed, Role
from kinbridge.places.models import Area
from kinbridge.sync.models import Device

A_YEAR = timedelta(days=365)
PLACES_LISTED = 400


class GrantFields(forms.Form):
    """A role, for whom it is held, and until when."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)
    organisation = forms.ModelChoiceField(
        label=_("Works for"),
        queryset=Organisation.objects.none(),
        required=False,
        to_field_name="key",
    )
    new_organisation = line(
        _("or its name, if it is not in the list"), required=False, longest=160
    )
    until = forms.DateField(
        label=_("Until"),
        help_text=_("A year at most. The role ends by itself; it can be granted anew."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _fit(form: DeedForm, roles: Iterable[str]) -> None:
    """Offer the roles that this person may give, and the organisations there are."""
    offered = [(role.value, role.label) for role in Role if role in set(roles)]
    form.fields["role"].choices = offered  # type: ignore[attr-defined]
    known = Organisation.objects.visible_to(form.by)
    form.fields["organisation"].queryset = known  # type: ignore[attr-defined]
    form.fields["until"].initial = timezone.localdate() + A_YEAR


class InvitePerson(GrantFields, DeedForm):
    """Somebody new is to work here."""

    deed = Deed.INVITE_PERSON
    about = Area
    operation = staticmethod(operations.invite_person)
    heading = _("Invite a person")
    lead = _("You get a link to hand over in person. With it they choose their passphrase.")
    submit = _("Invite")
    unguarded = frozenset({"display_name", "sign_in_name", "new_organisation"})

    display_name = line(
        _("Working name"),
        longest=80,
        help_text=_("How they appear beside what they record: role and place will do."),
    )
    sign_in_name = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        help_text=_("Small letters and figures, such as facilitator-bombali."),
        validators=[
            RegexValidator(
                r"^[a-zA-Z][a-zA-Z0-9._-]{2,59}$",
                _("Three letters or more: a to z, figures, dot, hyphen."),
            )
        ],
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ["display_name", "sign_in_name", *GrantFields.base_fields]

    def fit(self) -> None:
        assert isinstance(self.record, Area)  # noqa: S101 - ``about``
        _fit(self, brings_in(self.by, self.record))


class GrantRole(GrantFields, DeedForm):
    """Somebody who works here gets a role."""

    deed = Deed.GRANT_ROLE
    about = Person
    operation = staticmethod(operations.grant_role)
    heading = _("Grant a role")
    lead = _("Some roles count only after a second person has approved them.")
    unguarded = frozenset({"new_organisation"})

    area = forms.ModelChoiceField(  # type: ignore[assignment]
        label=_("Over the place"), queryset=Area.objects.none(), to_field_name="key"
    )
    field_order = ["role", "area", *GrantFields.base_fields]

    def fit(self) -> None:
        own = places_to_bring_in(self.by)
        _fit(self, frozenset().union(*(brings_in(self.by, area) for area in own)))
        places = Area.objects.under(own).order_by("path", "pk")
        field = self.fields["area"]
        field.queryset = places  # type: ignore[attr-defined]
        field.choices = [  # type: ignore[attr-defined]
            (str(area.key), f"{'· ' * area.depth}{area.name}")
            for area in places.order_by("depth", "path", "pk")[:PLACES_LISTED]
        ]

    @classmethod
    def is_open_for(cls, record: Person) -> bool:
        return record.is_active

    @classmethod
    def may_be_done_by(cls, person: Person, record: Person) -> bool:
        return person.pk != record.pk and super().may_be_done_by(person, record)


class ApproveGrant(DeedForm):
    """A second person approves a guarded role."""

    deed = Deed.APPROVE_GRANT
    about = Grant
    operation = staticmethod(operations.approve_grant)
    heading = _("Approve a role")
    lead = _("You are the second pair of eyes. Ask the person, not only whoever granted it.")
    submit = _("Approve")
    template = "office/about_grant.html"

    @classmethod
    def is_open_for(cls, record: Grant) -> bool:
        past = record.until_on < timezone.localdate()
        return record.needs_approval and record.ended_at is None and not past

    @classmethod
    def may_be_done_by(cls, person: Person, record: Grant) -> bool:
        is_own = person.pk in {record.person_id, record.granted_by_id}
        return not is_own and super().may_be_done_by(person, record)


class EndGrant(DeedForm):
    """A role ends before its day."""

    deed = Deed.END_GRANT
    about = Grant
    operation = staticmethod(operations.end_grant)
    heading = _("End a role")
    submit = _("End it")
    template = "office/about_grant.html"

    @classmethod
    def is_open_for(cls, record: Grant) -> bool:
        return record.ended_at is None and record.until_on >= timezone.localdate()

    @classmethod
    def may_be_done_by(cls, person: Person, record: Grant) -> bool:
        is_theirs = person.pk != record.person_id and record.role in brings_in(
            person, record.area
        )
        return is_theirs and super().may_be_done_by(person, record)


class CloseAccount(DeedForm):
    """Somebody no longer works here."""

    deed = Deed.CLOSE_ACCOUNT
    about = Person
    operation = staticmethod(operations.close_account)
    heading = _("Close the account")
    lead = _(
        "Nobody signs in to it any more, and its roles end. What was recorded stays; the "
        "names are blanked after 90 days."
    )
    submit = _("Close it")

    @classmethod
    def is_open_for(cls, record: Person) -> bool:
        return record.is_active

    @classmethod
    def may_be_done_by(cls, person: Person, record: Person) -> bool:
        return person.pk != record.pk and super().may_be_done_by(person, record)


class RevokeDevice(DeedForm):
    """A phone is lost, or in other hands."""

    deed = Deed.REVOKE_DEVICE
    about = Device
    operation = staticmethod(operations.revoke_device)
    heading = _("Let this phone forget")
    lead = _(
        "At its next contact it forgets all pages that it keeps, and nobody unlocks it any "
        "more. What waits on it and was not sent yet stays sealed there, readable to nobody; "
        "it is sent when its person sets the phone up again."
    )
    submit = _("Let it forget")

    @classmethod
    def is_open_for(cls, record: Device) -> bool:
        return record.revoked_at is None

    @classmethod
    def may_be_done_by(cls, person: Person, record: Device) -> bool:
        return super().may_be_done_by(person, record) and looks_after(person, record.person)


class MakeLink(forms.Form):
    """A one-time link; and whether the second factor is lost too."""

    forgets_factors = forms.BooleanField(
        required=False, label=_("The phone or key with the second factor is lost too")
    )
