"""What is filled in about helpers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.directory import operations
from kinbridge.directory.models import (
    LONGEST_OPENING,
    OLDEST,
    Formality,
    Helper,
    HelperCheck,
)
from kinbridge.directory.opening import NoOpeningHours, normal
from kinbridge.people.deeds import Correction, DeedForm, line, words
from kinbridge.people.models import Organisation, Person
from kinbridge.people.roles import MAY, Deed, may
from kinbridge.places.models import Area, Level


def level_field() -> forms.ChoiceField:
    """How far away a helper is."""
    return forms.ChoiceField(
        label=_("How far from a family are they?"),
        choices=Level.choices,
        widget=forms.RadioSelect,
    )


def formality_field() -> forms.ChoiceField:
    """Whether a helper is of the state and its services."""
    return forms.ChoiceField(
        label=_("Formal or non-formal?"),
        choices=Formality.choices,
        widget=forms.RadioSelect,
        help_text=_("Formal: law, government, services. Non-formal: people’s own ways."),
    )


class Age(forms.Field):
    """An age in years, or none. No ``IntegerField``: those count people, side by side."""

    widget = forms.NumberInput(attrs={"min": 0, "max": OLDEST})

    def to_python(self, value: Any) -> int | None:
        """Whole years."""
        if value in self.empty_values:
            return None
        try:
            years = int(str(value).strip())
        except ValueError:
            years = -1
        if not 0 <= years <= OLDEST:
            raise forms.ValidationError(
                _("Write whole years, from 0 to %(oldest)d.") % {"oldest": OLDEST}
            )
        return years


class HelperFields(forms.Form):
    """What an entry says."""

    name = line(
        _("Name of the role, group, organisation or service"),
        longest=160,
        help_text=_("What they are, never who: the teacher, Community Health Officer."),
    )
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Helper.Kind.choices, widget=forms.RadioSelect
    )
    formality = formality_field()
    level = level_field()
    organisation = forms.ModelChoiceField(
        label=_("Belongs to the organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        to_field_name="key",
        help_text=_("Its officials then receive what a community decides to send."),
    )
    what_they_do = words(
        _("What they do, and what they do not"),
        required=False,
        help_text=_("Also what it costs, and what a way there takes."),
    )
    where = line(_("Where"), required=False, help_text=_("In words people use."))
    phone = line(
        _("Phone"),
        required=False,
        longest=40,
        help_text=_("The line of an office. Somebody’s own number only if they agreed."),
    )
    hours = line(_("When they are there"), required=False, longest=120)


class AddHelper(DeedForm, HelperFields):
    """A helper is entered in the directory of a place."""

    deed = Deed.ADD_HELPER
    about = Area
    operation = staticmethod(operations.add_helper)
    heading = _("Add a helper")
    lead = _("Somebody who can be asked, by their role: near or far, formal or not.")
    unguarded = frozenset({"phone"})
    naming = frozenset({"name"})

    @property
    def area(self) -> Area | None:
        return self.record if isinstance(self.record, Area) else None

    def fit(self) -> None:
        _fit_organisations(self)


class CorrectHelper(Correction, HelperFields):
    """An entry is put right."""

    deed = Deed.CORRECT_HELPER
    about = Helper
    operation = staticmethod(operations.correct_helper)
    heading = _("Correct this entry")
    unguarded = frozenset({"phone"})
    naming = frozenset({"name"})

    def fit(self) -> None:
        _fit_organisations(self)
        helper: Helper = self.record  # type: ignore[assignment]
        if not helper.roles_of(self.by) & MAY[Deed.ADD_HELPER]:
            for name in ("formality", "level", "organisation"):
                del self.fields[name]  # an office says what it does, not whose it is
        if helper.phone and not helper.number_for(self.by):
            del self.fields["phone"]


def _fit_organisations(form: DeedForm) -> None:
    visible = Organisation.objects.visible_to(form.by)
    form.fields["organisation"].queryset = visible  # type: ignore[attr-defined]


class DescribeService(Correction):
    """What somebody has to know before they set out."""

    deed = Deed.DESCRIBE_SERVICE
    about = Helper
    operation = staticmethod(operations.describe_service)
    heading = _("Say more about it")
    lead = _("What people have to know before they set out. Leave open what you do not know.")
    unguarded = frozenset({"opening"})

    opening = words(
        _("Opening hours"),
        required=False,
        rows=2,
        help_text=_(
            "One line for each: Mo-Fr 8:00-16:00. A night is Mo-Su 20:00-6:00, always is 24/7. "
            "PH off: closed on public holidays."
        ),
    )
    status = forms.ChoiceField(
        label=_("Is it there?"),
        choices=Helper.Status.choices,
        widget=forms.RadioSelect,
    )
    languages = line(_("Languages spoken there"), required=False)
    for_whom = words(_("For whom it is, and for whom not"), required=False)
    youngest = Age(label=_("From which age on"), required=False)
    oldest = Age(label=_("Up to which age"), required=False)
    cost = words(
        _("What it costs"), required=False, help_text=_("Also what nobody tells beforehand.")
    )
    papers = words(_("Which papers one has to bring"), required=False)
    access = words(
        _("How people with disabilities get in and are understood there"), required=False
    )
    capacity = line(
        _("How many they can take"),
        required=False,
        help_text=_("Also what they have run out of."),
    )

    def clean_opening(self) -> str:
        """As it is kept."""
        try:
            hours = normal(self.cleaned_data["opening"])
        except NoOpeningHours as refusal:
            raise forms.ValidationError(str(refusal.message)) from None
        if len(hours) > LONGEST_OPENING:
            raise forms.ValidationError(_("These hours are too many. Tell the week as it is."))
        return hours

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        ages = cleaned.get("youngest"), cleaned.get("oldest")
        if None not in ages and ages[0] > ages[1]:  # type: ignore[operator]
            self.add_error("oldest", _("This is younger than from which age on."))
        return cleaned


class CheckHelper(DeedForm):
    """Somebody looked whether an entry still holds."""

    deed = Deed.CHECK_HELPER
    about = Helper
    operation = staticmethod(operations.check_helper)
    heading = _("Check this entry")
    lead = _("A wrong entry sends people a long way for nothing.")

    how = forms.ChoiceField(
        label=_("How did you check?"),
        choices=[(how.value, how.label) for how in HelperCheck.BY_HAND],
        widget=forms.RadioSelect,
    )
    still_right = forms.TypedChoiceField(
        label=_("Does the entry still hold?"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda told: told == "yes",
        widget=forms.RadioSelect,
    )
    words = words(
        _("What did you find?"),
        required=False,
        help_text=_("Hours that changed, medicines that ran out, somebody who moved away."),
    )

    @classmethod
    def may_be_done_by(cls, person: Person, record: Helper) -> bool:
        """Also by those in the places it serves: they are the ones who call there."""
        return may(record.roles_around(person), cls.deed)


class ReportUnanswered(DeedForm):
    """Somebody called, and nobody answered."""

    deed = Deed.REPORT_UNANSWERED
    about = Helper
    operation = staticmethod(operations.report_unanswered)
    heading = _("Nobody answered")
    lead = _("The entry is marked for everybody until somebody has checked it.")
    submit = _("Report it")

    words = words(
        _("When did you try, and how often?"), required=False, help_text=_("If you like.")
    )

    @classmethod
    def is_open_for(cls, record: Helper) -> bool:
        """There is a number to call."""
        return bool(record.phone)

    @classmethod
    def may_be_done_by(cls, person: Person, record: Helper) -> bool:
        """Whoever works around there."""
        return may(record.roles_around(person), cls.deed)
