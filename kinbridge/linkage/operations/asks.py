"""Sending the community's ask, and the office's answer to it."""

from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.goals.deciders import check_decider
from kinbridge.journal.operations import enter
from kinbridge.linkage.models import Ask, AskAnswer, Linkage, State
from kinbridge.linkage.operations.moving import HasEnded, locked, move
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed


@whole
def send_ask(
    *,
    linkage: Linkage,
    words: str,
    deciding_body: str,
    deciding_body_words: str,
    when: RoughDate,
    act: Act,
) -> Ask:
    """Record that the community decided to send its ask: from now on the office sees it.

    A linkage that was only named, or is resting, is then asked; a later state stays.

    Raises: HasEnded; NotOfTheCommunity, where an outsider is entered as the decider.
    """
    check_decider(deciding_body=deciding_body, deciding_body_words=deciding_body_words)
    state = locked(linkage=linkage).state
    if state == State.ENDED:
        raise HasEnded(_("This has ended. Take it up again first."))
    if state in {State.NAMED, State.RESTING}:
        move(linkage=linkage, state=State.ASKED, act=act, words="", when=when)
    ask = Ask.objects.create(
        key=act.key,
        linkage=linkage,
        words=words,
        goal_words=linkage.goal.words,
        goal_translation=linkage.goal.translation,
        deciding_body=deciding_body,
        deciding_body_words=deciding_body_words,
        **when.columns(otherwise=act.at.date()),
    )
    enter(stream=linkage.community.stream, deed=Deed.SEND_ASK, about=ask, act=act)
    return ask


@whole
def answer_ask(*, ask: Ask, answer: str, words: str, act: Act) -> AskAnswer:
    """Record what the office answered. What then follows, the community and its mentor say."""
    made = AskAnswer.objects.create(
        key=act.key, ask=ask, answer=answer, words=words, by=act.by, answered_at=act.at
    )
    Ask.objects.filter(pk=ask.pk).update(is_answered=True)
    enter(stream=ask.community.stream, deed=Deed.ANSWER_ASK, about=made, act=act)
    return made
