"""What is entered twice is joined, and can be parted again; entries are checked in rounds."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinbridge.directory import exports
from kinbridge.directory.models import Helper, HelperCheck
from kinbridge.directory.operations import StandsForOthers
from kinbridge.directory.standard import Provider
from kinbridge.directory.suspicions import suspicions
from kinbridge.directory.tests.conftest import entry
from kinbridge.directory.tests.test_hsds import bring, service
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer


@pytest.fixture
def twice(cast: Cast) -> list[Provider]:
    """Two bodies of one name, each with a service."""
    for n in ("1", "2"):
        body = {"id": f"b{n}", "name": "Santé pour tous", "description": "d"}
        bring(cast, ("service", service(id=n, name=f"Clinic {n}", organization=body)))
    return list(Provider.objects.order_by("pk"))


def test_organisations_of_one_name_are_offered_joined_and_parted(
    cast: Cast, client: Client, do: Doer, twice: list[Provider]
) -> None:
    first, second = twice
    client.force_login(cast.mentor)
    assert "Maybe the same" in client.get(reverse("helpers_round")).content.decode()
    page = reverse("provider", args=[second.key])
    assert "Are they the same?" in client.get(page).content.decode()
    do(Deed.JOIN_PROVIDERS, about=second, by=cast.mentor, same_as=first)
    assert "which stands for both" in client.get(page).content.decode()
    shown = client.get(reverse("provider", args=[first.key])).content.decode()
    assert "Clinic 1" in shown and "Clinic 2" in shown  # noqa: PT018
    assert {d["organization"]["id"] for d in exports.service_documents()} == {"b1"}
    assert [d["id"] for d in exports.organization_documents()] == ["b1"]
    with pytest.raises(StandsForOthers):
        do(Deed.JOIN_PROVIDERS, about=first, by=cast.mentor, same_as=_third(first))
    second.refresh_from_db()
    do(Deed.PART_PROVIDERS, about=second, by=cast.mentor)
    assert {d["organization"]["id"] for d in exports.service_documents()} == {"b1", "b2"}
    assert "Maybe the same" in client.get(reverse("helpers_round")).content.decode()


def _third(like: Provider) -> Provider:
    return Provider.objects.create(name=like.name, folded=like.folded)


def test_two_entries_of_one_helper_are_joined_and_parted(
    cast: Cast, client: Client, do: Doer, office: Helper
) -> None:
    other = do(
        Deed.ADD_HELPER, about=cast.district, by=cast.mentor, **entry(name="Health office")
    )
    do(Deed.JOIN_HELPERS, about=other, by=cast.mentor, same_as=office)
    client.force_login(cast.mentor)
    assert "Health office" not in client.get(reverse("helpers")).content.decode()
    page = reverse("helper", args=[other.key])
    assert "which stands for both" in client.get(page).content.decode()
    other.refresh_from_db()
    do(Deed.PART_HELPERS, about=other, by=cast.mentor)
    assert "Health office" in client.get(reverse("helpers")).content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("mentor", 200), ("facilitator", 403), ("official", 403)]
)
def test_who_may_join_organisations(
    cast: Cast, client: Client, twice: list[Provider], who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    page = reverse("do", args=[Deed.JOIN_PROVIDERS, twice[0].key])
    assert client.get(page).status_code == status


def test_a_round_begins_with_the_doubted_and_leaves_out_what_was_checked(
    cast: Cast, client: Client, do: Doer, django_assert_max_num_queries
) -> None:
    made = {}
    for name in ("Fresh", "Stale", "Never", "Doubted", "Mute"):
        told = entry(name=name, phone="" if name == "Mute" else "116")
        made[name] = do(Deed.ADD_HELPER, about=cast.district, by=cast.mentor, **told)
    now = timezone.now()
    for name, days, right in [("Fresh", 3, True), ("Stale", 200, True), ("Doubted", 1, False)]:
        HelperCheck.objects.create(
            helper=made[name],
            how="phone",
            still_right=right,
            checked_at=now - timedelta(days=days),
        )
    client.force_login(cast.facilitator)
    with django_assert_max_num_queries(20):
        answer = client.get(reverse("helpers_round"))
    assert [row.name for row, _n, _now in answer.context["helpers"]] == [
        "Doubted",
        "Never",
        "Stale",
    ]
    assert client.get(reverse("helpers")).status_code == 200
    client.force_login(cast.official)
    assert client.get(reverse("helpers_round")).status_code == 403


def test_what_is_doubtful_in_the_directory_is_told(
    cast: Cast, do: Doer, twice: list[Provider], office: Helper
) -> None:
    Helper.objects.filter(pk=office.pk).update(phone="12", youngest=20, oldest=3)
    bring(cast, ("service", service(id="odd", status="Open!")))
    kinds = {found.kind for found in suspicions()}
    assert kinds == {
        "not checked",
        "wrong number",
        "contradiction",
        "not to be found",
        "not as the standard",
        "maybe the same",
    }
