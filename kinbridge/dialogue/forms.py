"""What a mentor fills in about a dialogue, and what an official adds for the own side."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.dialogue import operations
from kinbridge.dialogue.models import BetweenSides, Dialogue, Obstacle, Position
from kinbridge.dialogue.sides import Side, choices, spoken_for_by
from kinbridge.foundation.errors import Text
from kinbridge.foundation.rough_dates import RoughDateField
from kinbridge.goals.models import Goal
from kinbridge.linkage.models import Linkage, State
from kinbridge.people.deeds import DeedForm, line
from kinbridge.people.deeds import words as own_words
from kinbridge.people.roles import Deed


def side_field(label: Text) -> forms.ChoiceField:
    """A choice of a side; fitted by ``fit_side``."""
    return forms.ChoiceField(label=label, choices=[], widget=forms.RadioSelect)


def fit_side(form: DeedForm, record: BetweenSides) -> list[Side]:
    """Offer the sides that the person may speak for; a single one is chosen already."""
    own = spoken_for_by(form.by, record.community, record.sides)
    form.fields["side"].choices = choices(own)  # type: ignore[attr-defined]
    if len(own) == 1:
        form.initial.setdefault("side", own[0].key)
    return own


class OpenDialogue(DeedForm):
    """A community and its possible helpers begin to talk."""

    deed = Deed.OPEN_DIALOGUE
    about = Goal
    operation = staticmethod(operations.open_dialogue)
    heading = _("Open a dialogue")
    lead = _("The community decides whom it talks with. The mentor opens the door.")
    leads_on = True

    linkages = forms.ModelMultipleChoiceField(
        label=_("Who takes part"),
        queryset=Linkage.objects.none(),
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = own_words(
        _("What it is for"), help_text=_("In the words of those who asked for it.")
    )
    when = RoughDateField(label=_("Since when"))

    def fit(self) -> None:
        named = Linkage.objects.visible_to(self.by).filter(goal=self.record)
        going_on = named.exclude(state=State.ENDED).nearest_first()
        self.fields["linkages"].queryset = going_on  # type: ignore[attr-defined]

    @classmethod
    def is_open_for(cls, record: Goal) -> bool:
        return record.linkages.exists()


class OfOpenDialogue(DeedForm):
    """Something that is added while people talk."""

    @classmethod
    def is_open_for(cls, record: Dialogue) -> bool:
        return not record.is_closed


class RecordMeeting(DeedForm):
    """The sides met."""

    deed = Deed.RECORD_MEETING
    about = Dialogue
    operation = staticmethod(operations.record_meeting)
    heading = _("Record a meeting")

    when = RoughDateField()
    where = line(_("Where"), help_text=_("On whose ground? In words people use."))
    who_took_part = own_words(
        _("Who took part"), help_text=_("Roles and groups, never names of persons.")
    )
    what_was_said = own_words(_("What was said"), rows=6)


class AddPosition(OfOpenDialogue):
    """One side says what it fears, asks or offers."""

    deed = Deed.ADD_POSITION
    about = Dialogue
    operation = staticmethod(operations.add_position)
    heading = _("Add a concern, request or offer")
    lead = _("Each side in its own words. Both stand side by side, as equals.")

    side = side_field(_("Whose words?"))
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Position.Kind.choices, widget=forms.RadioSelect
    )
    words = own_words(_("In their own words"))
    translation = own_words(_("Translation"), required=False)

    def fit(self) -> None:
        fit_side(self, self.record)  # type: ignore[arg-type]


class NameObstacle(OfOpenDialogue):
    """Something stands in the way."""

    deed = Deed.NAME_OBSTACLE
    about = Dialogue
    operation = staticmethod(operations.name_obstacle)
    heading = _("Name an obstacle")
    lead = _("What stands in the way, without saying whose fault it is.")

    words = own_words(_("What stands in the way"))
    when = RoughDateField(label=_("Since when"))


class SolveObstacle(DeedForm):
    """People found a way."""

    deed = Deed.SOLVE_OBSTACLE
    about = Obstacle
    operation = staticmethod(operations.solve_obstacle)
    heading = _("Say how it was solved")

    how_solved = own_words(_("How it was solved"))
    when = RoughDateField()

    @classmethod
    def is_open_for(cls, record: Obstacle) -> bool:
        return not record.is_solved


class CloseDialogue(OfOpenDialogue):
    """The talk has come to its end."""

    deed = Deed.CLOSE_DIALOGUE
    about = Dialogue
    operation = staticmethod(operations.close_dialogue)
    heading = _("Close this dialogue")
    lead = _("What was agreed stands; only the talk ends.")

    words = own_words(_("How it ended"))
    when = RoughDateField()
