"""Whose voices were heard before a choice."""

from collections.abc import Iterable

from django.db.models import Sum

from kinbridge.community.models import Gathering
from kinbridge.community.queries import Heard
from kinbridge.community.voices import Voice
from kinbridge.goals.models import Goal


def voices_heard_since(goal: Goal) -> list[Heard]:
    """How often each group was heard since the goal was chosen. One query."""
    since = Gathering.objects.filter(
        community=goal.community, when_sorts_on__gte=goal.when_sorts_on
    )
    sums = since.aggregate(**{voice.value: Sum(voice.value) for voice in Voice})
    return [Heard(voice, sums[voice.value] or 0) for voice in Voice]


def not_heard(heard: Iterable[Heard]) -> list[Voice]:
    """The groups that have not been heard, as they are kept with a decision."""
    return [group.voice for group in heard if not group.is_heard]
