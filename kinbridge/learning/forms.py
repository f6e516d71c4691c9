"""What a facilitator fills in about harms, what people already do, and findings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.community.forms import fit_gathering, gathering_field
from kinbridge.community.models import Community
from kinbridge.community.voices import Voice, in_order, voices_field
from kinbridge.foundation.rough_dates import RoughDateField
from kinbridge.learning import operations
from kinbridge.learning.models import Finding, Harm, ProtectivePractice, ReturnOfFindings
from kinbridge.people.deeds import Correction, DeedForm, line
from kinbridge.people.deeds import words as own_words
from kinbridge.people.roles import Deed

TRANSLATION = _("The same in the language of the office")
BESIDE = _("It stands beside people’s own words, never instead of them.")


class OwnWords(forms.Form):
    """Words of people, a translation beside them, and the groups that said them."""

    words = own_words(
        _("In people’s own words"),
        help_text=_("As people say it, in their language. Never who said it, never a child."),
    )
    translation = own_words(TRANSLATION, required=False, help_text=BESIDE)
    voices = voices_field(_("Who said it"))

    def clean_voices(self) -> list[Voice]:
        """In their steady order, so that the same groups are the same words."""
        return in_order(self.cleaned_data["voices"])


class RecordHarm(DeedForm, OwnWords):
    """People name what hurts children."""

    deed = Deed.RECORD_HARM
    about = Community
    operation = staticmethod(operations.record_harm)
    heading = _("Record a harm in people’s own words")
    lead = _("What hurts children here, as people name it. Nobody’s list stands behind it.")

    record: Community
    gathering = gathering_field()

    def fit(self) -> None:
        fit_gathering(self, self.record)


class CorrectHarm(Correction, OwnWords):
    """What was recorded of a harm is put right."""

    deed = Deed.CORRECT_HARM
    about = Harm
    operation = staticmethod(operations.correct_harm)
    heading = _("Correct this harm")


class PracticeFields(OwnWords):
    """What is told of something that people already do."""

    who = line(
        _("Who does it"),
        required=False,
        help_text=_("Neighbours, the boatman, teachers: a role, not a name."),
    )


class RecordProtectivePractice(DeedForm, PracticeFields):
    """People tell what they already do for children."""

    deed = Deed.RECORD_PROTECTIVE_PRACTICE
    about = Community
    operation = staticmethod(operations.record_protective_practice)
    heading = _("Record what people already do")
    lead = _(
        "A lost child guided home, a drop-out back at school: worth telling, whoever did it."
    )

    record: Community
    gathering = gathering_field()

    def fit(self) -> None:
        fit_gathering(self, self.record)


class CorrectProtectivePractice(Correction, PracticeFields):
    """What was recorded of a practice is put right."""

    deed = Deed.CORRECT_PROTECTIVE_PRACTICE
    about = ProtectivePractice
    operation = staticmethod(operations.correct_protective_practice)
    heading = _("Correct what people already do")


class RecordFinding(DeedForm, OwnWords):
    """Something was learned."""

    deed = Deed.RECORD_FINDING
    about = Community
    operation = staticmethod(operations.record_finding)
    heading = _("Record a finding")
    lead = _(
        "What was learned belongs to the community, and is owed back until it has returned."
    )


class CorrectFinding(Correction, OwnWords):
    """The words of a finding are put right."""

    deed = Deed.CORRECT_FINDING
    about = Finding
    operation = staticmethod(operations.correct_finding)
    heading = _("Correct this finding")


class ReturnFindings(DeedForm):
    """Findings go back to the community."""

    deed = Deed.RETURN_FINDINGS
    about = Community
    operation = staticmethod(operations.return_findings)
    heading = _("Return findings to the community")
    lead = _("Do people find themselves in them? What they say is what counts.")

    record: Community
    findings = forms.ModelMultipleChoiceField(
        label=_("Which findings"),
        queryset=Finding.objects.none(),
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those not yet brought back come first."),
    )
    gathering = gathering_field()
    when = RoughDateField()
    how = forms.ChoiceField(
        label=_("How they were told"),
        choices=ReturnOfFindings.How.choices,
        widget=forms.RadioSelect,
    )
    answer = forms.ChoiceField(
        label=_("What people answered"),
        choices=ReturnOfFindings.Answer.choices,
        widget=forms.RadioSelect,
    )
    what_people_said = own_words(
        _("What people said"),
        required=False,
        help_text=_("What they put right, what they added, what they do not see as theirs."),
    )

    def fit(self) -> None:
        fit_gathering(self, self.record)
        findings = Finding.objects.visible_to(self.by).filter(community=self.record)
        self.fields["findings"].queryset = findings.with_answers().order_by("-is_owed", "pk")  # type: ignore[attr-defined]
