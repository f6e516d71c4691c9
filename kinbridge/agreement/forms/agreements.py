"""What is filled in about an agreement, by those who accompany and by the offices."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.agreement import operations
from kinbridge.agreement.content import CLAUSES
from kinbridge.agreement.models import (
    Agreement,
    Commitment,
    Draft,
    ReadBack,
    Report,
    Signature,
)
from kinbridge.agreement.queries import Heard, heard, silent_sides
from kinbridge.community.models import attachable
from kinbridge.community.voices import Voice
from kinbridge.dialogue.forms import fit_side, side_field
from kinbridge.dialogue.models import Dialogue
from kinbridge.dialogue.sides import Side, choices, spoken_for_by
from kinbridge.foundation.rough_dates import RoughDateField
from kinbridge.foundation.sounds import clean_sound
from kinbridge.people.deeds import Correction, DeedForm, line
from kinbridge.people.deeds import words as own_words
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from kinbridge.sync.attaching import BringsAFile, FileField

_TRANSLATED = _("Translation")


class AgreementTexts(forms.Form):
    """The text of an agreement, in the office's language and in a second one."""

    second_language = line(
        _("Second language (code, such as kri or tem)"),
        longest=8,
        help_text=_("The first is the language of the office; the second what people speak."),
    )
    title = line(_("Title"))
    title_translation = line(_TRANSLATED, required=False)
    purpose = own_words(_("What this agreement is for"))
    purpose_translation = own_words(_TRANSLATED, required=False)
    safeguards = own_words(
        _("How children are kept safe"),
        help_text=_("What is never told to others, who is never alone with a child."),
    )
    safeguards_translation = own_words(_TRANSLATED, required=False)
    disputes = own_words(_("What both do if they disagree"))
    disputes_translation = own_words(_TRANSLATED, required=False)
    leaving = own_words(_("How either side can leave"))
    leaving_translation = own_words(_TRANSLATED, required=False)
    review = RoughDateField(label=_("When both look at it again"), future=True)
    prevailing = forms.ChoiceField(
        label=_("Which text counts where the two differ?"),
        choices=Agreement.Prevailing.choices,
        widget=forms.RadioSelect,
    )

    @property
    def pairs(self) -> list[list[forms.BoundField]]:
        """The fields as they stand on the page: a text, and beside it the same translated."""
        names = [name for name in AgreementTexts.base_fields if "_translation" not in name]
        beside = {name: f"{name}_translation" for name in CLAUSES}
        return [[self[part] for part in (name, beside.get(name)) if part] for name in names]


class DraftAgreement(DeedForm, AgreementTexts):
    """What the sides of a dialogue could promise one another is written down."""

    deed = Deed.DRAFT_AGREEMENT
    about = Dialogue
    operation = staticmethod(operations.draft_agreement)
    heading = _("Draft an agreement")
    lead = _("A first wording, to be read back and changed. Nobody is bound by it.")
    template = "agreement/text.html"
    leads_on = True

    def fit(self) -> None:
        community = self.record.community  # type: ignore[attr-defined]
        self.initial.setdefault("second_language", community.language)

    @classmethod
    def is_open_for(cls, record: Dialogue) -> bool:
        return not record.is_closed


class ChangeDraft(Correction, AgreementTexts):
    """The working text is changed."""

    deed = Deed.CHANGE_DRAFT
    about = Agreement
    operation = staticmethod(operations.change_draft)
    heading = _("Change the text")
    lead = _("Drafts that were put forward before stay as they are.")
    template = "agreement/text.html"

    @classmethod
    def is_open_for(cls, record: Agreement) -> bool:
        return record.is_open_to_change


class CommitmentFields(forms.Form):
    """What one side would do."""

    what = own_words(_("What they will do"))
    what_translation = own_words(_TRANSLATED, required=False)
    who = line(_("Who"), help_text=_("A role or group: the nurse in charge, the youth group."))
    how_often = line(
        _("How often, where"), help_text=_("Every second Saturday, at the clinic.")
    )
    until = line(_("Until when"), required=False)
    needs = line(_("What it needs"), required=False, longest=400)


