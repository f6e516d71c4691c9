"""What a facilitator fills in about rounds of choosing and the goal."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kinbridge.community.forms import fit_gathering, gathering_field
from kinbridge.community.models import Community
from kinbridge.community.queries import Heard, voices_heard
from kinbridge.community.voices import Voice
from kinbridge.foundation.errors import Text
from kinbridge.foundation.rough_dates import RoughDateField
from kinbridge.goals import operations
from kinbridge.goals.deciders import deciding_body_field, deciding_body_words_field
from kinbridge.goals.models import Goal, Point, Round, WayOfDeciding
from kinbridge.goals.queries.voices import not_heard
from kinbridge.learning.models import Harm
from kinbridge.people.deeds import Correction, DeedForm
from kinbridge.people.deeds import words as own_words
from kinbridge.people.roles import Deed


def voice_field(label: Text) -> forms.ChoiceField:
    """The group that said it, where it is known and may be told."""
    return forms.ChoiceField(
        label=label, required=False, choices=[("", _("not told")), *Voice.choices]
    )


def harm_field() -> forms.ModelChoiceField:  # type: ignore[type-arg]
    """A choice of one of the community's harms; fitted by ``fit_harms``."""
    return forms.ModelChoiceField(
        label=_("Which harm"), queryset=Harm.objects.none(), to_field_name="key"
    )


def fit_harms(form: DeedForm, community: Community, field: str = "harm") -> None:
    """Offer the community's harms, in the order in which they were told."""
    harms = Harm.objects.visible_to(form.by).filter(community=community)
    form.fields[field].queryset = harms.order_by("pk")  # type: ignore[attr-defined]


class AgreeHowToDecide(DeedForm):
    """The community agrees how it decides."""

    deed = Deed.AGREE_HOW_TO_DECIDE
    about = Community
    operation = staticmethod(operations.agree_how_to_decide)
    heading = _("Record how the community decides")
    lead = _("Do the usual meetings let everybody speak? What would?")

    record: Community
    ways = forms.MultipleChoiceField(
        label=_("How views come together"),
        choices=WayOfDeciding.Way.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    words = own_words(_("What was agreed, in people’s own words"))
    when = RoughDateField()
    gathering = gathering_field()

    def fit(self) -> None:
        fit_gathering(self, self.record)


class HoldRound(DeedForm):
    """People weigh which harm to take up."""

    deed = Deed.HOLD_ROUND
    about = Community
    operation = staticmethod(operations.hold_round)
    heading = _("Record a round of choosing")
    lead = _("It may take many rounds, over months. What was said for and against comes next.")

    record: Community
    when = RoughDateField()
    words = own_words(
        _("How it went"), help_text=_("Who came together and what it was about, by groups.")
    )
    gathering = gathering_field()

    def fit(self) -> None:
        fit_gathering(self, self.record)


class AddPoint(DeedForm):
    """Somebody spoke for or against taking up a harm."""

    deed = Deed.ADD_POINT
    about = Round
    operation = staticmethod(operations.add_point)
    heading = _("Add what was said for or against")

    record: Round
    harm = harm_field()
    side = forms.ChoiceField(
        label=_("For or against taking it up now"),
        choices=Point.Side.choices,
        widget=forms.RadioSelect,
    )
    words = own_words(
        _("What was said"), help_text=_("In people’s own words. Never who said it.")
    )
    voice = voice_field(_("Which group said it"))

    def fit(self) -> None:
        fit_harms(self, self.record.community)


class SetAsideHarm(DeedForm):
    """A harm is set aside in a round."""

    deed = Deed.SET_ASIDE_HARM
    about = Round
    operation = staticmethod(operations.set_aside_harm)
    heading = _("Record that a harm was set aside")
    lead = _("Not for ever. What was said for it stays.")

    record: Round
    harm = harm_field()
    why = own_words(_("Why it was set aside"))

    def fit(self) -> None:
        fit_harms(self, self.record.community)


class GoalWords(forms.Form):
    """The goal in words."""

    words = own_words(
        _("The goal, in the community’s own words"),
        help_text=_("As people say it, in their language."),
    )
    translation = own_words(
        _("The same in the language of the office"),
        required=False,
        help_text=_("It stands beside people’s own words, never instead of them."),
    )


class HowDecided(forms.Form):
    """Who decided, how, and who saw it differently."""

    deciding_body = deciding_body_field()
    deciding_body_words = deciding_body_words_field()
    how = own_words(
        _("How it was decided"), help_text=_("By talking until all agreed, by seeds, by hands.")
    )
    dissent = own_words(
        _("Who saw it differently, and why"),
        required=False,
        help_text=_("By groups, never by name. It is kept, and nobody is wrong."),
    )
    when = RoughDateField()


class SetGoal(DeedForm, HowDecided, GoalWords):
    """The community has chosen its goal."""

    deed = Deed.SET_GOAL
    about = Community
    operation = staticmethod(operations.set_goal)
    heading = _("Record the goal the community chose")
    lead = _("The community chose it. You write down what it chose.")
    template = "goals/decide.html"
    leads_on = True

    record: Community
    harms = forms.ModelMultipleChoiceField(
        label=_("Which harms it answers"),
        queryset=Harm.objects.none(),
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("words", "translation", "harms")

    def fit(self) -> None:
        fit_harms(self, self.record, "harms")

    @cached_property
    def heard(self) -> list[Heard]:
        """Whose voices were heard, before the goal is recorded. One query."""
        return voices_heard(self.record)

    @cached_property
    def not_heard(self) -> list[Voice]:
        """Whose were not. One query."""
        return not_heard(self.heard)


class RewordGoal(Correction, GoalWords):
    """The words of the goal are put right."""

    deed = Deed.REWORD_GOAL
    about = Goal
    operation = staticmethod(operations.reword_goal)
    heading = _("Correct the words of the goal")


class CloseGoal(DeedForm):
    """A goal is closed."""

    deed = Deed.CLOSE_GOAL
    about = Goal
    operation = staticmethod(operations.close_goal)
    heading = _("Close this goal")
    lead = _("Reached, changed or left: the community says it in its own words.")

    words = own_words(_("What the community says of it"))
    when = RoughDateField()

    @classmethod
    def is_open_for(cls, record: Goal) -> bool:
        return record.is_open
