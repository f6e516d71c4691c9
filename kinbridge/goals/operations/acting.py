"""Activities, and how they go."""

from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.goals.models import Activity, ActivityReport, Goal
from kinbridge.journal.operations import enter
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed


@whole
def plan_activity(*, goal: Goal, words: str, who: str, when: RoughDate, act: Act) -> Activity:
    """Record what people set out to do, who, and when."""
    activity = Activity.objects.create(
        key=act.key, goal=goal, words=words, who=who, **when.columns(otherwise=act.at.date())
    )
    enter(stream=goal.community.stream, deed=Deed.PLAN_ACTIVITY, about=activity, act=act)
    return activity


@whole
def report_activity(
    *, activity: Activity, state: str, words: str, when: RoughDate, act: Act
) -> ActivityReport:
    """Tell how an activity goes; what was told before stays beside it."""
    report = ActivityReport.objects.create(
        key=act.key,
        activity=activity,
        state=state,
        words=words,
        **when.columns(otherwise=act.at.date()),
    )
    stream = activity.community.stream
    enter(stream=stream, deed=Deed.REPORT_ACTIVITY, about=report, act=act)
    return report
