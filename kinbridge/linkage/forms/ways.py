"""Looking for the way to a helper; changes nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import Community
from kinbridge.directory.forms import HelperChoice
from kinbridge.directory.models import Helper
from kinbridge.linkage.forms.choices import around
from kinbridge.people.models import Person


class FindWay(forms.Form):
    """To whom, and around whom."""

    to = HelperChoice(label=_("To whom?"))
    without = forms.ModelMultipleChoiceField(
        queryset=Helper.objects.none(),
        required=False,
        to_field_name="key",
        widget=forms.MultipleHiddenInput,
    )

    def __init__(self, *told: Any, community: Community, by: Person) -> None:
        super().__init__(*told)
        self.fields["to"].queryset = around(community, by)  # type: ignore[attr-defined]
        self.fields["without"].queryset = Helper.objects.visible_to(by)  # type: ignore[attr-defined]

    def told(self) -> tuple[Helper | None, list[Helper]]:
        """The helper looked for, if one was chosen, and those to be avoided."""
        self.is_valid()
        told = getattr(self, "cleaned_data", {})
        return told.get("to"), list(told.get("without") or ())
