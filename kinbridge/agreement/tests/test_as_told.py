"""Promises and reports that somebody else wrote down for a service are marked as told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.agreement.models import Agreement, Commitment
from kinbridge.agreement.paper import printed
from kinbridge.agreement.print import _data, agreement_pdf
from kinbridge.agreement.queries import unreported
from kinbridge.agreement.tests.conftest import OURS, THEIRS, put_forward, report
from kinbridge.agreement.tests.test_keeping import RENEWAL, seen
from kinbridge.linkage.models import Linkage
from kinbridge.people.roles import Deed
from kinbridge.sync.queries import version_of
from tests.cast import Cast, Doer, when

NOTE = "as told to who accompanies the community"


@pytest.fixture
def told(cast: Cast, do: Doer, agreement: Agreement, linkage: Linkage) -> Commitment:
    """What the mentor wrote down for the health team."""
    made = do(Deed.ADD_COMMITMENT, about=agreement, by=cast.mentor, side=linkage.key, **THEIRS)
    assert isinstance(made, Commitment)
    return made


def shown(client: Client, cast: Cast, agreement: Agreement) -> str:
    client.force_login(cast.official)
    return client.get(reverse("agreement", args=[agreement.key])).content.decode()


def marks(agreement: Agreement) -> list[bool]:
    sheet = printed(agreement, agreement.latest_draft, None)
    return [row.as_told for side in sheet.sides for row in side.commitments]


def test_a_promise_written_down_for_a_service_is_marked_on_page_and_paper(
    cast: Cast, client: Client, agreement: Agreement, ours: Commitment, told: Commitment
) -> None:
    assert (ours.as_told, told.as_told) == (False, True)
    assert shown(client, cast, agreement).count(NOTE) == 1
    assert marks(agreement) == [False, True]
    sheet = printed(agreement, None, None)
    assert agreement_pdf(sheet).startswith(b"%PDF")
    assert "As told to" in _data(sheet)["first"]["labels"]["as_told"]


def test_a_promise_of_an_official_is_their_own_word(
    cast: Cast, client: Client, agreement: Agreement, theirs: Commitment
) -> None:
    assert not theirs.as_told
    assert NOTE not in shown(client, cast, agreement)


def test_it_is_the_services_own_once_its_official_put_it_in_own_words(
    cast: Cast, do: Doer, told: Commitment
) -> None:
    words = {"base": 0, "initial-what": THEIRS["what"], "what": "We come each month."}
    own = do(Deed.CHANGE_COMMITMENT, about=told, by=cast.official, **words)
    assert not own.as_told
    again = {**words, "base": version_of(told), "initial-what": words["what"]}
    again["what"] = "They come."
    assert do(Deed.CHANGE_COMMITMENT, about=told, by=cast.facilitator, **again).as_told


def test_a_change_that_changes_nothing_leaves_the_mark(
    cast: Cast, do: Doer, told: Commitment
) -> None:
    words = {"base": 0, "initial-what": THEIRS["what"], "what": THEIRS["what"]}
    assert do(Deed.CHANGE_COMMITMENT, about=told, by=cast.official, **words).as_told


def test_it_is_the_services_own_once_it_has_signed(
    cast: Cast,
    client: Client,
    do: Doer,
    agreement: Agreement,
    ours: Commitment,
    told: Commitment,
    linkage: Linkage,
    sign: Callable[..., Any],
) -> None:
    draft = put_forward(cast, do, agreement)
    late = do(Deed.ADD_COMMITMENT, about=agreement, by=cast.mentor, side=linkage.key,
              **{**OURS, "what": "A word that no draft holds."})  # fmt: skip
    assert marks(agreement) == [False, True]
    sign(draft, "community")
    assert marks(agreement) == [False, True]
    sign(draft, linkage.key)
    assert marks(agreement) == [False, False]
    assert shown(client, cast, agreement).count(NOTE) == 1  # of what was not in the draft
    assert list(unreported(cast.official)) == [told]
    assert late.as_told
    renewal = do(Deed.RENEW_AGREEMENT, about=agreement, by=cast.mentor, **RENEWAL)
    copied = Commitment.objects.filter(agreement=renewal).order_by("pk")
    assert [row.as_told for row in copied] == [False, False, True]


def test_an_offices_own_word_counts_before_one_that_was_told_for_it(
    cast: Cast, do: Doer, in_force: Agreement, theirs: Commitment, linkage: Linkage
) -> None:
    for who, what, day in (
        (cast.official, "partly", when(on="2026-03-02")),
        (cast.official, "not_yet", when(on="2026-03-01")),
        (cast.mentor, "kept", when(on="2026-03-09")),
        (cast.mentor, "kept", when(words="2027, after the rains")),
    ):
        do(Deed.REPORT_ON_COMMITMENT, about=theirs, by=who,
           **report(what, linkage.key, when=day))  # fmt: skip
    service = seen(in_force, cast.mentor)[1].others[0]
    assert (service.latest.state, service.latest.as_told) == ("partly", False)
    assert [row.as_told for row in service.earlier] == [False, True, True]


def test_of_two_own_words_the_last_entered_counts_where_the_day_is_the_same(
    cast: Cast, do: Doer, in_force: Agreement, theirs: Commitment, linkage: Linkage
) -> None:
    for what in ("partly", "kept"):
        do(Deed.REPORT_ON_COMMITMENT, about=theirs, by=cast.official,
           **report(what, linkage.key))  # fmt: skip
    assert seen(in_force, cast.mentor)[1].others[0].latest.state == "kept"


@pytest.mark.parametrize("who", ["facilitator", "mentor"])
def test_the_label_names_nobody_who_did_not_write_it_down(
    cast: Cast, client: Client, do: Doer, in_force: Agreement, theirs: Commitment,
    linkage: Linkage, who: str,
) -> None:  # fmt: skip
    do(Deed.REPORT_ON_COMMITMENT, about=theirs, by=cast.person(who),
       **report("kept", linkage.key))  # fmt: skip
    page = shown(client, cast, in_force)
    assert NOTE in page
    assert "as told to the mentor" not in page
