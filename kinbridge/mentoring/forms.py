"""What a mentor or facilitator fills in about openings and in the own notebook."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import Accompaniment, Community
from kinbridge.foundation.rough_dates import RoughDateField
from kinbridge.mentoring import operations
from kinbridge.mentoring.models import Reflection, SharedLine
from kinbridge.people.deeds import DeedForm, line
from kinbridge.people.deeds import words as own_words
from kinbridge.people.forms import passphrase_field
from kinbridge.people.models import Person
from kinbridge.people.passphrases import one_spelling
from kinbridge.people.roles import Deed, Role
from kinbridge.places.models import Area


class RecordOpening(DeedForm):
    """An office can be moved about now."""

    deed = Deed.RECORD_OPENING
    about = Area
    operation = staticmethod(operations.record_opening)
    heading = _("Record an opening")
    lead = _("The district plan is being written, a new officer has come, a budget is opened.")

    words = own_words(_("What is open, and for what"))
    when = RoughDateField(label=_("From when"), future=True)
    until = forms.DateField(
        label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError(_("This day has passed."))
        return until


class BeginNotebook(forms.Form):
    """Words that only the writer knows."""

    words = passphrase_field(
        _("Words that only you know"),
        new=True,
        help_text=_(
            "At least 15 characters, and not your passphrase. Nobody can look them up."
        ),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_words(self) -> str:
        words = one_spelling(self.cleaned_data["words"])
        validate_password(words, self.person)
        if self.person.check_password(words):
            raise forms.ValidationError(_("This is your passphrase. Take other words here."))
        return words


class OpenNotebook(forms.Form):
    """The words, to read."""

    words = passphrase_field(_("The words that open it"))


class WriteReflection(DeedForm):
    """A page of the own notebook."""

    deed = Deed.WRITE_REFLECTION
    about = Community
    operation = staticmethod(operations.write_reflection)
    heading = _("Write in my notebook")
    lead = _(
        "Sealed before it is kept: you alone can read it. What surprised you? What did you do "
        "that somebody from here could have done?"
    )
    is_private = True

    words = own_words(_("What you want to remember"), rows=8)


class TearOutReflection(DeedForm):
    """A page goes for good."""

    deed = Deed.TEAR_OUT_REFLECTION
    about = Reflection
    operation = staticmethod(operations.tear_out_reflection)
    heading = _("Tear this page out")
    lead = _("It is gone for good.")
    submit = _("Tear it out")


class ShareLine(DeedForm):
    """A line for one mentor."""

    deed = Deed.SHARE_LINE
    about = Community
    operation = staticmethod(operations.share_line)
    heading = _("Share a line with a mentor")
    lead = _("Only this mentor reads it. No manager does.")
    is_private = True

    words = line(_("The line"), longest=400)
    mentor = forms.ModelChoiceField(
        label=_("With whom"), queryset=Person.objects.none(), to_field_name="key"
    )

    def fit(self) -> None:
        assert isinstance(self.record, Community)  # noqa: S101 - ``about``
        walking = Accompaniment.objects.now().filter(community=self.record, role=Role.MENTOR)
        mentors = Person.objects.filter(pk__in=walking.values("person"))
        self.fields["mentor"].queryset = mentors.exclude(pk=self.by.pk)  # type: ignore[attr-defined]


class TakeBackLine(DeedForm):
    """A shared line is taken back."""

    deed = Deed.TAKE_BACK_LINE
    about = SharedLine
    operation = staticmethod(operations.take_back_line)
    heading = _("Take this line back")
    submit = _("Take it back")

    @classmethod
    def may_be_done_by(cls, person: Person, record: SharedLine) -> bool:
        return record.writer_id == person.pk and super().may_be_done_by(person, record)
