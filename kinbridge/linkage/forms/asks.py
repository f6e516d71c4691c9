"""What a community sends to an office, and what the office answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.rough_dates import RoughDateField
from kinbridge.goals.deciders import deciding_body_field, deciding_body_words_field
from kinbridge.linkage import operations
from kinbridge.linkage.models import Ask, AskAnswer, GroupAnswer, Linkage, State
from kinbridge.linkage.queries import warnings_of
from kinbridge.people.deeds import DeedForm, words
from kinbridge.people.roles import Deed


class SendAsk(DeedForm):
    """The community sends its ask."""

    deed = Deed.SEND_ASK
    about = Linkage
    operation = staticmethod(operations.send_ask)
    heading = _("Send the community’s ask")
    lead = _(
        "What the community decided to say, and nothing else, is seen by the office: its "
        "name, the words of its goal, and these words."
    )
    submit = _("Send")
    template = "linkage/send_ask.html"

    words = words(_("What does the community ask?"), rows=5)
    deciding_body = deciding_body_field()
    deciding_body_words = deciding_body_words_field()
    when = RoughDateField(label=_("When was it decided?"))

    @property
    def warned_by(self) -> list[GroupAnswer]:
        """What groups said of whom it would not be safe to ask."""
        linkage: Linkage = self.record  # type: ignore[assignment]
        return warnings_of(linkage)

    @classmethod
    def is_open_for(cls, record: Linkage) -> bool:
        return record.state != State.ENDED


class AnswerAsk(DeedForm):
    """The office answers, at once and in one of few ways."""

    deed = Deed.ANSWER_ASK
    about = Ask
    operation = staticmethod(operations.answer_ask)
    heading = _("Answer")
    lead = _(
        "The community and those who walk with it see your answer. It binds you to nothing."
    )
    submit = _("Send the answer")

    answer = forms.ChoiceField(
        label=_("What does your office answer?"),
        choices=AskAnswer.Answer.choices,
        widget=forms.RadioSelect,
    )
    words = words(_("In words"), required=False)
