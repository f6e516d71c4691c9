"""What was recorded is put right; two who do not see each other lose nothing."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.community.models import Gathering
from kinbridge.people.roles import Deed
from kinbridge.sync.queries import version_of
from tests.cast import Cast, Doer, posted, when


@pytest.fixture
def gathering(cast: Cast, do: Doer) -> Gathering:
    made = do(
        Deed.RECORD_GATHERING,
        about=cast.community,
        by=cast.facilitator,
        kind="small_group",
        when=when(on="2026-02-01"),
        where="school",
        girls=4,
    )
    assert isinstance(made, Gathering)
    return made


def seen(gathering: Gathering, **typed: Any) -> dict[str, Any]:
    """The whole form as the page carried it, with something typed over it."""
    shown: dict[str, Any] = {
        "kind": gathering.kind,
        "where": gathering.where,
        "language": gathering.language,
        "what_was_said": gathering.what_was_said,
        **{voice: n for voice, n in gathering.counts},
    }
    day = {"when_0": "2026-02-01", "when_1": ""}
    before = {f"initial-{name}": value for name, value in {**shown, **day}.items()}
    return {**before, **day, **shown, "key": uuid.uuid4(), "base": 0, **typed}


def correct(client: Client, gathering: Gathering, fields: dict[str, Any]) -> int:
    address = reverse("do", args=[Deed.CORRECT_GATHERING, gathering.key])
    return client.post(address, posted(fields)).status_code


def test_a_late_correction_changes_only_what_its_writer_touched(
    cast: Cast, client: Client, gathering: Gathering
) -> None:
    client.force_login(cast.facilitator)
    hers, his = seen(gathering, where="clinic"), seen(gathering, girls=9)
    assert correct(client, gathering, hers) == 302
    client.force_login(cast.mentor)
    assert correct(client, gathering, his) == 302
    gathering.refresh_from_db()
    assert (gathering.where, gathering.girls) == ("clinic", 9)


def test_different_words_for_the_same_field_are_both_kept_until_settled(
    cast: Cast, client: Client, gathering: Gathering
) -> None:
    client.force_login(cast.facilitator)
    hers, his = seen(gathering, where="clinic"), seen(gathering, where="market")
    correct(client, gathering, hers)
    client.force_login(cast.mentor)
    correct(client, gathering, his)
    address = reverse("do", args=[Deed.CORRECT_GATHERING, gathering.key])
    page = client.get(address).content.decode()
    assert "clinic" in page
    assert "market" in page
    assert str(gathering) in client.get(reverse("diverged")).content.decode()
    gathering.refresh_from_db()
    settled = seen(gathering, base=version_of(gathering), **{"settle-where": "1"})
    assert correct(client, gathering, settled) == 302
    assert "Two people wrote" not in client.get(address).content.decode()
