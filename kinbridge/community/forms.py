"""What a facilitator fills in about a community and its gatherings."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kinbridge.community import operations
from kinbridge.community.models import (
    ACCOMPANYING,
    Accompaniment,
    Attachment,
    Community,
    Gathering,
    Pause,
)
from kinbridge.community.voices import WHOLE, Voice
from kinbridge.foundation.pictures import clean_photo
from kinbridge.foundation.rough_dates import RoughDateField
from kinbridge.people.deeds import Correction, DeedForm, count, line, words
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area
from kinbridge.sync.attaching import BringsAFile, FileField


class WelcomeCommunity(DeedForm):
    """A community is welcomed in a place."""

    deed = Deed.WELCOME_COMMUNITY
    about = Area
    operation = staticmethod(operations.welcome_community)
    heading = _("Welcome a community")
    lead = _("The body that decides together: a village, or a cluster of villages.")
    unguarded = frozenset({"name"})
    leads_on = True

    name = line(_("Name"), longest=120)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Community.Kind.choices, widget=forms.RadioSelect
    )
    language = line(_("Language people speak (code, such as kri or tem)"), longest=8)
    office_language = line(_("Language of the office (code)"), longest=8)
    cluster = forms.ModelChoiceField(
        label=_("Part of the cluster"),
        queryset=Community.objects.none(),
        required=False,
        to_field_name="key",
    )

    def fit(self) -> None:
        visible = Community.objects.visible_to(self.by)
        self.fields["cluster"].queryset = visible.filter(  # type: ignore[attr-defined]
            kind=Community.Kind.CLUSTER
        )


class Accompany(DeedForm):
    """Somebody walks with a community."""

    deed = Deed.ACCOMPANY
    about = Community
    operation = staticmethod(operations.accompany)
    heading = _("Say who accompanies this community")

    person = forms.ModelChoiceField(
        label=_("Who"), queryset=Person.objects.none(), to_field_name="key"
    )
    role = forms.ChoiceField(
        label=_("As"),
        choices=[(role.value, role.label) for role in sorted(ACCOMPANYING)],
        widget=forms.RadioSelect,
    )

    def fit(self) -> None:
        people = Person.objects.visible_to(self.by).filter(all_grants__role__in=ACCOMPANYING)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class EndAccompaniment(DeedForm):
    """An accompaniment ends."""

    deed = Deed.END_ACCOMPANIMENT
    about = Accompaniment
    operation = staticmethod(operations.end_accompaniment)
    heading = _("End this accompaniment")

    @classmethod
    def is_open_for(cls, record: Accompaniment) -> bool:
        return record.ended_at is None


class GatheringFields(forms.Form):
    """What is told of a gathering."""

    kind = forms.ChoiceField(
        label=_("How did people come together?"),
        choices=Gathering.Kind.choices,
        widget=forms.RadioSelect,
    )
    when = RoughDateField()
    where = line(_("Where"), help_text=_("In words people use: under the cotton tree."))
    language = line(_("Language spoken"), required=False, longest=40)
    girls = count(_("Girls"))
    boys = count(_("Boys"))
    women = count(_("Women"))
    men = count(_("Men"))
    elders = count(_("of whom elders"))
    people_with_disabilities = count(_("of whom people with disabilities"))
    what_was_said = words(
        _("What was said"),
        required=False,
        rows=6,
        help_text=_("The themes, in people’s own words. Never who said it, never a child."),
    )


class RecordGathering(DeedForm, GatheringFields):
    """People came together."""

    deed = Deed.RECORD_GATHERING
    about = Community
    operation = staticmethod(operations.record_gathering)
    heading = _("Record a gathering")
    lead = _("Counts by group, never names of who came. It is no matter if it was weeks ago.")

    def clean(self) -> dict[str, Any]:
        return _with_counts(self, super().clean())


class CorrectGathering(Correction, GatheringFields):
    """What was recorded of a gathering is put right."""

    deed = Deed.CORRECT_GATHERING
    about = Gathering
    operation = staticmethod(operations.correct_gathering)
    heading = _("Correct this gathering")

    def clean(self) -> dict[str, Any]:
        return _with_counts(self, super().clean())


def _with_counts(form: DeedForm, cleaned: dict[str, Any]) -> dict[str, Any]:
    """An empty count is nobody; those "of whom" cannot be more than all together."""
    for voice in Voice:
        cleaned[voice.value] = cleaned.get(voice.value) or 0
    total = sum(cleaned[voice.value] for voice in WHOLE)
    for voice in (Voice.ELDERS, Voice.PEOPLE_WITH_DISABILITIES):
        if cleaned[voice.value] > total:
            form.add_error(
                voice.value, _("These are among the others: not more than all together.")
            )
    return cleaned


class BeginPause(DeedForm):
    """The community rests from this."""

    deed = Deed.BEGIN_PAUSE
    about = Community
    operation = staticmethod(operations.begin_pause)
    heading = _("Note a pause")
    lead = _("Harvest, rain, mourning, an outbreak. A pause is never late.")

    reason = line(_("Why"))
    when = RoughDateField(label=_("Since when"))


class EndPause(DeedForm):
    """The community takes it up again."""

    deed = Deed.END_PAUSE
    about = Pause
    operation = staticmethod(operations.end_pause)
    heading = _("End this pause")

    when = RoughDateField(label=_("Since when they go on"))

    @classmethod
    def is_open_for(cls, record: Pause) -> bool:
        return not record.is_over


class GatheringChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of a gathering, told with what tells it from the others: also where it was."""

    def label_from_instance(self, obj: Gathering) -> str:
        return gettext(", ").join([str(obj), obj.where])


def gathering_field() -> GatheringChoice:
    """A choice of one of the community's gatherings; fitted by ``fit_gathering``."""
    return GatheringChoice(
        label=_("At which gathering"),
        queryset=Gathering.objects.none(),
        required=False,
        to_field_name="key",
    )


def fit_gathering(form: DeedForm, community: Community) -> None:
    """Offer the community's gatherings, the latest first."""
    gatherings = Gathering.objects.visible_to(form.by).filter(community=community)
    form.fields["gathering"].queryset = gatherings.order_by("-when_sorts_on", "-pk")  # type: ignore[attr-defined]


class AddPhoto(BringsAFile):
    """A flip chart is photographed, so that it is not lost."""

    deed = Deed.ADD_PHOTO
    about = Gathering
    operation = staticmethod(operations.add_photo)
    heading = _("Add a photo of a flip chart")
    lead = _(
        "Of what was drawn or written together, never of people. Place, time and phone are "
        "taken out of it."
    )

    photo = FileField(
        label=_("Photo"),
        cleaner=clean_photo,
        accept="image/jpeg,image/png,image/webp",
        help_text=_("JPEG, PNG or WebP, 8 MB at most."),
    )
    words = line(_("What it shows"), required=False)
    field_order = ["photo", "words", "nobody"]


class RemoveAttachment(DeedForm):
    """It should not be here, or is not needed any more."""

    deed = Deed.REMOVE_ATTACHMENT
    about = Attachment
    operation = staticmethod(operations.remove_attachment)
    heading = _("Remove it")
    lead = _("The file is deleted. That it was here, and was removed, stays in the journal.")
    submit = _("Remove it")
