"""What is filled in about the days of a promise, and about who is reminded of them."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from kinbridge.agreement import operations
from kinbridge.agreement.models import Agreement, Commitment, Responsible, Rhythm
from kinbridge.agreement.models.rhythm import LONGEST_WORDING
from kinbridge.agreement.recurring import NTH, Pattern
from kinbridge.dialogue.forms import fit_side, side_field
from kinbridge.dialogue.sides import Side, spoken_for_by
from kinbridge.foundation.rough_dates import RoughDateField
from kinbridge.notices.forms import TelephoneField
from kinbridge.notices.words import faults
from kinbridge.people.deeds import DeedForm, line
from kinbridge.people.deeds import words as own_words
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed


def _number(label: Any, last: int, first: int = 1, help_text: Any = "") -> forms.Field:
    return forms.TypedChoiceField(
        label=label,
        choices=[(n, str(n)) for n in range(first, last + 1)],
        coerce=int,
        initial=first,
        help_text=help_text,
    )


def _day(label: Any, *, required: bool, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class SetRhythm(DeedForm):
    """The days on which a promise comes round, and what a reminder may say."""

    deed = Deed.SET_RHYTHM
    about = Commitment
    operation = staticmethod(operations.set_rhythm)
    heading = _("Say when it comes round")
    lead = _("On these days both sides are reminded, once both have agreed to the wording.")

    side = side_field(_("Which side proposes this?"))
    pattern = forms.ChoiceField(
        label=_("How it repeats"), choices=Pattern.choices, widget=forms.RadioSelect
    )
    every = _number(
        _("Every how many weeks or months"), 12, help_text=_("1: each; 2: every second.")
    )
    weekday = forms.TypedChoiceField(
        label=_("Day of the week"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        help_text=_("Where it falls on a day of the week."),
    )
    nth = forms.TypedChoiceField(
        label=_("Which one of the month"),
        choices=list(NTH.items()),
        coerce=int,
        help_text=_("Where it falls on a day such as the first Saturday."),
    )
    day = _number(
        _("Date"),
        31,
        help_text=_("Where it falls on the same date. In a shorter month, its last day."),
    )
    begins_on = _day(_("From"), required=True)
    until_on = _day(
        _("Until"), required=False, help_text=_("Empty, if it goes on until you end it.")
    )
    days_before = _number(_("Remind how many days before"), 7, first=0)
    words = line(
        _("What the reminder may say"),
        longest=LONGEST_WORDING,
        help_text=_(
            "Both sides must agree to it. Others may read it on the telephone: no child, "
            "nothing that tells what it is about. Such as: Saturday at the school, as agreed."
        ),
    )

    def fit(self) -> None:
        fit_side(self, self.record)  # type: ignore[arg-type]
        known = Rhythm.objects.filter(commitment=self.record).first()  # type: ignore[misc]
        for name in ("pattern", "every", "weekday", "nth", "day", "begins_on", "until_on",
                     "days_before", "words"):  # fmt: skip
            if known:
                self.initial.setdefault(name, getattr(known, name))

    def clean_words(self) -> str:
        told: str = self.cleaned_data["words"]
        found = [word.split(" ")[0] for word in faults(told)]
        if found:
            raise forms.ValidationError(
                _("Say it without: %(words)s. Others may read it.")
                % {"words": ", ".join(found)}
            )
        return told

    @classmethod
    def is_open_for(cls, record: Commitment) -> bool:
        return not record.agreement.has_ended and not record.is_dropped

    @classmethod
    def may_be_done_by(cls, person: Person, record: Any) -> bool:
        return bool(_speaks(person, record)) and super().may_be_done_by(person, record)


def _speaks(person: Person, record: Any) -> list[Side]:
    return spoken_for_by(person, record.community, record.sides)


class AgreeToRhythm(DeedForm):
    """A side agrees to the days and the wording."""

    deed = Deed.AGREE_TO_RHYTHM
    about = Rhythm
    operation = staticmethod(operations.agree_to_rhythm)
    heading = _("Agree to the reminder")
    lead = _("These words may then be sent to whoever is responsible on each side.")
    submit = _("Agree")
    template = "agreement/about_rhythm.html"

    side = side_field(_("Which side agrees?"))

    def fit(self) -> None:
        fit_side(self, self.record)  # type: ignore[arg-type]

    @classmethod
    def is_open_for(cls, record: Rhythm) -> bool:
        said = {yes.side for yes in record.yeses.all()}
        wanted = {side.key for side in record.sides_concerned}
        return record.next_at is not None and bool(wanted - said)


class StopReminding(DeedForm):
    """Nobody is reminded of this promise any more."""

    deed = Deed.STOP_REMINDING
    about = Rhythm
    operation = staticmethod(operations.stop_reminding)
    heading = _("Stop reminding of this")
    lead = _("The promise stands. Only the reminders end.")
    template = "agreement/about_rhythm.html"

    why = own_words(_("Why"))

    @classmethod
    def is_open_for(cls, record: Rhythm) -> bool:
        return record.next_at is not None


def _languages() -> list[tuple[str, str]]:
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


class NameResponsible(DeedForm):
    """Who is reminded for a side, or who is from now on."""

    deed = Deed.NAME_RESPONSIBLE
    about = Agreement
    operation = staticmethod(operations.name_responsible)
    heading = _("Say who is reminded")
    lead = _("A role, and the number its holder gave for this. They need no account.")
    unguarded = frozenset({"number", "email"})
    naming = frozenset({"role"})

    side = side_field(_("For which side?"))
    role = line(
        _("Role"),
        longest=120,
        help_text=_("The nurse in charge, the chair of the women’s group."),
    )
    number = TelephoneField(label=_("Telephone number, for SMS"), required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False, max_length=254)
    language = forms.ChoiceField(label=_("Language of the reminders"), choices=_languages)
    why = line(
        _("If somebody else was named before: why the change?"),
        required=False,
        help_text=_("Such as: the post was filled anew."),
    )
    said_yes = forms.BooleanField(
        label=_("They know what will be sent, and said yes to being reminded there.")
    )

    def fit(self) -> None:
        fit_side(self, self.record)  # type: ignore[arg-type]

    def fields_told(self) -> dict[str, Any]:
        told = super().fields_told()
        told.pop("said_yes")
        return told

    @classmethod
    def is_open_for(cls, record: Agreement) -> bool:
        return not record.has_ended

    @classmethod
    def may_be_done_by(cls, person: Person, record: Any) -> bool:
        return bool(_speaks(person, record)) and super().may_be_done_by(person, record)


class RecordIntroduction(DeedForm):
    """Somebody new in an office was told what the office has promised."""

    deed = Deed.RECORD_INTRODUCTION
    about = Responsible
    operation = staticmethod(operations.record_introduction)
    heading = _("Record the introduction")
    lead = _("Whoever takes over an office takes over its word, once they know it.")

    when = RoughDateField()
    introduction = own_words(_("How they were introduced, and what they said"))

    @classmethod
    def is_open_for(cls, record: Responsible) -> bool:
        return record.ended_at is None and not record.introduced
