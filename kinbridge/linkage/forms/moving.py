"""What comes next with a helper, and how far it has come."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.rough_dates import RoughDateField
from kinbridge.linkage import operations
from kinbridge.linkage.models import Linkage, NextStep, State
from kinbridge.people.deeds import DeedForm, words
from kinbridge.people.roles import Deed


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
        return record.state != State.ENDED


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
