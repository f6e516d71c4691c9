"""What pages ask of the journal."""

from django.db.models import QuerySet

from kinbridge.journal.models import Entry


def entries_of(stream: str) -> "QuerySet[Entry]":
    """All entries of a stream, the latest first, with who did it. Whoever asks has looked
    whether the person may see what the stream is about."""
    return Entry.objects.of(stream).select_related("by")


def sources(stream: str) -> dict[str, Entry]:
    """For each thing of a stream that carries a source, the first entry about it. One query."""
    entries = (
        Entry.objects.of(stream)
        .exclude(source="", illustrative=False)
        .order_by("-number", "pk")
    )
    return {
        entry.about: entry for entry in entries.only("about", "source", "illustrative", "by")
    }
