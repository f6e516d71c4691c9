"""Criteria, options, how they stand to each other, and the decision."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from kinbridge.community.queries import voices_heard
from kinbridge.foundation.errors import Invalid
from kinbridge.foundation.plain import facts
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.goals.deciders import check_decider
from kinbridge.goals.models import Criterion, Decision, Goal, Option, Standing
from kinbridge.goals.queries.voices import not_heard, voices_heard_since
from kinbridge.journal.operations import enter
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed


class OfAnotherGoal(Invalid):
    """The option and the criterion do not belong to the same goal."""


class NotTheirVoice(Invalid):
    """A group of the community is said to have brought what somebody else brought."""


@whole
def add_criterion(*, goal: Goal, act: Act, **told: Any) -> Criterion:
    """Add what matters for any action, and say who brought it.

    ``told`` are the fields of ``Criterion``: words, brought_by, voice.

    Raises: NotTheirVoice.
    """
    if told.get("voice") and told["brought_by"] != Criterion.BroughtBy.COMMUNITY:
        raise NotTheirVoice(
            _("A group said it only if it came from the community. Leave this open."),
            field="voice",
        )
    criterion = Criterion.objects.create(key=act.key, goal=goal, **told)
    enter(stream=goal.community.stream, deed=Deed.ADD_CRITERION, about=criterion, act=act)
    return criterion


@whole
def lay_out_option(*, goal: Goal, act: Act, **told: Any) -> Option:
    """Lay out something that could be done.

    ``told`` are the fields of ``Option``: words, strengths, worries.
    """
    option = Option.objects.create(key=act.key, goal=goal, **told)
    enter(stream=goal.community.stream, deed=Deed.LAY_OUT_OPTION, about=option, act=act)
    return option


@whole
def hold_option_to_criterion(
    *, option: Option, criterion: Criterion, symbol: str, words: str, act: Act
) -> Standing:
    """Say how an option stands to a criterion. A later view replaces an earlier one, which
    stays in the journal.

    Raises: OfAnotherGoal.
    """
    if criterion.goal_id != option.goal_id:
        raise OfAnotherGoal(_("This criterion belongs to another goal."), field="criterion")
    seen = {"symbol": symbol, "words": words}
    standing, _new = Standing.objects.update_or_create(
        option=option,
        criterion=criterion,
        defaults=seen,
        create_defaults={**seen, "key": act.key},
    )
    stream = option.community.stream
    enter(stream=stream, deed=Deed.HOLD_OPTION_TO_CRITERION, about=standing, act=act)
    return standing


@whole
def record_decision(
    *,
    goal: Goal,
    options: Iterable[Option],
    deciding_body: str,
    deciding_body_words: str,
    how: str,
    dissent: str,
    when: RoughDate,
    act: Act,
) -> Decision:
    """Record what the community decided to do.

    The voices not heard by now, and since the goal was chosen, are kept with it, and do not
    hinder it.

    Raises: NotOfTheCommunity.
    """
    check_decider(deciding_body=deciding_body, deciding_body_words=deciding_body_words)
    chosen = list(options)
    decision = Decision.objects.create(
        key=act.key,
        goal=goal,
        deciding_body=deciding_body,
        deciding_body_words=deciding_body_words,
        how=how,
        dissent=dissent,
        unheard=not_heard(voices_heard(goal.community)),
        unheard_since_goal=not_heard(voices_heard_since(goal)),
        **when.columns(otherwise=act.at.date()),
    )
    decision.options.set(chosen)
    told = {**facts(decision), "options": chosen}
    stream = goal.community.stream
    enter(stream=stream, deed=Deed.RECORD_DECISION, about=decision, act=act, payload=told)
    return decision
