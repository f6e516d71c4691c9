"""A draft read aloud by an adult can be heard by everybody who sees the agreement."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kinbridge.agreement.models import Draft
from kinbridge.community.models import Attachment
from kinbridge.foundation.tests.test_sounds import recording
from kinbridge.people.roles import Deed
from tests.cast import Cast


@pytest.mark.parametrize(
    ("who", "status"),
    [("facilitator", 200), ("official", 200), ("manager", 200), ("outsider", 404)],
)
def test_who_sees_the_agreement_hears_it(
    cast: Cast, client: Client, draft: Draft, tmp_path: Path, settings: Any,
    who: str, status: int,
) -> None:  # fmt: skip
    settings.MEDIA_ROOT = tmp_path
    client.force_login(cast.facilitator)
    address = reverse("do", args=[Deed.ADD_READING, draft.key])
    told = {"key": uuid.uuid4(), "nobody": "on", "words": "Krio"}
    wrong = {**told, "reading": SimpleUploadedFile("a.mp3", b"no sound")}
    assert client.post(address, wrong).status_code == 422
    right = {**told, "reading": SimpleUploadedFile("a.m4a", recording())}
    assert client.post(address, right).status_code == 302
    attached = Attachment.objects.get()
    client.force_login(cast.person(who))
    assert client.get(reverse("attachment", args=[attached.key])).status_code == status
    if status == 200:
        page = client.get(reverse("agreement", args=[draft.agreement.key])).content.decode()
        assert reverse("attachment", args=[attached.key]) in page
