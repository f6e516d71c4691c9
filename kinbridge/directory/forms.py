"""What is filled in about helpers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.directory import operations
from kinbridge.directory.models import Formality, Helper, HelperCheck
from kinbridge.people.deeds import Correction, DeedForm, line, words
from kinbridge.people.models import Organisation, Person
from kinbridge.people.roles import Deed, may
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
        if helper.phone and not helper.number_for(self.by):
            del self.fields["phone"]


def _fit_organisations(form: DeedForm) -> None:
    visible = Organisation.objects.visible_to(form.by)
    form.fields["organisation"].queryset = visible  # type: ignore[attr-defined]


class CheckHelper(DeedForm):
    """Somebody looked whether an entry still holds."""

    deed = Deed.CHECK_HELPER
    about = Helper
    operation = staticmethod(operations.check_helper)
    heading = _("Check this entry")
    lead = _("A wrong entry sends people a long way for nothing.")

    how = forms.ChoiceField(
        label=_("How did you check?"),
        choices=HelperCheck.How.choices,
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


class FindHelpers(forms.Form):
    """What the page of helpers is narrowed by. Reading only: no deed."""

    level = forms.ChoiceField(
        label=_("How far"), required=False, choices=[("", _("near and far")), *Level.choices]
    )
    formality = forms.ChoiceField(
        label=_("Formal or not"),
        required=False,
        choices=[("", _("all")), *Formality.choices],
    )
    words = forms.CharField(label=_("Words"), required=False, max_length=80)
