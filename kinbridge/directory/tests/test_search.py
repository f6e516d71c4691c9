"""Finding entries as one types."""

import pytest

from kinbridge.directory.models import Helper
from kinbridge.directory.operations.entries import index
from kinbridge.directory.search import MOST, found
from tests.cast import Cast


def offices(cast: Cast, *, n: int, does: str) -> None:
    told = {"area": cast.district, "level": "district", "kind": "role", "formality": "formal"}
    many = [Helper(name=f"Office {k}", what_they_do=does, **told) for k in range(n)]
    index(helpers=Helper.objects.bulk_create(many))


@pytest.mark.parametrize("n", [MOST - 20, MOST + 20])
def test_an_entry_with_many_words_that_begin_alike_takes_no_other_entrys_place(
    cast: Cast, n: int
) -> None:
    offices(cast, n=n, does="safe school, social support, something to start saving")
    hits = found(Helper.objects.listed(), "s")
    assert len(hits) == len(set(hits)) == min(n, MOST)


def test_what_is_found_by_its_name_stands_first(cast: Cast) -> None:
    offices(cast, n=MOST, does="letters for the court")
    told = {"area": cast.district, "level": "district", "kind": "role", "formality": "formal"}
    court = Helper.objects.create(name="Local court", **told)
    index(helpers=[court])
    hits = found(Helper.objects.listed(), "cou")
    assert (hits[0], len(hits)) == (court.pk, MOST)


def test_all_words_that_are_typed_must_begin_a_word(cast: Cast) -> None:
    offices(cast, n=1, does="letters for the court")
    assert len(found(Helper.objects.listed(), "off let cou")) == 1
    assert found(Helper.objects.listed(), "off let hea") == []
