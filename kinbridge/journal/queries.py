"""What pages ask of the journal."""

from kinbridge.journal.models import Entry


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
