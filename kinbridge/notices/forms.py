"""What is filled in about notices: how to be reached, and what was done about a message."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kinbridge.notices import operations
from kinbridge.notices.models import Message
from kinbridge.notices.telephone import home, spelt
from kinbridge.people.deeds import DeedForm, line
from kinbridge.people.roles import Deed


class TelephoneField(forms.CharField):
    """A telephone number, in the one spelling that gateways want."""

    def __init__(self, **kwargs: object) -> None:
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr"})
        super().__init__(max_length=40, widget=widget, **kwargs)  # type: ignore[arg-type]

    def clean(self, value: str) -> str:
        told = super().clean(value)
        number = spelt(told, home()) if told else ""
        if told and not number:
            raise ValidationError(
                _("This is no telephone number. With the country code, such as +232 …")
            )
        return number


class AddNumber(forms.Form):
    """A number of one's own, for SMS."""

    sms = TelephoneField(label=_("Your telephone number"))


class AddMail(forms.Form):
    """An e-mail address of one's own."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ConfirmContact(forms.Form):
    """The figures that were sent."""

    code = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label=_("The six figures that were sent to it"),
        error_messages={"invalid": _("Six figures, as they stand in the message.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class LookAtMessage(DeedForm):
    """A person looked at a message that nothing understood."""

    deed = Deed.LOOK_AT_MESSAGE
    about = Message
    operation = staticmethod(operations.look_at_message)
    heading = _("Say what was done about it")
    lead = _(
        "Somebody wrote to us and waits. If it tells of harm to a child, act first: Now says "
        "how. What they wrote is deleted 30 days after you answer here."
    )
    template = "notices/look_at_message.html"

    what_was_done = line(
        _("What was done"), help_text=_("Called back; it was a wrong number; passed on.")
    )

    @classmethod
    def is_open_for(cls, record: Message) -> bool:
        return record.state == Message.State.UNKNOWN
