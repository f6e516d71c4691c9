"""What is shown before a draft is put forward or signed: questions that block nothing."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from kinbridge.agreement.forms.agreements import DraftAgreement, RenewAgreement
from kinbridge.agreement.models import Agreement, Commitment, Draft
from kinbridge.agreement.tests.conftest import put_forward
from kinbridge.community.voices import Voice
from kinbridge.dialogue.forms import OpenDialogue
from kinbridge.linkage.models import Linkage
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, when


def opened(client: Client, deed: Deed, about: Any) -> str:
    return client.get(reverse("do", args=[deed, about.key])).content.decode()


def read_back(
    cast: Cast, do: Doer, draft: Draft, voice: object, answer: str, day: str = "2026-03-01"
) -> None:
    do(Deed.READ_BACK_DRAFT, about=draft, by=cast.facilitator, voice=str(voice), answer=answer,
       what_they_said=f"{_spoken(voice)} said {answer}.", when=when(on=day))  # fmt: skip


def _spoken(voice: object) -> str:
    # The digits of a service's key could be taken for a telephone number.
    return voice if isinstance(voice, str) else "the service"


def test_before_a_signature_it_is_shown_who_has_not_heard_the_draft_and_who_said_no(
    cast: Cast, client: Client, do: Doer, draft: Draft, linkage: Linkage,
    sign: Callable[..., Any],
) -> None:  # fmt: skip
    for voice, answer in (("boys", "agrees"), ("girls", "no"), (linkage.key, "changes")):
        read_back(cast, do, draft, voice, answer)
    read_back(cast, do, draft, "women", "no")
    read_back(cast, do, draft, "women", "agrees", "2026-03-02")
    client.force_login(cast.facilitator)
    page = opened(client, Deed.SIGN_AGREEMENT, draft)
    assert "girls said no." in page
    assert "the service said changes." in page
    assert "boys said agrees." not in page
    assert "women said no." not in page  # they agree now
    assert page.count("not heard it yet") == len(Voice) - 3 + 1  # the community as a side
    assert sign(draft, "community")


def test_when_every_group_has_heard_and_agrees_the_page_says_so(
    cast: Cast, client: Client, do: Doer, draft: Draft, linkage: Linkage
) -> None:
    for voice in (*Voice.values, "community", linkage.key):
        read_back(cast, do, draft, voice, "agrees")
    client.force_login(cast.mentor)
    page = opened(client, Deed.SIGN_AGREEMENT, draft)
    assert "Every group and side has heard this draft." in page
    assert "not heard it yet" not in page
    assert "Not everybody agrees" not in page


def test_a_side_that_promises_nothing_is_asked_about_before_a_draft_is_put_forward(
    cast: Cast, client: Client, do: Doer, agreement: Agreement, ours: Commitment,
) -> None:  # fmt: skip
    client.force_login(cast.mentor)
    page = opened(client, Deed.PUT_FORWARD_DRAFT, agreement)
    assert "promises nothing in this text: <strong><bdi>District health team" in page
    put_forward(cast, do, agreement)
    assert Draft.objects.exists()


def test_nothing_is_asked_when_every_side_promises_something(
    cast: Cast, client: Client, agreement: Agreement, ours: Commitment, theirs: Commitment
) -> None:
    client.force_login(cast.mentor)
    assert "promises nothing" not in opened(client, Deed.PUT_FORWARD_DRAFT, agreement)


def test_whoever_makes_a_new_thing_is_led_to_it() -> None:
    assert all(form.leads_on for form in (DraftAgreement, RenewAgreement, OpenDialogue))
