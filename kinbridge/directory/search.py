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
    seen = rows.order_by().filter(pk=OuterRef("helper"))
    hits = SearchWord.objects.filter(_begins(first), Exists(seen))
    for word in others:
        held = SearchWord.objects.filter(_begins(word), helper=OuterRef("helper"))
        hits = hits.filter(Exists(held))
    # In the order of the index of words, so that it is read from there, and only as far as
    # there are enough: left to themselves, databases go through all entries.
    helpers = hits.order_by("word").values_list("helper", flat=True)
    ids: dict[int, None] = {}
    for rank in (0, 1):
        _take(helpers.filter(rank=rank), ids)
    return list(ids)[:MOST]


def _take(helpers: "QuerySet[SearchWord, int]", ids: dict[int, None]) -> None:
    """Add those that are not there yet, until there are enough: an entry may have several
    words that begin so."""
    while len(ids) < MOST:
        more = list(helpers.exclude(helper__in=list(ids))[:MOST])
        ids |= dict.fromkeys(more)
        if len(more) < MOST:
            return


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
