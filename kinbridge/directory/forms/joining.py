"""Saying that two entries are the same, and taking it back."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kinbridge.directory import operations
from kinbridge.directory.forms.choosing import HelperChoice
from kinbridge.directory.models import Helper
from kinbridge.directory.standard import Provider
from kinbridge.people.deeds import DeedForm
from kinbridge.people.roles import Deed

_LEAD = _(
    "The other one stands for both from now on. Nothing is lost: you can part them again."
)
_PART = _("It stands for itself again, as it was.")


class JoinHelpers(DeedForm):
    """Two entries are of the same helper."""

    deed = Deed.JOIN_HELPERS
    about = Helper
    operation = staticmethod(operations.join_helpers)
    heading = _("This is the same as another entry")
    lead = _LEAD

    same_as = HelperChoice(
        label=_("Which one stands for both?"),
        help_text=_("Type how its name begins: an entry of the same place or number."),
    )

    def fit(self) -> None:
        helper: Helper = self.record  # type: ignore[assignment]
        near = Q(area=helper.area_id)
        if helper.phone:
            near |= Q(phone=helper.phone)
        rows = Helper.objects.visible_to(self.by).listed().filter(near).exclude(pk=helper.pk)
        self.fields["same_as"].queryset = rows.order_by("name", "pk")  # type: ignore[attr-defined]

    @classmethod
    def is_open_for(cls, record: Helper) -> bool:
        """Only an entry that stands for itself."""
        return record.joined_with_id is None


class PartHelpers(DeedForm):
    """Two entries are not of the same helper after all."""

    deed = Deed.PART_HELPERS
    about = Helper
    operation = staticmethod(operations.part_helpers)
    heading = _("They are not the same after all")
    lead = _PART
    submit = _("Part them")

    @classmethod
    def is_open_for(cls, record: Helper) -> bool:
        """Only an entry that another stands for."""
        return record.joined_with_id is not None


class JoinProviders(DeedForm):
    """Two organisations are the same."""

    deed = Deed.JOIN_PROVIDERS
    about = Provider
    operation = staticmethod(operations.join_providers)
    heading = _("This is the same as another organisation")
    lead = _LEAD
    same_as = forms.ModelChoiceField(
        label=_("Which one stands for both?"),
        queryset=Provider.objects.none(),
        to_field_name="key",
        help_text=_("Organisations whose names begin alike."),
    )

    def fit(self) -> None:
        provider: Provider = self.record  # type: ignore[assignment]
        begins = provider.folded.split(" ")[0]
        alike = Provider.objects.visible_to(self.by).filter(
            joined_with__isnull=True, folded__startswith=begins
        )
        self.fields["same_as"].queryset = alike.exclude(pk=provider.pk)  # type: ignore[attr-defined]

    @classmethod
    def is_open_for(cls, record: Provider) -> bool:
        """Only one that stands for itself."""
        return record.joined_with_id is None


class PartProviders(DeedForm):
    """Two organisations are not the same after all."""

    deed = Deed.PART_PROVIDERS
    about = Provider
    operation = staticmethod(operations.part_providers)
    heading = _("They are not the same after all")
    lead = _PART
    submit = _("Part them")

    @classmethod
    def is_open_for(cls, record: Provider) -> bool:
        """Only one that another stands for."""
        return record.joined_with_id is not None
