"""What a facilitator or mentor fills in about what lasts."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.community.voices import Voice, in_order, voices_field
from kinbridge.foundation.errors import Text
from kinbridge.foundation.rough_dates import RoughDateField
from kinbridge.goals.models import Activity, Criterion, Goal
from kinbridge.people.deeds import DeedForm, line
from kinbridge.people.deeds import words as own_words
from kinbridge.people.roles import Deed
from kinbridge.sustainability import operations
from kinbridge.sustainability.models import (
    Carrier,
    CriterionLook,
    HandOver,
    HandOverTold,
    Look,
    Task,
)

NOT_TOLD = ("", _("not told"))


def one_of(label: Text, choices: Sequence[tuple[str, Text]]) -> forms.ChoiceField:
    """One of a few, all in view."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


def carrier(label: Text) -> forms.ChoiceField:
    """Who carries a task."""
    choices = [NOT_TOLD, *Carrier.choices]
    return forms.ChoiceField(label=label, choices=choices, required=False)


class TellWhoCarries(DeedForm):
    """People tell who carries an activity now."""

    deed = Deed.TELL_WHO_CARRIES
    about = Activity
    operation = staticmethod(operations.tell_who_carries)
    heading = _("Tell who carries this")
    lead = _("As it is now, not as it should be. What was told before stays beside it.")
    naming = frozenset({"words"})

    calls = carrier(_("Who calls people together?"))
    pays = carrier(_("Who pays what it costs?"))
    does = carrier(_("Who does the work?"))
    brings = carrier(_("Where do the materials come from?"))
    words = own_words(
        _("Who that is, by role or group"),
        required=False,
        help_text=_("The youth group calls, mothers cook in turn, the clinic brings the pads."),
    )
    when = RoughDateField(label=_("As of when"))


class AskWhatStops(DeedForm):
    """People answer what stops if the NGO leaves tomorrow."""

    deed = Deed.ASK_WHAT_STOPS
    about = Goal
    operation = staticmethod(operations.ask_what_stops)
    heading = _("What stops if the NGO leaves tomorrow?")
    lead = _("Ask each group by itself, and leave time. Nobody has to please us.")

    stops = own_words(_("What would stop, in people’s own words"))
    goes_on = own_words(_("What would go on"), required=False)
    voices = voices_field(_("Who said it"))
    when = RoughDateField()

    def clean_voices(self) -> list[Voice]:
        """In their steady order, so that the same groups are the same words."""
        return in_order(self.cleaned_data["voices"])


class LookAtCriterion(DeedForm):
    """People look again at what they said matters."""

    deed = Deed.LOOK_AT_CRITERION
    about = Criterion
    operation = staticmethod(operations.look_at_criterion)
    heading = _("Look at this again")
    lead = _("People said that this matters for any action. How is it now?")

    stands = one_of(_("How people see it now"), CriterionLook.Stands.choices)
    words = own_words(_("In people’s own words"), required=False)
    when = RoughDateField()


class PlanStepBack(DeedForm):
    """The NGO says when it steps back."""

    deed = Deed.PLAN_STEP_BACK
    about = Goal
    operation = staticmethod(operations.plan_step_back)
    heading = _("Say when the NGO steps back")
    lead = _("Early, and said openly: those who stay are to lead while we are still near.")

    words = own_words(
        _("How"),
        required=False,
        help_text=_("Who is still near, for what one may call, what the NGO will delete."),
    )
    when = RoughDateField(future=True)


class PlanHandOver(DeedForm):
    """A task is to change hands."""

    deed = Deed.PLAN_HAND_OVER
    about = Activity
    operation = staticmethod(operations.plan_hand_over)
    heading = _("Plan that a task changes hands")
    naming = frozenset({"whom"})

    task = one_of(_("Which task"), Task.choices)
    to = one_of(
        _("To whom"), [(value, label) for value, label in Carrier.choices if value != "ngo"]
    )
    whom = line(
        _("Who that is"),
        required=False,
        help_text=_("A group or a role: the youth group, the health post."),
    )
    when = RoughDateField(label=_("By when"), future=True)


class TellHandOver(DeedForm):
    """It is told what became of a hand-over."""

    deed = Deed.TELL_HAND_OVER
    about = HandOver
    operation = staticmethod(operations.tell_hand_over)
    heading = _("Tell what became of it")

    outcome = one_of(_("How it is now"), HandOverTold.Outcome.choices)
    words = own_words(_("In people’s own words"), required=False)
    when = RoughDateField()


class LookAfter(DeedForm):
    """Somebody looks again, long after."""

    deed = Deed.LOOK_AFTER
    about = Goal
    operation = staticmethod(operations.look_after)
    heading = _("Look again, long after")
    lead = _("One phone call is enough. Who answers tells it as it is.")

    months = forms.TypedChoiceField(
        label=_("Which look"), choices=Look.After.choices, widget=forms.RadioSelect, coerce=int
    )
    how = one_of(_("How you looked"), Look.How.choices)
    goes_on = one_of(_("What people do for their goal"), Look.GoesOn.choices)
    lead_now = carrier(_("Who leads it now?"))
    helpers = one_of(_("Do helpers still answer when they are called?"), Look.Helpers.choices)
    words = own_words(_("In people’s own words"), required=False)
    when = RoughDateField()

    def fields_told(self) -> dict[str, object]:
        told = super().fields_told()
        told["lead"] = told.pop("lead_now")
        return told
