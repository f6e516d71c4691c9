"""Which services are there for a place, by code or by a shape on the map."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.directory.models import Helper
from kinbridge.directory.standard import Location, Site
from kinbridge.directory.tests.conftest import entry, office
from kinbridge.goals.models import Goal
from kinbridge.linkage.matching import services_for
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted

__all__ = ["office"]

AROUND = {
    "type": "Polygon",
    "coordinates": [[[-13, 8], [-13, 10], [-11, 10], [-11, 8], [-13, 8]]],
}
FAR = {"type": "Polygon", "coordinates": [[[20, 1], [20, 2], [21, 2], [21, 1], [20, 1]]]}


@pytest.fixture
def on_the_map(cast: Cast, do: Doer) -> None:
    """A health post in the community's place whose position is known."""
    told = entry(name="Health post", level="chiefdom", phone="")
    post = do(Deed.ADD_HELPER, about=cast.community.area, by=cast.mentor, **told)
    at = Location.objects.create(key=uuid.uuid4(), latitude=9.0, longitude=-12.0)
    Site.objects.create(key=uuid.uuid4(), helper=post, location=at)


def says(do: Doer, cast: Cast, office: Helper, *, places: str = "", shape: Any = None) -> None:
    told = {"places": places, "shape": json.dumps(shape) if shape else ""}
    do(Deed.SAY_PLACES_SERVED, about=office, by=cast.mentor, **told)


def reasons(cast: Cast, goal: Goal, office: Helper) -> list[str]:
    """Why the office stands in the list; empty where it does not."""
    found = [one.reasons for one in services_for(goal, cast.mentor) if one.helper == office]
    return found[0] if found else []


def test_a_service_that_says_nothing_of_places_is_there_for_its_own(
    cast: Cast, goal: Goal, office: Helper
) -> None:
    assert f"is there for {cast.district}" in reasons(cast, goal, office)


def test_a_service_is_there_for_the_places_it_says_and_for_no_other(
    cast: Cast, do: Doer, goal: Goal, office: Helper
) -> None:
    says(do, cast, office, places=f"{cast.chiefdom.pcode}\n")
    assert f"is there for {cast.chiefdom}" in reasons(cast, goal, office)
    says(do, cast, office, places=cast.elsewhere.pcode)
    assert reasons(cast, goal, office) == []


@pytest.mark.usefixtures("on_the_map")
def test_a_shape_on_the_map_holds_the_community_or_does_not(
    cast: Cast, do: Doer, goal: Goal, office: Helper
) -> None:
    says(do, cast, office, shape=AROUND)
    told = f"its area on the map holds services of {cast.community.area}"
    assert told in reasons(cast, goal, office)
    says(do, cast, office, shape=FAR)
    assert reasons(cast, goal, office) == []


def test_where_nothing_here_is_on_the_map_a_shape_is_a_question(
    cast: Cast, do: Doer, goal: Goal, office: Helper
) -> None:
    says(do, cast, office, shape=FAR)
    asked = "drew its area on the map: ask whether this place lies in it"
    assert asked in reasons(cast, goal, office)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"places": "Atlantis"}, "Atlantis: There is no such place around here."),
        ({"shape": "circle"}, "cannot be read as a shape"),
        ({"shape": '{"type": "Point", "coordinates": [1, 2]}'}, "cannot be read as a shape"),
        ({"shape": "[" * 100_000}, "cannot be read as a shape"),
    ],
)
def test_what_is_no_place_is_told_at_its_field_and_changes_nothing(
    cast: Cast, client: Client, office: Helper, told: dict[str, str], message: str
) -> None:
    client.force_login(cast.mentor)
    form = posted({"key": uuid.uuid4(), "places": "", "shape": "", **told})
    answer = client.post(reverse("do", args=[Deed.SAY_PLACES_SERVED, office.key]), form)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not office.service_areas.exists()


def test_the_page_tells_the_places_and_the_form_offers_them_again(
    cast: Cast, do: Doer, client: Client, office: Helper
) -> None:
    says(do, cast, office, places=cast.chiefdom.name, shape=AROUND)
    client.force_login(cast.mentor)
    page = client.get(reverse("helper", args=[office.key])).content.decode()
    assert f"<bdi>{cast.chiefdom}</bdi>, an area drawn on the map" in page
    form = client.get(reverse("do", args=[Deed.SAY_PLACES_SERVED, office.key]))
    assert cast.chiefdom.pcode in form.content.decode()
