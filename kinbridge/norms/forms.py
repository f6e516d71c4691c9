"""What a facilitator or mentor fills in about practices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.agreement.models import Agreement
from kinbridge.community.models import Community
from kinbridge.community.voices import Voice, in_order, voices_field
from kinbridge.countries.labels import TOPICS
from kinbridge.foundation.rough_dates import RoughDateField
from kinbridge.goals.deciders import deciding_body_field, deciding_body_words_field
from kinbridge.learning.forms import OwnWords
from kinbridge.linkage.models import Linkage
from kinbridge.norms import law, operations
from kinbridge.norms.models import Danger, Leaning, Practice, Whose
from kinbridge.people.deeds import Correction, DeedForm, line
from kinbridge.people.deeds import words as own_words
from kinbridge.people.roles import Deed

SILENT = ("", _("the law is silent, or nobody has read it"))
NO_STANDARD = ("", _("no standard was talked about"))


def danger_field() -> forms.ChoiceField:
    """Asked before anything else."""
    return forms.ChoiceField(
        label=_("Could talking openly about this put someone in danger?"),
        choices=Danger.choices,
        widget=forms.RadioSelect,
    )


class PracticeFields(OwnWords):
    """What is told of a practice."""

    danger = danger_field()
    danger_words = own_words(_("What to mind when talking about it"), required=False)
    whose = forms.ChoiceField(
        label=_("Whose practice is it?"), choices=Whose.choices, widget=forms.RadioSelect
    )
    topic = forms.ChoiceField(label=_("What it is about"), choices=list(TOPICS.items()))
    to_whom = line(
        _("To whom it is done"),
        required=False,
        help_text=_("Girls who have finished primary school: a group, never a family."),
    )
    valued_for = own_words(_("Why people value it"), required=False)
    upheld_by = line(_("Who upholds it"), required=False, longest=300)
    who_suffers = own_words(_("Who suffers from it, as people say"), required=False)
    done_otherwise = own_words(
        _("Who here already does otherwise"),
        required=False,
        help_text=_("The seeds of change: parents who wait, a chief who refuses to bless."),
    )
    feared = own_words(_("What people fear would happen if it stopped"), required=False)
    when = RoughDateField(label=_("When it was told"))
    field_order = ["danger", "danger_words", "whose", "topic", "words", "translation", "voices"]


class RecordPractice(DeedForm, PracticeFields):
    """People tell of a practice."""

    deed = Deed.RECORD_PRACTICE
    about = Community
    operation = staticmethod(operations.record_practice)
    heading = _("Record a practice")
    lead = _(
        "What is done, and why people value it. No family, no event, no offence: if a child is "
        "in danger now, go to “Something serious” instead."
    )
    naming = frozenset({"to_whom", "upheld_by"})
    field_order = PracticeFields.field_order


class CorrectPractice(Correction, PracticeFields):
    """What was recorded of a practice is put right."""

    deed = Deed.CORRECT_PRACTICE
    about = Practice
    operation = staticmethod(operations.correct_practice)
    heading = _("Correct this practice")
    naming = frozenset({"to_whom", "upheld_by"})
    field_order = PracticeFields.field_order


class LookAtPractice(DeedForm):
    """Six months later."""

    deed = Deed.LOOK_AT_PRACTICE
    about = Practice
    operation = staticmethod(operations.look_at_practice)
    heading = _("Look at this practice again")

    danger = danger_field()
    words = own_words(_("How it stands now, in people’s own words"), required=False)
    when = RoughDateField()


class SayWhereItStands(DeedForm):
    """Practice, law and standard side by side."""

    deed = Deed.SAY_WHERE_IT_STANDS
    about = Practice
    operation = staticmethod(operations.say_where_it_stands)
    heading = _("Say where they meet, and where they stand apart")
    lead = _("As people see it. Another view can stand beside it; nobody here is judged.")

    record: Practice
    law = forms.ChoiceField(
        label=_("What the law says"), required=False, widget=forms.RadioSelect
    )
    standard = forms.ChoiceField(
        label=_("What the international standard says"),
        required=False,
        widget=forms.RadioSelect,
    )
    meet = own_words(_("Where they meet"), required=False)
    apart = own_words(_("Where they stand apart"), required=False)
    why = own_words(_("Why, as people see it"), required=False)
    voices = voices_field(_("Who sees it so"))
    when = RoughDateField()

    def fit(self) -> None:
        self.national = law.national(self.record.area.country.code, self.record.topic)
        self.international = law.standard(self.record.topic)
        self._offer("law", [SILENT, *law.choices(self.national)])
        self._offer("standard", [NO_STANDARD, *law.choices(self.international)])

    def _offer(self, name: str, offered: list[Any]) -> None:
        self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean_voices(self) -> list[Voice]:
        """In their steady order, so that the same groups are the same words."""
        return in_order(self.cleaned_data["voices"])

    def fields_told(self) -> dict[str, Any]:
        told = super().fields_told()
        told["law"] = law.chosen(self.national, told["law"])
        told["standard"] = law.chosen(self.international, told["standard"])
        return told

    unguarded = frozenset({"law", "standard"})


class RecordGroupView(DeedForm):
    """One group was asked."""

    deed = Deed.RECORD_GROUP_VIEW
    about = Practice
    operation = staticmethod(operations.record_group_view)
    heading = _("Record what a group thinks")
    lead = _("Asked, never assumed. What it said before stays beside it.")

    voice = forms.ChoiceField(
        label=_("Which group"), choices=Voice.choices, widget=forms.RadioSelect
    )
    leaning = forms.ChoiceField(
        label=_("What they would like"), choices=Leaning.choices, widget=forms.RadioSelect
    )
    words = own_words(_("In people’s own words"))
    when = RoughDateField()


class MakeByLaw(DeedForm, OwnWords):
    """The community makes a rule for itself."""

    deed = Deed.MAKE_BY_LAW
    about = Practice
    operation = staticmethod(operations.make_by_law)
    heading = _("Record a by-law that the community made")
    lead = _("No marriage before the school year ends; the chief refuses to bless.")

    record: Practice
    deciding_body = deciding_body_field()
    deciding_body_words = deciding_body_words_field()
    linkages = forms.ModelMultipleChoiceField(
        label=_("Helpers who stand behind it"),
        queryset=Linkage.objects.none(),
        to_field_name="key",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    agreements = forms.ModelMultipleChoiceField(
        label=_("Agreements that go with it"),
        queryset=Agreement.objects.none(),
        to_field_name="key",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    when = RoughDateField()

    def fit(self) -> None:
        goal = {"goal__community": self.record.community}
        linkages = Linkage.objects.visible_to(self.by).filter(**goal)
        self.fields["linkages"].queryset = linkages.order_by("pk")  # type: ignore[attr-defined]
        agreements = Agreement.objects.visible_to(self.by)
        agreements = agreements.filter(dialogue__goal__community=self.record.community)
        self.fields["agreements"].queryset = agreements.order_by("pk")  # type: ignore[attr-defined]


class ShareView(DeedForm):
    """The community tells an office."""

    deed = Deed.SHARE_VIEW
    about = Practice
    operation = staticmethod(operations.share_view)
    heading = _("Tell an office what the community decided to tell")
    lead = _("These words are seen by the office, and nothing else of this page.")
    submit = _("Tell them")

    record: Practice
    linkage = forms.ModelChoiceField(
        label=_("Whom"), queryset=Linkage.objects.none(), to_field_name="key"
    )
    words = own_words(_("What the community wants to tell"), rows=5)
    deciding_body = deciding_body_field()
    deciding_body_words = deciding_body_words_field()
    when = RoughDateField(label=_("When was it decided?"))

    @classmethod
    def is_open_for(cls, record: Practice) -> bool:
        return record.danger != Danger.YES

    def fit(self) -> None:
        offices = Linkage.objects.visible_to(self.by).filter(
            goal__community=self.record.community, helper__organisation__isnull=False
        )
        self.fields["linkage"].queryset = offices.order_by("pk")  # type: ignore[attr-defined]
