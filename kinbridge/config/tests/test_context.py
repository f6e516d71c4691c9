"""The accounts of an example stand on the page of signing in, in local mode only."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kinbridge.config import context
from kinbridge.examples.loading import ExampleAccount


@pytest.mark.django_db
def test_the_page_of_signing_in_offers_the_accounts_of_an_example(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def known() -> list[ExampleAccount]:
        asked.append(1)
        return [ExampleAccount("Mentor of both", "mentor", "three villages together", "mentor")]

    monkeypatch.setattr(context, "_seen", [])
    monkeypatch.setattr(context, "accounts", known)
    for _time in range(2):
        page = client.get(reverse("sign_in")).content.decode()
        assert "three villages together" in page
        assert "Mentor of both" in page
    assert len(asked) == 1
    monkeypatch.setattr(context, "LOOKED_AT_AGAIN", -1.0)
    client.get(reverse("sign_in"))
    assert len(asked) > 1


def test_it_is_asked_in_local_mode_only() -> None:
    templates: Any = settings.TEMPLATES
    processors = templates[0]["OPTIONS"]["context_processors"]
    assert ("kinbridge.config.context.example" in processors) is settings.LOCAL
