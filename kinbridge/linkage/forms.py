"""What is filled in about helpers whom people name, and the way to them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.community.forms import fit_gathering, gathering_field
from kinbridge.community.voices import voices_field
from kinbridge.directory.forms import formality_field, level_field
from kinbridge.directory.models import Helper
from kinbridge.foundation.rough_dates import RoughDateField
from kinbridge.goals.deciders import deciding_body_field, deciding_body_words_field
from kinbridge.goals.models import Goal
from kinbridge.linkage import operations
from kinbridge.linkage.models import Linkage, NextStep, State, Tie
from kinbridge.people.deeds import DeedForm, line, words
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area


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


class HelperChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of an entry of the directory, told with how far it is and where."""

    def label_from_instance(self, obj: Helper) -> str:
        return f"{obj}, {obj.get_level_display()}, {obj.area}"


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
    level = level_field()
    formality = formality_field()
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
        queryset=Helper.objects.none(),
        required=False,
        to_field_name="key",
        empty_label=_("not there, or not sure"),
        help_text=_("Of an entry chosen here, its own level holds."),
    )

    def fit(self) -> None:
        goal: Goal = self.record  # type: ignore[assignment]
        around = Area.objects.around([goal.community.area])
        visible = Helper.objects.visible_to(self.by).filter(area__in=around)
        self.fields["helper"].queryset = visible.nearest_first()  # type: ignore[attr-defined]

    @classmethod
    def is_open_for(cls, record: Goal) -> bool:
        return record.is_open


class AddTie(DeedForm):
    """Somebody here knows the helper."""

    deed = Deed.ADD_TIE
    about = Linkage
    operation = staticmethod(operations.add_tie)
    heading = _("Say who knows them")
    lead = _("The warmest path to a helper is somebody they know.")
    naming = frozenset({"who"})

    who = line(_("Who knows them?"), help_text=_("A role or a group, never a name: a teacher."))
    how_well = forms.ChoiceField(
        label=_("How well?"), choices=Tie.HowWell.choices, widget=forms.RadioSelect
    )
    words = words(_("In words"), required=False)


def _goes_on(linkage: Linkage) -> bool:
    return linkage.state != State.ENDED


class PlanNextStep(DeedForm):
    """Somebody will do something, so that it goes on."""

    deed = Deed.PLAN_NEXT_STEP
    about = Linkage
    operation = staticmethod(operations.plan_next_step)
    heading = _("Plan the next step")
    lead = _("One small step. It takes the place of the one planned before.")

    words = words(_("What comes next?"))
    broker = forms.ChoiceField(
        label=_("Who does it?"), choices=NextStep.Broker.choices, widget=forms.RadioSelect
    )
    when = RoughDateField(future=True)

    @classmethod
    def is_open_for(cls, record: Linkage) -> bool:
        return _goes_on(record)


class SendAsk(DeedForm):
    """The community sends its ask."""

    deed = Deed.SEND_ASK
    about = Linkage
    operation = staticmethod(operations.send_ask)
    heading = _("Send the community’s ask")
    lead = _(
        "What the community decided to say, and nothing else, is seen by the office: its "
        "name, the words of its goal, and these words."
    )
    submit = _("Send")

    words = words(_("What does the community ask?"), rows=5)
    deciding_body = deciding_body_field()
    deciding_body_words = deciding_body_words_field()
    when = RoughDateField(label=_("When was it decided?"))

    @classmethod
    def is_open_for(cls, record: Linkage) -> bool:
        return _goes_on(record)


class MoveLinkage(DeedForm):
    """It has come further, or rests, or ends, or begins again."""

    deed = Deed.MOVE_LINKAGE
    about = Linkage
    operation = staticmethod(operations.move_linkage)
    heading = _("Say how far it has come")
    lead = _("Resting is as good a state as any other. What ended can begin again as named.")

    state = forms.ChoiceField(
        label=_("How far?"), choices=State.choices, widget=forms.RadioSelect
    )
    words = words(_("What happened?"))
    when = RoughDateField()
