"""What lists are narrowed by. Reading only: no deed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.directory.models import Formality
from kinbridge.places.models import Level


class FindHelpers(forms.Form):
    """What the page of helpers is narrowed by."""

    level = forms.ChoiceField(
        label=_("How far"), required=False, choices=[("", _("near and far")), *Level.choices]
    )
    formality = forms.ChoiceField(
        label=_("Formal or not"),
        required=False,
        choices=[("", _("all")), *Formality.choices],
    )
    words = forms.CharField(label=_("Words"), required=False, max_length=80)
