"""Recording practices, where they stand, what groups think, by-laws, and what is shared."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kinbridge.agreement.models import Agreement
from kinbridge.community.models import Community
from kinbridge.community.voices import Voice
from kinbridge.foundation.errors import Invalid
from kinbridge.foundation.plain import facts
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.goals.deciders import check_decider
from kinbridge.goals.operations.within import record_within
from kinbridge.journal.operations import enter
from kinbridge.linkage.models import Linkage
from kinbridge.norms.models import (
    Alignment,
    ByLaw,
    GroupView,
    Practice,
    PracticeLook,
    SharedView,
)
from kinbridge.people.acts import Act, Base
from kinbridge.people.roles import Deed
from kinbridge.sync.operations import merge


class NothingSeen(Invalid):
    """Neither where they meet nor where they stand apart was told."""


class NoOffice(Invalid):
    """The helper has no office that could read it."""


@whole
def record_practice(
    *, community: Community, when: RoughDate, act: Act, **told: Any
) -> Practice:
    """Record a practice in people's own words.

    ``told`` are the fields of ``Practice``.
    """
    columns = when.columns(otherwise=act.at.date())
    practice = Practice.objects.create(key=act.key, community=community, **told, **columns)
    enter(stream=community.stream, deed=Deed.RECORD_PRACTICE, about=practice, act=act)
    return practice


@whole
def correct_practice(
    *, practice: Practice, changes: Mapping[str, Any], base: Base, act: Act
) -> Practice:
    """Change what was recorded of a practice, field by field."""
    merge(record=practice, changes=changes, base=base, act=act)
    stream = practice.community.stream
    enter(stream=stream, deed=Deed.CORRECT_PRACTICE, about=practice, act=act, payload=changes)
    return practice


@whole
def look_at_practice(
    *, practice: Practice, danger: str, words: str, when: RoughDate, act: Act
) -> PracticeLook:
    """Look again: is talking safe, and does it still stand so? The latest answer counts."""
    practice.danger = danger
    practice.save(update_fields=["danger"])
    return record_within(
        model=PracticeLook,
        deed=Deed.LOOK_AT_PRACTICE,
        practice=practice,
        danger=danger,
        words=words,
        when=when,
        act=act,
    )


@whole
def say_where_it_stands(
    *, practice: Practice, meet: str, apart: str, when: RoughDate, act: Act, **told: Any
) -> Alignment:
    """Record where groups see practice, law and standard meet and stand apart.

    ``told`` are the other fields of ``Alignment``: law, standard, why, voices.

    Raises: NothingSeen.
    """
    if not meet and not apart:
        raise NothingSeen(
            _("Say where they meet, or where they stand apart, or both."), field="meet"
        )
    told |= {"practice": practice, "meet": meet, "apart": apart}
    return record_within(
        model=Alignment, deed=Deed.SAY_WHERE_IT_STANDS, when=when, act=act, **told
    )


@whole
def record_group_view(
    *, practice: Practice, voice: Voice, leaning: str, words: str, when: RoughDate, act: Act
) -> GroupView:
    """Record what one group said when it was asked."""
    told: dict[str, Any] = {"voice": voice, "leaning": leaning, "words": words}
    deed = Deed.RECORD_GROUP_VIEW
    return record_within(
        model=GroupView, deed=deed, practice=practice, when=when, act=act, **told
    )


@whole
def make_by_law(
    *,
    practice: Practice,
    linkages: Iterable[Linkage],
    agreements: Iterable[Agreement],
    when: RoughDate,
    act: Act,
    **told: Any,
) -> ByLaw:
    """Record a rule that the community made for itself.

    ``told`` are the other fields of ``ByLaw``: words, translation, voices, deciding_body,
    deciding_body_words.

    Raises: NotOfTheCommunity.
    """
    check_decider(
        deciding_body=told["deciding_body"], deciding_body_words=told["deciding_body_words"]
    )
    columns = when.columns(otherwise=act.at.date())
    by_law = ByLaw.objects.create(key=act.key, practice=practice, **told, **columns)
    borne_by, held_by = list(linkages), list(agreements)
    by_law.linkages.set(borne_by)
    by_law.agreements.set(held_by)
    enter(
        stream=practice.community.stream,
        deed=Deed.MAKE_BY_LAW,
        about=by_law,
        act=act,
        payload={**facts(by_law), "linkages": borne_by, "agreements": held_by},
    )
    return by_law


@whole
def share_view(
    *, practice: Practice, linkage: Linkage, words: str, when: RoughDate, act: Act, **told: Any
) -> SharedView:
    """Tell an office what the community decided to tell it about a practice.

    ``told``: deciding_body, deciding_body_words.

    Raises: NotOfTheCommunity; NoOffice.
    """
    check_decider(
        deciding_body=told["deciding_body"], deciding_body_words=told["deciding_body_words"]
    )
    if linkage.helper.organisation_id is None:
        raise NoOffice(
            _("Nobody of this helper can read it here. Tell them in person."), field="linkage"
        )
    told |= {"practice": practice, "linkage": linkage, "words": words}
    return record_within(model=SharedView, deed=Deed.SHARE_VIEW, when=when, act=act, **told)
