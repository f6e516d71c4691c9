"""What packs say on a topic, as a page shows it and as a record keeps it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kinbridge.countries.facts import Pack, Provision, Topic
from kinbridge.countries.packs import international, pack_of
from kinbridge.countries.speaking import of_law


@dataclass(frozen=True)
class Said:
    """One provision: a handle within its pack, its words, and where they were read."""

    handle: str
    provision: Provision
    words: str
    name: str

    def kept(self) -> dict[str, Any]:
        """As a record keeps it: the law may change, what people talked about stays."""
        row = self.provision
        return {
            "handle": self.handle,
            "words": self.words,
            "name": self.name,
            "source": row.source,
            "checked": row.checked.isoformat() if row.checked else "",
            "status": row.status,
        }


def national(country: str, topic: str) -> list[Said]:
    """What the law of a country says on a topic, as far as somebody has read it. What is
    unchecked is shown to nobody as law."""
    pack = pack_of(country)
    return _said(pack, topic) if pack else []


def standard(topic: str) -> list[Said]:
    """What the international standard says on a topic."""
    return _said(international(), topic)


def silence(country: str, topic: str) -> list[str]:
    """Where the law is silent or nobody has looked: honest words instead of a provision."""
    pack = pack_of(country)
    rows = pack.law.get(Topic(topic), ()) if pack else ()
    told = [
        _("Searched, none found: %(where)s") % {"where": row.searched}
        for row in rows
        if row.searched
    ]
    if not told and not any(row.is_read for row in rows):
        told = [_("Nobody has checked yet what the law says. Ask a lawyer of the country.")]
    return told


def _said(pack: Pack, topic: str) -> list[Said]:
    speaker = of_law(pack)
    return [
        Said(
            handle=f"{pack.code}:{row.key or f'{topic}-{number}'}",
            provision=row,
            words=speaker.say(row.words).words,
            name=_name(row),
        )
        for number, row in enumerate(pack.law.get(Topic(topic), ()))
        if row.is_read
    ]


def _name(row: Provision) -> str:
    parts = [row.instrument, row.section, str(row.year or "")]
    return ", ".join(part for part in parts if part)


def choices(said: Iterable[Said]) -> list[tuple[str, str]]:
    """Provisions to choose from."""
    return [(one.handle, f"{one.name}: {one.words}") for one in said]


def chosen(said: Iterable[Said], handle: str) -> dict[str, Any] | None:
    """The provision of this handle, as a record keeps it."""
    return next((one.kept() for one in said if one.handle == handle), None)
