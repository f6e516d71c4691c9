"""Whose voices were heard before a choice."""

from collections.abc import Iterable

from kinbridge.community.queries import Heard, voices_heard
from kinbridge.community.voices import Voice
from kinbridge.goals.models import Goal


def voices_heard_since(goal: Goal) -> list[Heard]:
    """How often each group was heard since the goal was chosen. One query."""
    return voices_heard(goal.community, since=goal.when_sorts_on)


def not_heard(heard: Iterable[Heard]) -> list[Voice]:
    """The groups that have not been heard, as they are kept with a decision."""
    return [group.voice for group in heard if not group.is_heard]
