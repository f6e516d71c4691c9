"""Which page shows a thing. A part that shows things of a lower part registers its page
here, so that the lower part can lead there without knowing who shows it."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse

from kinbridge.foundation.errors import Text
from kinbridge.foundation.references import kind_of


@dataclass(frozen=True)
class Page:
    """A page about one record; ``deed`` is the reading right that its door asks for."""

    url_name: str
    title: Text
    deed: str

    def url(self, record: Model) -> str:
        """Where the page about this record is."""
        return reverse(self.url_name, args=[record.key])  # type: ignore[attr-defined]


_pages: defaultdict[str, list[Page]] = defaultdict(list)


def register_page(
    kind: str, url_name: str, title: Text, deed: str, *, is_main: bool = False
) -> None:
    """``kind`` is the model's name in lower case. The main page is the first one registered,
    or the one of a higher part that says it is."""
    page = Page(url_name, title, deed)
    if page not in _pages[kind]:
        _pages[kind].insert(0 if is_main else len(_pages[kind]), page)


_kept: list[str] = []


def keep_offline(url_name: str) -> None:
    """A page without a key, such as a list, that a phone keeps; pages about records it keeps
    by itself."""
    if url_name not in _kept:
        _kept.append(url_name)


def pages_kept() -> list[str]:
    """The addresses of such pages."""
    return [reverse(name) for name in _kept]


_of_account: dict[str, Text] = {}


def bring_to_account(url_name: str, title: Text) -> None:
    """A page of one's own that a higher part adds to the account."""
    _of_account[url_name] = title


def pages_of_account() -> list[tuple[str, Text]]:
    """The addresses and titles of such pages."""
    return [(reverse(name), title) for name, title in _of_account.items()]


def pages_about(record: Model) -> list[Page]:
    """All pages that show this record, the main one first."""
    return list(_pages[kind_of(record)])


def kinds_by_page() -> dict[str, str]:
    """For each registered page, the kind of record that it shows."""
    return {page.url_name: kind for kind, pages in _pages.items() for page in pages}


def page_of_reference(about: str) -> str:
    """The address of the page of a thing named ``kind:key``; empty, where it has none."""
    kind, _colon, key = about.partition(":")
    pages = _pages.get(kind)
    return reverse(pages[0].url_name, args=[key]) if pages else ""


def page_of(record: Model) -> str:
    """The address of the main page of a record, or of what it belongs to."""
    pages = _pages[kind_of(record)]
    if pages:
        return pages[0].url(record)
    parent = getattr(record, "belongs_to", None)
    return page_of(parent) if parent is not None else reverse("home")
