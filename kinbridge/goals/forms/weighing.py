"""What a facilitator fills in about criteria, options and the decision."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kinbridge.community.queries import Heard, voices_heard
from kinbridge.community.voices import Voice
from kinbridge.foundation.errors import Text
from kinbridge.goals import operations
from kinbridge.goals.forms.choosing import HowDecided, voice_field
from kinbridge.goals.models import Criterion, Goal, Option, Symbol
from kinbridge.goals.queries.voices import not_heard, voices_heard_since
from kinbridge.people.deeds import DeedForm
from kinbridge.people.deeds import words as own_words
from kinbridge.people.roles import Deed

# Offered as questions, never as answers; most ask what mentors ask (``DOMAIN`` 6).
QUESTIONS: tuple[Text, ...] = (
    _("Who could do this when the facilitator has left?"),
    _("Who outside could help, and what would we ask?"),
    _("Who would be left out, and what would let them take part?"),
    _("What could go wrong, and for whom?"),
    _("Can it be done with what people have, at little cost?"),
)


class AddCriterion(DeedForm):
    """Something matters for any action."""

    deed = Deed.ADD_CRITERION
    about = Goal
    operation = staticmethod(operations.add_criterion)
    heading = _("Add a criterion")
    lead = _("What should any action be like, whatever it is?")
    template = "goals/criterion.html"
    questions = QUESTIONS

    words = own_words(_("What matters, in people’s own words"))
    brought_by = forms.ChoiceField(
        label=_("Who brought it"),
        choices=Criterion.BroughtBy.choices,
        widget=forms.RadioSelect,
        help_text=_("It is shown openly beside the words."),
    )
    voice = voice_field(_("Which group said it"))

    @classmethod
    def is_open_for(cls, record: Goal) -> bool:
        return record.is_open


class LayOutOption(DeedForm):
    """Something could be done."""

    deed = Deed.LAY_OUT_OPTION
    about = Goal
    operation = staticmethod(operations.lay_out_option)
    heading = _("Lay out an option")
    lead = _("Something that could be done. Options stay, also those that are not taken.")

    words = own_words(_("What could be done, in people’s own words"))
    strengths = own_words(_("What speaks for it"), required=False)
    worries = own_words(_("What people worry about"), required=False)

    @classmethod
    def is_open_for(cls, record: Goal) -> bool:
        return record.is_open


class HoldOptionToCriterion(DeedForm):
    """People lay seeds or a stone for an option beside a criterion."""

    deed = Deed.HOLD_OPTION_TO_CRITERION
    about = Option
    operation = staticmethod(operations.hold_option_to_criterion)
    heading = _("Hold this option to a criterion")
    lead = _("Seeds on a cloth, and why. Nothing is added up.")

    record: Option
    criterion = forms.ModelChoiceField(
        label=_("Beside what matters"), queryset=Criterion.objects.none(), to_field_name="key"
    )
    symbol = forms.ChoiceField(
        label=_("What people lay there"), choices=Symbol.choices, widget=forms.RadioSelect
    )
    words = own_words(_("Why, in people’s own words"))

    def fit(self) -> None:
        criteria = Criterion.objects.visible_to(self.by).filter(goal=self.record.goal)
        self.fields["criterion"].queryset = criteria.order_by("pk")  # type: ignore[attr-defined]


class RecordDecision(DeedForm, HowDecided):
    """The community has decided what to do."""

    deed = Deed.RECORD_DECISION
    about = Goal
    operation = staticmethod(operations.record_decision)
    heading = _("Record the community’s decision")
    lead = _("The community decided. You write down what it decided.")
    template = "goals/decide.html"

    record: Goal
    options = forms.ModelMultipleChoiceField(
        label=_("Which options it takes up"),
        queryset=Option.objects.none(),
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("options",)

    def fit(self) -> None:
        options = Option.objects.visible_to(self.by).filter(goal=self.record)
        self.fields["options"].queryset = options.order_by("pk")  # type: ignore[attr-defined]

    @cached_property
    def heard(self) -> list[Heard]:
        """Whose voices were heard, before the decision is recorded. One query."""
        return voices_heard(self.record.community)

    @cached_property
    def heard_since(self) -> list[Heard]:
        """Whose were heard since the goal was chosen. One query."""
        return voices_heard_since(self.record)

    @cached_property
    def not_heard(self) -> list[Voice]:
        """Whose were not heard since the goal was chosen. One query."""
        return not_heard(self.heard_since)
