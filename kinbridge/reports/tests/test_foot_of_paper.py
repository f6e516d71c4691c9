"""A printed agreement comes back signed: the code at its foot leads to its signatures."""

from django.test import Client
from django.urls import reverse

from kinbridge.agreement.models import Draft
from kinbridge.agreement.tests.conftest import agreement, draft, ours, theirs
from kinbridge.dialogue.tests.conftest import dialogue, goal, linkage
from kinbridge.people.roles import Deed
from tests.cast import Cast

__all__ = ["agreement", "dialogue", "draft", "goal", "linkage", "ours", "theirs"]


def test_the_code_at_the_foot_leads_to_the_signatures(
    cast: Cast, client: Client, draft: Draft
) -> None:
    client.force_login(cast.facilitator)
    answer = client.get(reverse("paper"), {"code": draft.code.lower()})
    form = reverse("do", args=[Deed.SIGN_AGREEMENT, draft.key])
    assert answer["Location"] == form
    listed = client.get(reverse("paper")).content.decode()
    assert f'<a href="{form}" data-code="{draft.code}">' in listed


def test_it_opens_nothing_that_is_not_yours(cast: Cast, client: Client, draft: Draft) -> None:
    client.force_login(cast.outsider)
    answer = client.get(reverse("paper"), {"code": draft.code})
    assert "No paper with this code is yours" in answer.content.decode()
    assert str(draft.key) not in client.get(reverse("paper")).content.decode()