class AddCommitment(DeedForm, CommitmentFields):
    """One side says what it will do."""

    deed = Deed.ADD_COMMITMENT
    about = Agreement
    operation = staticmethod(operations.add_commitment)
    heading = _("Add a commitment")
    lead = _("Small and sure is better than large. Nobody is paid for coming.")

    side = side_field(_("Who promises?"))

    field_order = ("side",)

    def fit(self) -> None:
        fit_side(self, self.record)  # type: ignore[arg-type]

    @classmethod
    def is_open_for(cls, record: Agreement) -> bool:
        return record.is_open_to_change


class OfOwnSide(DeedForm):
    """A deed about a commitment that only its own side, or who writes for it, may do."""

    @classmethod
    def is_open_for(cls, record: Commitment) -> bool:
        return record.agreement.is_open_to_change and not record.is_dropped

    @classmethod
    def may_be_done_by(cls, person: Person, record: Any) -> bool:
        own = spoken_for_by(person, record.community, record.sides)
        mine = record.side in {side.key for side in own}
        return mine and super().may_be_done_by(person, record)


class ChangeCommitment(OfOwnSide, Correction, CommitmentFields):
    """The words of a commitment are changed."""

    deed = Deed.CHANGE_COMMITMENT
    about = Commitment
    operation = staticmethod(operations.change_commitment)
    heading = _("Change this commitment")


class DropCommitment(OfOwnSide):
    """A commitment is taken out of the text."""

    deed = Deed.DROP_COMMITMENT
    about = Commitment
    operation = staticmethod(operations.drop_commitment)
    heading = _("Take this commitment out")
    lead = _("It stays on record, with your reason.")

    why = own_words(_("Why"))


class PutForwardDraft(DeedForm):
    """The text is frozen as the next draft."""

    deed = Deed.PUT_FORWARD_DRAFT
    about = Agreement
    operation = staticmethod(operations.put_forward_draft)
    heading = _("Put this draft forward")
    lead = _("The text is frozen as it stands, to be read back to each group and signed.")
    template = "agreement/put_forward.html"

    record: Agreement

    words = own_words(
        _("What you say with it"), help_text=_("What changed, what is still open.")
    )

    @cached_property
    def silent(self) -> list[Side]:
        """The sides that promise nothing in this text. Two queries."""
        return silent_sides(self.record)

    @classmethod
    def is_open_for(cls, record: Agreement) -> bool:
        return record.is_open_to_change


attachable(Draft)


class AddReading(BringsAFile):
    """An adult reads the text aloud, so that whoever does not read can hear it again."""

    deed = Deed.ADD_READING
    about = Draft
    operation = staticmethod(operations.add_reading)
    heading = _("Add a recording of the text read aloud")
    lead = _(
        "An adult reads out this draft, from the first word to the last, and nothing else: "
        "no talk about people. What the phone wrote beside the sound is taken out."
    )

    reading = FileField(
        label=_("Recording"),
        cleaner=clean_sound,
        accept="audio/mp4,audio/x-m4a,audio/3gpp,audio/mpeg,.m4a,.3gp,.mp3",
        help_text=_("M4A, 3GP or MP3, 8 MB at most."),
    )
    words = line(_("In which language"), required=False)
    field_order = ["reading", "words", "nobody"]


class ReadBackDraft(DeedForm):
    """A draft was read aloud to a group or a side."""

    deed = Deed.READ_BACK_DRAFT
    about = Draft
    operation = staticmethod(operations.read_back_draft)
    heading = _("Record that it was read back")
    lead = _("Read aloud in the language people speak, to each group by itself.")

    voice = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect)
    answer = forms.ChoiceField(
        label=_("What did they answer?"),
        choices=ReadBack.Answer.choices,
        widget=forms.RadioSelect,
    )
    what_they_said = own_words(
        _("What they said"), help_text=_("In their words. Never who said it.")
    )
    when = RoughDateField()

    def fit(self) -> None:
        sides = choices(self.record.sides)  # type: ignore[attr-defined]
        self.fields["voice"].choices = [*Voice.choices, *sides]  # type: ignore[attr-defined]


