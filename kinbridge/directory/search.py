"""Finding helpers by how words begin, as one types.

Each entry has a row for each of its words (``SearchWord``); a word that is typed is a range of
that index. At most ``MOST`` are looked up: somebody who finds more types one more letter.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from kinbridge.directory.folding import ranked, words_of
from kinbridge.directory.models import Helper, SearchWord

MOST = 200
MOST_TYPED = 6  # words
_LAST = "\U0010ffff"


def _begins(word: str) -> Q:
    return Q(word__gte=word, word__lt=word + _LAST)


def found(rows: "QuerySet[Helper]", typed: str) -> list[int]:
    """The ids of those among ``rows`` that every typed word begins a word of; those found by
    their names first. At most ``MOST``."""
    words = words_of(typed)[:MOST_TYPED]
    if not words:
        return []
    first, *others = sorted(words, key=lambda word: (_how_many(word), -len(word)))
    for word in others:
        held = SearchWord.objects.filter(_begins(word), helper=OuterRef("pk"))
        rows = rows.filter(Exists(held))
    ids: dict[int, None] = {}
    for rank in (0, 1):
        hits = SearchWord.objects.filter(_begins(first), rank=rank)
        seen = rows.filter(pk__in=hits.values("helper")).values_list("pk", flat=True)
        ids |= dict.fromkeys(seen.order_by()[: MOST - len(ids)])
    return list(ids)


def _how_many(word: str) -> int:
    """How many rows a word leads to, counted as far as it matters."""
    hits = SearchWord.objects.filter(_begins(word)).order_by()
    return hits[: 10 * MOST].count()


def words_for(helper: Helper) -> list[SearchWord]:
    """The words that an entry is to be found by, not saved yet."""
    others = [helper.what_they_do, helper.where, helper.languages, helper.for_whom, helper.cost]
    provider = helper.provider.name if helper.provider else ""
    name = " ".join([helper.name, str(helper.told.get("alternate_name") or "")])
    found_by = ranked(name, [provider, *others])
    return [SearchWord(helper=helper, word=word, rank=rank) for word, rank in found_by.items()]
