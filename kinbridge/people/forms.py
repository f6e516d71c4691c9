"""What a person fills in to sign in, and in their own account."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Text
from kinbridge.people.models import Person
from kinbridge.people.passphrases import one_spelling
from kinbridge.people.sign_in import passphrase_fits

LONGEST = 128
_TYPED = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}


def passphrase_field(
    label: Text, *, new: bool = False, help_text: Text = ""
) -> forms.CharField:
    """A passphrase, as it was typed: spaces at its ends count."""
    told = {"autocomplete": "new-password" if new else "current-password", **_TYPED}
    widget = forms.TextInput(attrs=told) if new else forms.PasswordInput(attrs=told)
    return forms.CharField(
        label=label, max_length=LONGEST, strip=False, widget=widget, help_text=help_text
    )


class SignIn(forms.Form):
    """Name and passphrase."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True, **_TYPED}),
    )
    password = passphrase_field(_("Passphrase"))


class SecondStep(forms.Form):
    """A code from the app or from paper."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits from your app, or a recovery code from paper."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, **_TYPED}
        ),
    )


def _in_their_own_words() -> list[tuple[str, str]]:
    """The languages of the pages, each as its speakers call it."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


class AboutMe(forms.Form):
    """The own name and language."""

    display_name = forms.CharField(
        label=_("Working name"),
        max_length=80,
        help_text=_("How you appear beside what you record: your role and place will do."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=_in_their_own_words)


class NewPassphrase(forms.Form):
    """A new passphrase, shown as it is typed: there is nothing to repeat."""

    new = passphrase_field(
        _("New passphrase"),
        new=True,
        help_text=_("At least 15 characters: a few words that only you would put together."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_new(self) -> str:
        passphrase = one_spelling(self.cleaned_data["new"])
        validate_password(passphrase, self.person)
        return passphrase


class Again(forms.Form):
    """The passphrase once more, before something that protects the account changes."""

    passphrase = passphrase_field(
        _("Your passphrase"), help_text=_("Once more, because this protects your account.")
    )

    def proves(self, person: Person) -> bool:
        """Whether it is the person's passphrase; else its field says so. Raises: PleaseWait."""
        if passphrase_fits(person, self.cleaned_data["passphrase"], at=timezone.now()):
            return True
        self.add_error("passphrase", _("This is not your passphrase."))
        return False


class ChangePassphrase(NewPassphrase, Again):
    """From the old passphrase to a new one."""

    field_order = ["passphrase", "new"]


class ConfirmCodes(forms.Form):
    """The first code of an app."""

    code = forms.CharField(
        label=_("The code your app shows now"),
        max_length=10,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", **_TYPED}
        ),
    )

    def clean_code(self) -> str:
        code = "".join(str(self.cleaned_data["code"]).split())
        if not code.isdigit():
            raise ValidationError(_("The code is six digits."))
        return code


class NewPasskey(Again):
    """A name for a passkey, so that it can be told from others."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        max_length=60,
        help_text=_("Where it is kept: my phone, the key on my ring."),
    )
    answer = forms.CharField(required=False, max_length=20000, widget=forms.HiddenInput)
    field_order = ["name", "passphrase"]
