"""The question who might help, helpers named, and what groups say of turning to them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.community.forms import fit_gathering, gathering_field
from kinbridge.community.voices import Voice, voices_field
from kinbridge.directory.forms import HelperChoice, formality_field, level_field
from kinbridge.foundation.rough_dates import RoughDateField
from kinbridge.goals.models import Activity, Goal
from kinbridge.linkage import operations
from kinbridge.linkage.forms.choices import around
from kinbridge.linkage.models import Among, GroupAnswer, Linkage
from kinbridge.people.deeds import DeedForm, line, words
from kinbridge.people.roles import Deed


class AskWhoMightHelp(DeedForm):
    """The question is asked in a gathering, and people answer."""

    deed = Deed.ASK_WHO_MIGHT_HELP
    about = Goal
    operation = staticmethod(operations.ask_who_might_help)
    heading = _("Ask who might help")
    lead = _("“Who might be able to help us reach this goal?” Near or far, formal or not.")

    when = RoughDateField()
    voices = voices_field(
        _("Who answered?"),
        help_text=_("Girls may name other helpers than chiefs do. Ask each group."),
    )
    words = words(_("What did people say?"), rows=5)
    gathering = gathering_field()

    def fit(self) -> None:
        goal: Goal = self.record  # type: ignore[assignment]
        fit_gathering(self, goal.community)

    @classmethod
    def is_open_for(cls, record: Goal) -> bool:
        return record.is_open


class ActivityChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of what people set out to do for the goal."""

    def label_from_instance(self, obj: Activity) -> str:
        return str(obj)


class NameHelper(DeedForm):
    """People name somebody who might help. The directory comes last, and only on request."""

    deed = Deed.NAME_HELPER
    about = Goal
    operation = staticmethod(operations.name_helper)
    heading = _("Name a possible helper")
    lead = _("Whomever people named, in their own words. Naming is not asking yet.")
    template = "linkage/name_helper.html"
    naming = frozenset({"named_as", "known_by"})
    leads_on = True

    named_as = line(
        _("What do people call them?"),
        longest=160,
        help_text=_("A role, a group or an office: the nurse at the clinic. Never a name."),
    )
    among = forms.ChoiceField(
        label=_("Among whom?"), choices=[("", _("not said")), *Among.choices], required=False
    )
    level = level_field()
    formality = formality_field()
    activity = ActivityChoice(
        label=_("For which step of the goal?"),
        queryset=Activity.objects.none(),
        required=False,
        to_field_name="key",
        empty_label=_("for the goal as a whole"),
    )
    could_do = words(_("What could they do?"))
    voices = voices_field(_("Which groups named them?"))
    tried_before = words(
        _("What was tried before, and what came of it?"),
        required=False,
        help_text=_("Also why people keep away: distance, money, rudeness."),
    )
    known_by = line(
        _("Who knows them?"),
        required=False,
        help_text=_("A role or a group: a teacher, the mothers’ group."),
    )
    helper = HelperChoice(
        label=_("Entry in the directory"),
        required=False,
        help_text=_(
            "Type how its name begins; leave it empty if it is not there. Of an entry chosen "
            "here, its own level holds."
        ),
    )

    def fit(self) -> None:
        goal: Goal = self.record  # type: ignore[assignment]
        self.fields["helper"].queryset = around(goal.community, self.by)  # type: ignore[attr-defined]
        steps = goal.activities.order_by("-when_sorts_on", "-pk")
        self.fields["activity"].queryset = steps  # type: ignore[attr-defined]
        if not steps:
            del self.fields["activity"]

    @classmethod
    def is_open_for(cls, record: Goal) -> bool:
        return record.is_open


class HearGroup(DeedForm):
    """A group says how it is to turn to a helper. It stays here."""

    deed = Deed.HEAR_GROUP
    about = Linkage
    operation = staticmethod(operations.hear_group)
    heading = _("Write down how a group sees turning to them")
    lead = _(
        "Ask each group by itself. This stays with the community, its facilitator and its "
        "mentor; no service ever sees it."
    )

    voice = forms.ChoiceField(
        label=_("Which group answered?"), choices=Voice.choices, widget=forms.RadioSelect
    )
    are_few = forms.TypedChoiceField(
        label=_("How many of them?"),
        choices=[("no", _("five or more")), ("yes", _("fewer than five"))],
        coerce=lambda told: told == "yes",
        widget=forms.RadioSelect,
        help_text=_("Of fewer than five, which group it was is not kept: they could be known."),
    )
    safe = forms.ChoiceField(
        label=_("Would it be safe to ask them?"),
        choices=GroupAnswer.Safe.choices,
        widget=forms.RadioSelect,
    )
    feels = words(
        _("What makes it easy or hard to turn to them?"),
        required=False,
        help_text=_("Trust, fees, rudeness, distance. In their words."),
    )
    tried = words(_("Who was tried before, and what happened?"), required=False)
    when = RoughDateField()
