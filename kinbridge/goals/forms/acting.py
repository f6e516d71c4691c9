"""What a facilitator fills in about activities."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.rough_dates import RoughDateField
from kinbridge.goals import operations
from kinbridge.goals.models import Activity, ActivityReport, Goal
from kinbridge.people.deeds import DeedForm, line
from kinbridge.people.deeds import words as own_words
from kinbridge.people.roles import Deed


class PlanActivity(DeedForm):
    """People set out to do something."""

    deed = Deed.PLAN_ACTIVITY
    about = Goal
    operation = staticmethod(operations.plan_activity)
    heading = _("Plan an activity")
    naming = frozenset({"who"})

    words = own_words(_("What will be done"))
    who = line(
        _("Who does it"), help_text=_("A group or a role: the youth group, mothers in turn.")
    )
    when = RoughDateField(future=True)

    @classmethod
    def is_open_for(cls, record: Goal) -> bool:
        return record.is_open


class ReportActivity(DeedForm):
    """People tell how an activity goes."""

    deed = Deed.REPORT_ACTIVITY
    about = Activity
    operation = staticmethod(operations.report_activity)
    heading = _("Tell how this activity goes")
    lead = _("Resting is as good as any other state: there is a harvest, there is rain.")

    state = forms.ChoiceField(
        label=_("How far it is"),
        choices=ActivityReport.State.choices,
        widget=forms.RadioSelect,
    )
    words = own_words(_("How it goes, in people’s own words"))
    when = RoughDateField()
