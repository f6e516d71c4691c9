"""The page of an agreement and its print: both languages, both sides, and where it is from."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.agreement.languages import is_right_to_left, name_of
from kinbridge.agreement.models import Agreement, Commitment, Draft, Signature
from kinbridge.agreement.paper import printed
from kinbridge.agreement.tests.conftest import OURS, TEXT, report
from kinbridge.dialogue.models import Dialogue
from kinbridge.journal.models import Entry
from kinbridge.linkage.models import Linkage
from kinbridge.people.deeds import registry
from kinbridge.people.roles import Deed
from kinbridge.sync.operations import receive
from tests.cast import Cast, Doer, act_of, posted, when


def page(client: Client, agreement: Agreement) -> str:
    return client.get(reverse("agreement", args=[agreement.key])).content.decode()


def test_both_languages_stand_side_by_side(
    cast: Cast, client: Client, theirs: Commitment, agreement: Agreement
) -> None:
    client.force_login(cast.facilitator)
    shown = page(client, agreement)
    assert f'<h1 lang="en" dir="auto">{TEXT["title"]}</h1>' in shown
    assert '<p class="what" lang="kri" dir="auto">Nɔs go kam na di vilej dɛn.</p>' in shown
    assert TEXT["purpose_translation"] in shown
    assert "Both texts count the same." in shown
    assert "fuel for the motorbike" in shown


def test_an_agreement_with_nothing_promised_is_kind(
    cast: Cast, client: Client, agreement: Agreement
) -> None:
    client.force_login(cast.mentor)
    shown = page(client, agreement)
    assert "No side has promised anything yet." in shown
    assert "Nobody is bound by it yet." in shown
    assert "can each keep it with what it has?" in shown


def test_an_official_is_shown_no_way_into_the_community(
    cast: Cast, client: Client, in_force: Agreement
) -> None:
    client.force_login(cast.official)
    shown = page(client, in_force)
    assert str(cast.community.key) not in shown
    assert str(in_force.dialogue.goal.key) not in shown
    assert reverse("dialogue", args=[in_force.dialogue.key]) in shown


def test_who_reads_and_prints_an_agreement(
    cast: Cast, client: Client, agreement: Agreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = {"facilitator": 200, "mentor": 200, "manager": 200, "official": 200,
             "outsider": 404, "administrator": 403, "auditor": 403}  # fmt: skip
    monkeypatch.setattr(
        "kinbridge.agreement.views.agreements.agreement_pdf", lambda _sheet: b"%PDF"
    )
    for name in ("agreement", "agreement_print"):
        address, outcome = reverse(name, args=[agreement.key]), {}
        for who in table:
            client.force_login(cast.person(who))
            outcome[who] = client.get(address).status_code
        assert outcome == table


def test_the_print_is_a_pdf_that_opens_in_the_browser(
    cast: Cast, client: Client, in_force: Agreement
) -> None:
    client.force_login(cast.official)
    answer = client.get(reverse("agreement_print", args=[in_force.key]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline;")
    assert answer.content.startswith(b"%PDF-")


def test_what_is_not_put_forward_prints_as_still_being_written(
    agreement: Agreement, ours: Commitment
) -> None:
    sheet = printed(agreement, None, None)
    assert sheet.standing == "being_written"
    assert sheet.sides[0].commitments[0].what.first == OURS["what"]


def test_a_draft_prints_as_it_was_put_forward(
    cast: Cast, do: Doer, draft: Draft, linkage: Linkage, sign: Any
) -> None:
    assert printed(draft.agreement, draft, None).standing == "not_signed"
    sign(draft, "community")
    assert printed(draft.agreement, draft, None).standing == "partly_signed"
    sign(draft, linkage.key, how="spoken")
    sheet = printed(draft.agreement, draft, None)
    assert sheet.standing == "signed"
    assert (sheet.draft_number, sheet.short_code) == (1, draft.code)
    assert [side.name.first for side in sheet.sides] == [
        "The Three Villages",
        "District health team",
    ]
    assert sheet.sides[1].signatures[0].how == "spoken"
    assert str(sheet.review.first) == "after the harvest 2026"
    assert sheet.second_language is not None
    assert (sheet.first_language.name, sheet.second_language.name) == ("English", "Krio")


def test_an_illustrative_agreement_says_so_on_page_and_print(
    cast: Cast, client: Client, dialogue: Dialogue
) -> None:
    key = uuid.uuid4()
    fields = {"key": key, "review_1": "in a year", **TEXT}
    form = registry[Deed.DRAFT_AGREEMENT](posted(fields), record=dialogue, by=cast.mentor)
    assert form.is_valid()
    receive(form=form, act=act_of(cast.mentor, key=key, source="A study", illustrative=True))
    agreement = Agreement.objects.get()
    client.force_login(cast.official)
    assert "Illustrative, reported of no real service" in page(client, agreement)
    sheet = printed(agreement, None, Entry.objects.get(deed=Deed.DRAFT_AGREEMENT))
    assert (sheet.illustrative, sheet.source) == (True, "A study")


def test_reading_changes_nothing_and_asks_little(
    cast: Cast, client: Client, do: Doer, in_force: Agreement, ours: Commitment,
    theirs: Commitment, django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    for commitment in (ours, theirs):
        do(Deed.REPORT_ON_COMMITMENT, about=commitment, by=cast.mentor, **report())
    client.force_login(cast.mentor)
    entries = Entry.objects.count()
    with django_assert_max_num_queries(20):
        page(client, in_force)
    assert Entry.objects.count() == entries


def test_a_single_agreement_of_a_dialogue_opens_at_once(
    cast: Cast, client: Client, dialogue: Dialogue
) -> None:
    client.force_login(cast.mentor)
    here = reverse("agreements", args=[dialogue.key])
    assert "Nothing has been written down yet." in client.get(here).content.decode()
    assert here in client.get(reverse("dialogue", args=[dialogue.key])).content.decode()


def test_the_agreements_of_a_dialogue_lead_to_the_only_one(
    cast: Cast, client: Client, agreement: Agreement
) -> None:
    client.force_login(cast.official)
    answer = client.get(reverse("agreements", args=[agreement.dialogue.key]))
    assert answer["Location"] == reverse("agreement", args=[agreement.key])


def test_what_belongs_to_an_agreement_is_seen_with_it(
    cast: Cast, in_force: Agreement, other_official: Any
) -> None:
    models: list[Any] = [Commitment, Draft, Signature]
    for model in models:
        for who in (cast.facilitator, cast.manager, cast.official):
            assert model.objects.visible_to(who).exists()
        for who in (cast.outsider, cast.administrator, other_official):
            assert not model.objects.visible_to(who).exists()


@pytest.mark.parametrize(
    ("code", "name", "right_to_left"),
    [
        ("en", "English", False),
        ("kri", "Krio", False),
        ("ar-SD", "العربيّة", True),
        ("xx-yy", "xx-yy", False),
    ],
)
def test_a_language_is_called_as_its_speakers_call_it(
    code: str, name: str, right_to_left: bool
) -> None:
    assert name_of(code) == name
    assert is_right_to_left(code) == right_to_left


def test_what_is_kept_goes_by_a_name_that_people_know(
    cast: Cast, do: Doer, in_force: Agreement, draft: Draft, theirs: Commitment
) -> None:
    told = do(Deed.REPORT_ON_COMMITMENT, about=theirs, by=cast.official,
              **report("kept", theirs.side))  # fmt: skip
    looked = do(Deed.REVIEW_AGREEMENT, about=in_force, by=cast.mentor, words="Good.",
                when=when(on="2026-03-09"), next_review=when(words="later"))  # fmt: skip
    ended = do(Deed.END_AGREEMENT, about=in_force, by=cast.mentor, side="community",
               words="Enough.", when=when(words="today"))  # fmt: skip
    heard = do(Deed.READ_BACK_DRAFT, about=draft, by=cast.mentor, voice="girls",
               answer="agrees", what_they_said="Yes.", when=when(words="today"))  # fmt: skip
    assert str(told) == "kept, March 9, 2026"
    assert str(theirs) == "A nurse comes to the villages."
    assert str(looked) == "March 9, 2026"
    assert str(ended) == "today"
    assert str(heard) == "girls: agrees"
    assert str(Signature.objects.order_by("pk")[0]) == "village chief, by thumb"
    assert all(record.belongs_to == in_force for record in (told, looked, ended, heard))
