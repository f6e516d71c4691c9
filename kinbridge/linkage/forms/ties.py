"""Who knows a helper, and how far it is to them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.directory.forms import HelperChoice
from kinbridge.linkage import operations
from kinbridge.linkage.forms.choices import around
from kinbridge.linkage.models import Journey, Linkage, Tie
from kinbridge.people.deeds import DeedForm, line, words
from kinbridge.people.roles import Deed


class AddTie(DeedForm):
    """Somebody knows the helper: somebody here, or another helper."""

    deed = Deed.ADD_TIE
    about = Linkage
    operation = staticmethod(operations.add_tie)
    heading = _("Say who knows them")
    lead = _("The warmest path to a helper is somebody they know.")
    template = "linkage/add_tie.html"
    naming = frozenset({"who"})

    who = line(
        _("Who knows them?"),
        required=False,
        help_text=_("A role or a group here, never a name, never a child: a teacher."),
    )
    how_well = forms.ChoiceField(
        label=_("How well?"), choices=Tie.HowWell.choices, widget=forms.RadioSelect
    )
    since = line(_("Since when?"), required=False, longest=120)
    words = words(_("In words"), required=False)
    knower = HelperChoice(
        label=_("Entry in the directory"),
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("What joins them?"),
        choices=Tie.Kind.choices,
        initial=Tie.Kind.KNOWS,
        required=False,
        widget=forms.RadioSelect,
    )

    def fit(self) -> None:
        linkage: Linkage = self.record  # type: ignore[assignment]
        others = around(linkage.community, self.by).exclude(pk=linkage.helper_id)
        self.fields["knower"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        who, knower = cleaned.get("who"), cleaned.get("knower")
        if who and knower:
            self.add_error("knower", _("Say one of the two: somebody here, or this entry."))
        elif not (who or knower or self.errors):
            self.add_error("who", _("Say who knows them."))
        return cleaned


class TellJourney(DeedForm):
    """People tell how far it is."""

    deed = Deed.TELL_JOURNEY
    about = Linkage
    operation = staticmethod(operations.tell_journey)
    heading = _("Say how far it is")
    lead = _("As people here go there, one way, on a usual day.")

    by_means = forms.ChoiceField(
        label=_("How do people go?"), choices=Journey.By.choices, widget=forms.RadioSelect
    )
    minutes = forms.TypedChoiceField(
        label=_("How long does it take?"),
        choices=Journey.Long.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    words = words(
        _("In words"), required=False, help_text=_("What it costs, and how it is in the rains.")
    )
