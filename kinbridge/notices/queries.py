"""Shapes that pages need of notices."""

from django.db.models import QuerySet

from kinbridge.foundation.references import reference
from kinbridge.notices.models import Notice
from kinbridge.people.models import Person


def notices_about(record: object) -> "QuerySet[Notice]":
    """What was sent about a thing, and what became of it, the latest first. For pages of
    those who see that thing; they see no address."""
    rows = Notice.objects.filter(about=reference(record))  # type: ignore[arg-type]
    return rows.defer("to").order_by("-made_at", "-pk")


def had_sent(person: Person) -> "QuerySet[Notice]":
    """What a person had sent to others, the latest first."""
    rows = Notice.objects.filter(by=person).exclude(person=person)
    return rows.defer("to").order_by("-made_at", "-pk")
