"""What is filled in about those who may receive referrals."""

from typing import Any

import phonenumbers
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kinbridge.people.deeds import DeedForm, line
from kinbridge.people.models import Grant, Person
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area
from kinbridge.referral import operations
from kinbridge.referral.content import Need
from kinbridge.referral.models import FocalPoint
from kinbridge.referral.models.recipients import RECEIVING


class DutyFields(forms.Form):
    """When somebody is on duty, and on which number."""

    hours = line(
        _("Hours, in words"),
        required=False,
        longest=120,
        help_text=_("Senders read it: “day and night”, “weekdays, mornings”."),
    )
    begins = forms.TimeField(
        label=_("On duty from"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    ends = forms.TimeField(
        label=_("On duty until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("Leave both empty for day and night."),
    )
    phone = forms.CharField(
        label=_("Duty number"),
        max_length=24,
        help_text=_("The office’s, with the country’s code. It counts once somebody called."),
        widget=forms.TextInput(attrs={"type": "tel"}),
    )


def checked_number(said: str, region: str) -> str:
    """A telephone number in its international spelling, or one of the country's short ones.

    Raises: ValidationError.
    """
    bare = said.strip().replace(" ", "").replace("-", "")
    if bare.isdigit() and 3 <= len(bare) <= 5:  # noqa: PLR2004 - such as 116
        return bare
    try:
        number = phonenumbers.parse(bare, region or None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise forms.ValidationError(_("This is no telephone number that can be called."))
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


class AboutDuty(DutyFields, DeedForm):
    """A deed that tells hours and a number."""

    unguarded = frozenset({"phone"})

    def clean_phone(self) -> str:
        return checked_number(
            self.cleaned_data["phone"], self.area.country.code if self.area else ""
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("begins") is None) != (cleaned.get("ends") is None):
            self.add_error("ends", _("Say both, or leave both empty."))
        return cleaned


class NameFocalPoint(AboutDuty):
    """Somebody of a service may receive referrals."""

    deed = Deed.NAME_FOCAL_POINT
    about = Area
    operation = staticmethod(operations.name_focal_point)
    heading = _("Name a focal point")
    lead = _(
        "An officer of a formal service, who holds the role of focal point here. Somebody "
        "else then calls the number and verifies it; before that nothing is sent there."
    )
    naming = frozenset({"title"})

    person = forms.ModelChoiceField(
        label=_("Who"), queryset=Person.objects.none(), to_field_name="key"
    )
    title = line(_("Role, as senders read it"), longest=80)
    needs = forms.MultipleChoiceField(
        label=_("What for"), choices=Need.choices, widget=forms.CheckboxSelectMultiple
    )
    rank = forms.IntegerField(
        label=_("Order among those of this place"), min_value=1, max_value=99, initial=1
    )
    field_order = ["person", "title", "needs", "rank", *DutyFields.base_fields]

    def fit(self) -> None:
        assert isinstance(self.record, Area)  # noqa: S101 - ``about``
        paths = [self.record.path, *(area.path for area in _above(self.record))]
        receiving = Grant.objects.in_force(timezone.localdate()).filter(
            role__in=RECEIVING, area__path__in=paths, organisation__isnull=False
        )
        people = Person.objects.filter(is_active=True, pk__in=receiving.values("person"))
        field = self.fields["person"]
        field.queryset = people.order_by("display_name", "pk")  # type: ignore[attr-defined]


def _above(area: Area) -> list[Area]:
    above, places = area.parent, []
    while above is not None:
        places.append(above)
        above = above.parent
    return places


class AboutFocalPoint(DeedForm):
    """A deed about a focal point that tells nothing but itself."""

    about = FocalPoint
    template = "referral/about_focal_point.html"


class VerifyFocalPoint(AboutFocalPoint):
    """A second person has called."""

    deed = Deed.VERIFY_FOCAL_POINT
    operation = staticmethod(operations.verify_focal_point)
    heading = _("Verify a focal point")
    lead = _(
        "Call the number yourself. Ask for the office, then for the person, and whether they "
        "know what a referral asks of them."
    )
    submit = _("I have called, and it is right")

    @classmethod
    def is_open_for(cls, record: FocalPoint) -> bool:
        return not record.is_verified

    @classmethod
    def may_be_done_by(cls, person: Person, record: FocalPoint) -> bool:
        is_own = person.pk in {record.person_id, record.named_by_id}
        return not is_own and super().may_be_done_by(person, record)


class ChangeDuty(AboutDuty):
    """Hours, days away, another number."""

    deed = Deed.CHANGE_DUTY
    about = FocalPoint
    operation = staticmethod(operations.change_duty)
    heading = _("Change when you are on duty")
    lead = _("While you are away, your deputy and the next are asked at once.")

    away_until = forms.DateField(
        label=_("Away until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ["away_until", *DutyFields.base_fields]

    def fit(self) -> None:
        assert isinstance(self.record, FocalPoint)  # noqa: S101 - ``about``
        for name in ("hours", "begins", "ends", "away_until"):
            self.initial.setdefault(name, getattr(self.record, name))
        self.initial.setdefault("phone", self.record.new_phone or self.record.phone)


class NameDeputy(AboutFocalPoint):
    """Who stands in."""

    deed = Deed.NAME_DEPUTY
    operation = staticmethod(operations.name_deputy)
    heading = _("Name a deputy")
    lead = _("Somebody else of the same organisation. Letters are sealed to both.")

    deputy = forms.ModelChoiceField(
        label=_("Deputy"),
        queryset=FocalPoint.objects.none(),
        required=False,
        to_field_name="key",
        empty_label=_("nobody"),
    )

    def fit(self) -> None:
        assert isinstance(self.record, FocalPoint)  # noqa: S101 - ``about``
        same = FocalPoint.objects.filter(organisation=self.record.organisation)
        field = self.fields["deputy"]
        field.queryset = same.exclude(pk=self.record.pk)  # type: ignore[attr-defined]


class _Holding(AboutFocalPoint):
    """Nothing is sent there for now."""

    @classmethod
    def is_open_for(cls, record: FocalPoint) -> bool:
        return record.held_at is None


class StopUsing(_Holding):
    """A child was turned away, or harmed."""

    deed = Deed.STOP_USING
    operation = staticmethod(operations.stop_using)
    heading = _("Do not use until checked")
    lead = _(
        "A child was turned away, or came to harm. Nothing more is sent there from this "
        "moment on; what waits there goes to the next. Somebody else checks it and lets it "
        "go on. Write no details anywhere: call the safeguarding lead."
    )
    submit = _("Stop using it")


class SuspendFocalPoint(_Holding):
    """A device was lost, or somebody left."""

    deed = Deed.SUSPEND_FOCAL_POINT
    operation = staticmethod(operations.suspend_focal_point)
    heading = _("Suspend a focal point")
    lead = _(
        "For a lost device, or somebody who left. What waits there goes to the next at once."
    )
    submit = _("Suspend")


class ResumeFocalPoint(AboutFocalPoint):
    """It was checked."""

    deed = Deed.RESUME_FOCAL_POINT
    operation = staticmethod(operations.resume_focal_point)
    heading = _("Let a focal point go on")
    lead = _("You have looked into it, and letters may be sent there again.")
    submit = _("It was checked")

    @classmethod
    def is_open_for(cls, record: FocalPoint) -> bool:
        return record.held_at is not None

    @classmethod
    def may_be_done_by(cls, person: Person, record: FocalPoint) -> bool:
        return person.pk != record.person_id and super().may_be_done_by(person, record)
