"""The findings as a poster: read aloud, drawn or hung on a wall."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.journal.models import Entry
from kinbridge.learning.queries import learnt
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, when


@pytest.fixture
def poster(cast: Cast) -> str:
    return reverse("findings_summary", args=[cast.community.key])


def fill(cast: Cast, do: Doer, n: int = 1) -> None:
    """Record ``n`` harms, practices and findings, and bring the first finding back."""
    for i in range(n):
        common: dict[str, Any] = {"about": cast.community, "by": cast.facilitator}
        do(
            Deed.RECORD_HARM,
            **common,
            words=f"Pikin nɔ de go skul {i}.",
            translation=f"A child is not in school {i}.",
            voices=["girls", "women"],
        )
        do(
            Deed.RECORD_PROTECTIVE_PRACTICE,
            **common,
            words=f"A lost child is walked home {i}.",
            who="Neighbours",
            voices=["men"],
        )
        finding = do(
            Deed.RECORD_FINDING, **common, words=f"Fees come in March {i}.", voices=["boys"]
        )
        if i == 0:
            do(
                Deed.RETURN_FINDINGS,
                **common,
                findings=[finding],
                when=when(on="2026-02-20"),
                how="played",
                answer="ours_corrected",
                what_people_said="It is also the uniform.",
            )


def test_the_poster_tells_what_was_learned_and_what_people_answered(
    cast: Cast, client: Client, do: Doer, poster: str
) -> None:
    fill(cast, do, 2)
    client.force_login(cast.facilitator)
    page = client.get(poster).content.decode()
    for words in (
        "Pikin nɔ de go skul 1.",
        "A child is not in school 1.",
        "A lost child is walked home 0.",
        "Neighbours",
        "Fees come in March 0.",
        "These are ours, once put right",
        "It is also the uniform.",
        "One finding has still to go back",
    ):
        assert words in page
    assert 'class="page poster"' in page
    assert '<blockquote lang="kri" dir="auto">' in page


def test_words_without_a_translation_claim_no_language(
    cast: Cast, client: Client, do: Doer, poster: str
) -> None:
    do(
        Deed.RECORD_HARM,
        about=cast.community,
        by=cast.facilitator,
        words="Children work too hard.",
        voices=["boys"],
    )
    client.force_login(cast.facilitator)
    assert 'lang="kri"' not in client.get(poster).content.decode()


def test_an_empty_poster_is_kind(cast: Cast, client: Client, poster: str) -> None:
    client.force_login(cast.facilitator)
    page = client.get(poster).content.decode()
    assert "People are doing it all the same" in page
    assert "has still to go back" not in page
    assert "Return findings" not in page


def test_once_all_has_gone_back_nothing_is_owed(
    cast: Cast, client: Client, do: Doer, poster: str
) -> None:
    fill(cast, do)
    client.force_login(cast.facilitator)
    page = client.get(poster).content.decode()
    assert "has still to go back" not in page
    assert "Return findings" in page


def test_markup_and_other_scripts_are_shown_as_words(
    cast: Cast, client: Client, do: Doer, poster: str
) -> None:
    for words in ("<script>alert(1)</script>", "قالت البنات: نريد المدرسة"):
        do(
            Deed.RECORD_HARM,
            about=cast.community,
            by=cast.facilitator,
            words=words,
            voices=["girls"],
        )
    client.force_login(cast.facilitator)
    page = client.get(poster).content.decode()
    assert "<script>alert" not in page
    assert "قالت البنات" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 200),
        ("mentor", 200),
        ("manager", 403),
        ("official", 403),
        ("outsider", 404),
        ("administrator", 403),
        ("auditor", 403),
    ],
)
def test_who_may_read_the_findings(
    cast: Cast, client: Client, do: Doer, poster: str, who: str, status: int
) -> None:
    fill(cast, do)
    client.force_login(cast.person(who))
    assert client.get(poster).status_code == status


def test_reading_writes_nothing_and_asks_few_questions(
    cast: Cast, client: Client, do: Doer, poster: str, django_assert_max_num_queries: Any
) -> None:
    fill(cast, do, 8)
    before = Entry.objects.count()
    client.force_login(cast.facilitator)
    with django_assert_max_num_queries(12):
        client.get(poster)
    assert Entry.objects.count() == before


def test_the_community_page_gets_the_latest_few_and_how_many_there_are(
    cast: Cast, do: Doer, django_assert_num_queries: Any
) -> None:
    fill(cast, do, 8)
    assert cast.facilitator.grants  # kept for the request
    with django_assert_num_queries(3):
        told = learnt(cast.community, cast.facilitator)
    assert told.harms.rows[0].words == "Pikin nɔ de go skul 7."
    assert (len(told.harms.rows), told.harms.total, told.harms.more) == (6, 8, 2)
    assert (told.practices.total, told.findings.total, told.owed) == (8, 8, 7)


def test_a_manager_learns_nothing_of_the_talk(cast: Cast, do: Doer) -> None:
    fill(cast, do)
    told = learnt(cast.community, cast.manager)
    assert (told.harms.total, told.practices.total, told.findings.total, told.owed) == (0,) * 4
