"""Shapes that pages need: the latest of each kind, and how many there are in all."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Count, Model, Q, QuerySet, Window

from kinbridge.community.models import Community
from kinbridge.learning.models import Finding, Harm, ProtectivePractice
from kinbridge.people.models import Person

T = TypeVar("T")
M = TypeVar("M", bound=Model)
A_FEW = 6


@dataclass(frozen=True)
class Latest(Generic[T]):
    """The latest records of a kind, and how many there are in all."""

    rows: list[T]
    total: int

    @property
    def more(self) -> int:
        """How many are not among the rows."""
        return self.total - len(self.rows)


def latest(records: "QuerySet[M]", n: int = A_FEW) -> Latest[M]:
    """The first ``n`` of records in their order. One query."""
    rows = list(records.annotate(in_all=Window(Count("pk")))[:n])
    return Latest(rows, rows[0].in_all if rows else 0)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Learnt:
    """What a community has found out, and how many findings have still to go back."""

    harms: Latest[Harm]
    practices: Latest[ProtectivePractice]
    findings: Latest[Finding]
    owed: int


def learnt(community: Community, person: Person, n: int = A_FEW) -> Learnt:
    """The latest harms, practices and findings that a person may read. Three queries.

    Each finding knows ``is_owed`` and ``answered``.
    """
    harms = Harm.objects.visible_to(person).filter(community=community)
    practices = ProtectivePractice.objects.visible_to(person).filter(community=community)
    findings = Finding.objects.visible_to(person).filter(community=community)
    found = findings.with_answers().annotate(
        owed_in_all=Window(Count("pk", filter=Q(is_owed=True)))
    )
    rows = latest(found.order_by("-pk"), n)
    return Learnt(
        harms=latest(harms.select_related("gathering").order_by("-pk"), n),
        practices=latest(practices.select_related("gathering").order_by("-pk"), n),
        findings=rows,
        owed=rows.rows[0].owed_in_all if rows.rows else 0,
    )
