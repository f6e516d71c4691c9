"""What is filled in before a community is erased."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import Community
from kinbridge.people.deeds import DeedForm, line
from kinbridge.people.roles import Deed
from kinbridge.reports import operations


class EraseCommunity(DeedForm):
    """A community asks that nothing of it be kept, or its work has ended."""

    deed = Deed.ERASE_COMMUNITY
    about = Community
    operation = staticmethod(operations.erase_community)
    heading = _("Erase this community")
    lead = _(
        "Everything recorded about it goes, on this server and on every phone at its next "
        "contact; nobody can bring it back. In its journal the digests stay, without words. "
        "Copies in backups go as these do; paper stays with whoever holds it."
    )
    submit = _("Erase everything")
    unguarded = frozenset({"name"})

    asked_by = forms.ChoiceField(
        label=_("At whose word"),
        choices=[
            ("community", _("the community asks for it")),
            ("ended", _("the work has ended, and the community knows")),
            ("law", _("the law asks for it")),
        ],
        widget=forms.RadioSelect,
    )
    has_its_copy = forms.BooleanField(
        label=_("The community has its book and its file, or does not want them.")
    )
    name = line(_("The name of the community, typed once more"), longest=120)

    record: Community

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if name != self.record.name:
            raise forms.ValidationError(_("This is not its name. Is it the right community?"))
        return name

    def fields_told(self) -> dict[str, object]:
        return {"asked_by": self.cleaned_data["asked_by"]}
