"""Decisions with the options they took up; activities with how they go."""

from dataclasses import dataclass, field

from django.db.models import F, QuerySet

from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.goals.models import Activity, ActivityReport, Decision

MOST = 40  # activities on one page


@dataclass(frozen=True)
class DecisionTold:
    """A decision and the words of the options that it took up."""

    decision: Decision
    options: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ReportTold:
    """How an activity went at some time."""

    state: ActivityReport.State
    words: str
    when: RoughDate


@dataclass(frozen=True)
class ActivityTold:
    """An activity and how it goes, the latest report first."""

    activity: Activity
    reports: list[ReportTold] = field(default_factory=list)

    @property
    def state(self) -> ActivityReport.State:
        """How far it is: as the latest report says, else planned."""
        return self.reports[0].state if self.reports else ActivityReport.State.PLANNED


def decisions_told(decisions: "QuerySet[Decision]") -> list[DecisionTold]:
    """Decisions, the latest first, with the options they took up. One query."""
    rows = decisions.annotate(took_up=F("options__words"))
    found: dict[int, DecisionTold] = {}
    for row in rows.order_by("-when_sorts_on", "-pk", "options__pk"):
        found.setdefault(row.pk, DecisionTold(row)).options.append(row.took_up)
    return list(found.values())


def activities_told(activities: "QuerySet[Activity]") -> list[ActivityTold]:
    """The latest activities, each with its reports. One query."""
    latest = activities.order_by("-when_sorts_on", "-pk").values("pk")[:MOST]
    rows = activities.filter(pk__in=latest).annotate(
        report_state=F("reports__state"),
        report_words=F("reports__words"),
        report_on=F("reports__when_on"),
        report_when=F("reports__when_words"),
    )
    found: dict[int, ActivityTold] = {}
    for row in rows.order_by("pk", "-reports__when_sorts_on", "-reports__pk"):
        one = found.setdefault(row.pk, ActivityTold(row))
        if row.report_state:
            when = RoughDate(row.report_on, row.report_when)
            state = ActivityReport.State(row.report_state)
            one.reports.append(ReportTold(state, row.report_words, when))
    return list(found.values())
