"""What comes in by SMS: each message once, offered to whoever may understand it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Conflict
from kinbridge.foundation.transactions import whole
from kinbridge.journal.operations import enter
from kinbridge.notices.gateways.protocol import Incoming
from kinbridge.notices.hooks import who_understands
from kinbridge.notices.models import STREAM, Message
from kinbridge.notices.telephone import home, spelt
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed

LONGEST = 1600  # letters: ten messages joined


class LookedAtBefore(Conflict):
    """Somebody has looked at this message already."""


@whole
def take_message(*, gateway: str, incoming: Incoming, at: datetime) -> Message:
    """Keep a message and let the first part that understands it do what it asks, all in one.

    A gateway that brings the same message again gets the first one back.
    """
    sender = spelt(incoming.sender, home()) or incoming.sender[:40]
    message, is_new = Message.objects.get_or_create(
        gateway=gateway,
        gateway_id=incoming.gateway_id[:120],
        defaults={
            "sender": sender,
            "words": incoming.words.replace("\0", "")[:LONGEST],
            "received_at": at,
        },
    )
    if not is_new:
        return message
    for name, understands in who_understands():
        if understands(message=message, at=at):
            message.state, message.taken_by = Message.State.UNDERSTOOD, name
            message.save(update_fields=["state", "taken_by"])
            break
    return message


@whole
def look_at_message(*, message: Message, what_was_done: str, act: Act) -> Message:
    """A person has looked at a message that nothing understood, and says what was done.

    Raises: LookedAtBefore.
    """
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state != Message.State.UNKNOWN:
        raise LookedAtBefore(_("Somebody has looked at this message before."))
    message.state, message.looked_at = Message.State.LOOKED_AT, act.received_at
    message.what_was_done = what_was_done
    message.save(update_fields=["state", "looked_at", "what_was_done"])
    # Never the sender nor the words: the journal outlives both.
    enter(
        stream=STREAM,
        deed=Deed.LOOK_AT_MESSAGE,
        about=message,
        act=act,
        payload={"what_was_done": what_was_done},
    )
    return message
