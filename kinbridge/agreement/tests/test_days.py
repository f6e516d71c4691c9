"""Days that cannot be are told at their field."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.agreement.models import Agreement, Commitment, Draft, Review, Signature
from kinbridge.agreement.operations.standing import ReviewHasPassed
from kinbridge.agreement.tests.conftest import SIGNED, TEXT, put_forward
from kinbridge.dialogue.models import Dialogue
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted, when


def errors(client: Client, deed: Deed, about: Any, **fields: Any) -> dict[str, Any]:
    answer = client.post(
        reverse("do", args=[deed, about.key]), posted({"key": uuid.uuid4(), **fields})
    )
    if answer.status_code == 302:
        return {}
    assert answer.status_code == 422
    return dict(answer.context["form"].errors)


@pytest.mark.parametrize(
    ("told", "fits"),
    [
        (when(on="2026-02-14"), False),
        (when(on="2026-02-15"), True),
        (when(words="in the dry season 2020"), True),
    ],
)
def test_nobody_signs_a_draft_before_it_was_put_forward(
    cast: Cast, client: Client, draft: Draft, told: dict[str, str], fits: bool
) -> None:
    client.force_login(cast.mentor)
    fields = {**SIGNED, "side": "community", "role": "village chief", "when": told}
    found = errors(client, Deed.SIGN_AGREEMENT, draft, **fields)
    assert list(found) == ([] if fits else ["when"])
    assert Signature.objects.exists() == fits


@pytest.mark.parametrize(
    ("review", "fits"),
    [
        (when(on="2026-03-01"), False),
        (when(on="2099-03-01"), True),
        (when(words="after the harvest 2020"), True),
    ],
)
def test_a_new_text_is_looked_at_again_in_days_to_come(
    cast: Cast, client: Client, dialogue: Dialogue, review: dict[str, str], fits: bool
) -> None:
    client.force_login(cast.mentor)
    found = errors(client, Deed.DRAFT_AGREEMENT, dialogue, review=review, **TEXT)
    assert list(found) == ([] if fits else ["review"])
    assert Agreement.objects.exists() == fits


def test_a_text_is_not_changed_to_be_looked_at_again_in_the_past(
    cast: Cast, client: Client, do: Doer, agreement: Agreement
) -> None:
    client.force_login(cast.mentor)
    seen = {"initial-review": when(words="after the harvest 2026"), "base": 0}
    past, later = when(on="2026-03-01"), when(on="2099-03-01")
    assert list(errors(client, Deed.CHANGE_DRAFT, agreement, review=past, **seen)) == ["review"]
    assert not errors(client, Deed.CHANGE_DRAFT, agreement, review=later, **seen)


def test_a_renewed_text_whose_review_has_passed_is_not_put_forward(
    cast: Cast, do: Doer, agreement: Agreement, ours: Commitment
) -> None:
    Agreement.objects.update(review_on="2026-03-01")
    with pytest.raises(ReviewHasPassed):
        put_forward(cast, do, agreement)
    Agreement.objects.update(review_on="2026-03-10")
    put_forward(cast, do, agreement)
    assert Draft.objects.exists()


@pytest.mark.parametrize(
    ("told", "following", "fits"),
    [
        (when(on="2026-03-09"), when(on="2026-03-09"), False),
        (when(on="2026-03-09"), when(on="2026-03-08"), False),
        (when(on="2026-03-09"), when(on="2026-03-10"), True),
        (when(on="2026-03-09"), when(words="after the rains"), True),
        (when(words="last week"), when(on="2026-03-08"), True),
    ],
)
def test_the_next_review_comes_after_this_one(
    cast: Cast,
    client: Client,
    in_force: Agreement,
    told: dict[str, str],
    following: dict[str, str],
    fits: bool,
) -> None:
    client.force_login(cast.mentor)
    fields = {"words": "Both were content.", "when": told, "next_review": following}
    found = errors(client, Deed.REVIEW_AGREEMENT, in_force, **fields)
    assert list(found) == ([] if fits else ["next_review"])
    assert Review.objects.exists() == fits