class SignAgreement(DeedForm):
    """A role signs for its side."""

    deed = Deed.SIGN_AGREEMENT
    about = Draft
    operation = staticmethod(operations.sign_agreement)
    heading = _("Record a signature")
    lead = _("That a role signed, never a name. The mark itself stays on the paper.")
    template = "agreement/sign.html"

    record: Draft

    side = side_field(_("For which side?"))
    role = line(_("Role"), longest=120, help_text=_("Village chief, women’s leader, nurse."))
    how = forms.ChoiceField(
        label=_("How"), choices=Signature.How.choices, widget=forms.RadioSelect
    )
    before = line(
        _("Before whom"), help_text=_("Roles of the adults who saw it: two teachers.")
    )
    when = RoughDateField()

    def fit(self) -> None:
        fit_side(self, self.record)

    @cached_property
    def heard(self) -> list[Heard]:
        """Who has heard this draft, before a signature is recorded. One query."""
        return heard(self.record)

    @property
    def not_heard(self) -> list[Heard]:
        """The groups and sides that have not heard it."""
        return [group for group in self.heard if not group.answers]

    @property
    def disagreeing(self) -> list[Heard]:
        """Those whose latest answer is no, or that they want changes."""
        return [group for group in self.heard if group.disagrees]

    @classmethod
    def is_open_for(cls, record: Draft) -> bool:
        agreement = record.agreement
        return not agreement.has_ended and agreement.latest_draft == record


class ReportOnCommitment(DeedForm):
    """One side tells how a commitment is kept."""

    deed = Deed.REPORT_ON_COMMITMENT
    about = Commitment
    operation = staticmethod(operations.report_on_commitment)
    heading = _("Report on this commitment")
    lead = _("As your side sees it. If the other side sees it differently, both stand.")

    side = side_field(_("Which side says so?"))
    state = forms.ChoiceField(
        label=_("Was it kept?"), choices=Report.Kept.choices, widget=forms.RadioSelect
    )
    why = own_words(_("Why, and what would help"))
    when = RoughDateField(label=_("As of when"))

    def fit(self) -> None:
        fit_side(self, self.record)  # type: ignore[arg-type]

    @classmethod
    def is_open_for(cls, record: Commitment) -> bool:
        return bool(record.agreement.in_force) and not record.is_dropped


class OfSignedAgreement(DeedForm):
    """A deed that makes sense once every side has signed."""

    @classmethod
    def is_open_for(cls, record: Agreement) -> bool:
        return bool(record.in_force) and not record.has_ended


class ReviewAgreement(OfSignedAgreement):
    """Both sides looked at it again."""

    deed = Deed.REVIEW_AGREEMENT
    about = Agreement
    operation = staticmethod(operations.review_agreement)
    heading = _("Record a review")
    lead = _("The last deed of a review: what was recorded at its points is its minutes.")
    leads_on = True

    when = RoughDateField()
    words = own_words(
        _("What both sides said"),
        help_text=_("What fits none of the points of the agenda; empty, where all did."),
        required=False,
        rows=5,
    )
    next_review = RoughDateField(label=_("When they look at it again"), future=True)


class RenewAgreement(OfSignedAgreement):
    """Both sides begin a new agreement from this one."""

    deed = Deed.RENEW_AGREEMENT
    about = Agreement
    operation = staticmethod(operations.renew_agreement)
    heading = _("Renew this agreement")
    lead = _("A new text begins with the words of this one. This one counts until both sign.")
    leads_on = True

    words = own_words(_("Why, and what should change"))
    when = RoughDateField()


class EndAgreement(DeedForm):
    """A side leaves."""

    deed = Deed.END_AGREEMENT
    about = Agreement
    operation = staticmethod(operations.end_agreement)
    heading = _("End this agreement")
    lead = _("Either side may leave, as the text says. What was kept stays on record.")

    side = side_field(_("Which side ends it?"))
    words = own_words(_("What they say about it"))
    when = RoughDateField()

    def fit(self) -> None:
        fit_side(self, self.record)  # type: ignore[arg-type]

    @classmethod
    def is_open_for(cls, record: Agreement) -> bool:
        return not record.has_ended
