"""Saying who knows a helper, and how far it is to them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kinbridge.directory.models import Helper
from kinbridge.foundation.errors import Invalid
from kinbridge.foundation.transactions import whole
from kinbridge.journal.operations import enter
from kinbridge.linkage.models import Journey, Linkage, Tie
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed


class KnowsItself(Invalid):
    """A helper cannot be the way to itself."""


@whole
def add_tie(
    *,
    linkage: Linkage,
    who: str,
    knower: Helper | None = None,
    kind: str = "",
    act: Act,
    **told: Any,
) -> Tie:
    """Record who knows the helper: a role or group here, or another helper.

    ``told``: how well, since when, in what words.

    Raises: KnowsItself.
    """
    if knower == linkage.helper:
        raise KnowsItself(_("Choose somebody else than the helper itself."), field="knower")
    ends = [knower, linkage.helper]
    tie = Tie.objects.create(
        key=act.key,
        community=linkage.community,
        helper=linkage.helper,
        knower=knower,
        who="" if knower else who,
        kind=kind or Tie.Kind.KNOWS,
        is_shared=all(end is not None and end.is_formal and end.is_public for end in ends),
        **told,
    )
    enter(stream=linkage.community.stream, deed=Deed.ADD_TIE, about=tie, act=act)
    return tie


@whole
def tell_journey(
    *, linkage: Linkage, by_means: str, minutes: int, words: str, act: Act
) -> Journey:
    """Record how people of the community get to a helper, and how long it takes them."""
    journey = Journey.objects.create(
        key=act.key,
        community=linkage.community,
        helper=linkage.helper,
        by_means=by_means,
        minutes=minutes,
        words=words,
        told_at=act.at,
    )
    enter(stream=linkage.community.stream, deed=Deed.TELL_JOURNEY, about=journey, act=act)
    return journey
