"""What matters, what could be done, and how one stands to the other."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.goals.models import Criterion, Goal, Option, Standing
from kinbridge.goals.operations import OfAnotherGoal, hold_option_to_criterion
from kinbridge.goals.queries.cloth import cloth
from kinbridge.goals.tests.conftest import goal_told
from kinbridge.journal.models import Entry
from kinbridge.learning.models import Harm
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, act_of, posted


def laid(cast: Cast, do: Doer, option: Option, criterion: Criterion, **told: Any) -> Standing:
    fields = {"symbol": "many_seeds", "words": "Talking is free.", **told}
    made = do(
        Deed.HOLD_OPTION_TO_CRITERION,
        about=option,
        by=cast.facilitator,
        criterion=criterion,
        **fields,
    )
    assert isinstance(made, Standing)
    return made


@pytest.mark.parametrize(
    ("brought_by", "shown"),
    [
        ("community", "from the community"),
        ("ngo", "this one came from us, the NGO"),
        ("service", "this one came from a service"),
    ],
)
def test_a_criterion_says_openly_who_brought_it(
    cast: Cast, client: Client, do: Doer, goal: Goal, brought_by: str, shown: str
) -> None:
    made = do(
        Deed.ADD_CRITERION,
        about=goal,
        by=cast.facilitator,
        words="It links us with services",
        brought_by=brought_by,
    )
    assert made.get_brought_by_display() == shown
    client.force_login(cast.manager)
    assert shown in client.get(reverse("goal", args=[goal.key])).content.decode()


@pytest.mark.parametrize("brought_by", ["ngo", "service"])
def test_what_others_brought_has_no_voice_of_the_community(
    cast: Cast, client: Client, goal: Goal, brought_by: str
) -> None:
    client.force_login(cast.facilitator)
    told = {"words": "It links us", "brought_by": brought_by, "voice": "women"}
    address = reverse("do", args=[Deed.ADD_CRITERION, goal.key])
    answer = client.post(address, posted({"key": uuid.uuid4(), **told}))
    assert "only if it came from the community" in answer.content.decode()
    assert not Criterion.objects.exists()


def test_questions_stand_beside_the_form_and_nothing_is_filled_in(
    cast: Cast, client: Client, goal: Goal
) -> None:
    client.force_login(cast.facilitator)
    page = client.get(reverse("do", args=[Deed.ADD_CRITERION, goal.key])).content.decode()
    assert "Who could do this when the facilitator has left?" in page
    assert "Who outside could help, and what would we ask?" in page
    assert 'class="question"' in page
    assert "checked" not in page
    assert "</textarea>" in page
    assert page.split("<textarea")[1].split("</textarea>")[0].split(">")[1].strip() == ""


def test_an_option_stands_beside_a_criterion_in_a_symbol_and_in_words(
    cast: Cast, do: Doer, option: Option, criterion: Criterion
) -> None:
    made = laid(cast, do, option, criterion)
    assert (made.symbol, made.words) == ("many_seeds", "Talking is free.")
    assert str(made) == "many seeds"
    assert made.belongs_to == option
    assert made.community == cast.community


def test_a_later_view_replaces_an_earlier_one_which_stays_in_the_journal(
    cast: Cast, client: Client, do: Doer, option: Option, criterion: Criterion
) -> None:
    first = laid(cast, do, option, criterion)
    second = laid(cast, do, option, criterion, symbol="stone", words="Paper costs money.")
    assert first == second
    assert Standing.objects.get().symbol == "stone"
    said = [
        entry.payload["symbol"]
        for entry in Entry.objects.of(cast.community.stream)
        if entry.deed == Deed.HOLD_OPTION_TO_CRITERION and entry.payload
    ]
    assert said == ["stone", "many_seeds"]
    ((place,),) = [row.laid for row in cloth(option.goal, [option])]
    assert (place.symbol, place.before) == ("stone", "many_seeds")
    client.force_login(cast.manager)
    page = client.get(reverse("goal", args=[option.goal.key])).content.decode()
    assert "before: many seeds" in page


def test_a_criterion_of_another_goal_is_no_choice(
    cast: Cast, client: Client, do: Doer, option: Option, harm: Harm
) -> None:
    other = do(Deed.SET_GOAL, about=cast.community, by=cast.facilitator, **goal_told(harm))
    theirs = do(
        Deed.ADD_CRITERION,
        about=other,
        by=cast.facilitator,
        words="It is safe",
        brought_by="community",
    )
    told = {"criterion": theirs, "symbol": "open", "words": "Who knows?"}
    client.force_login(cast.facilitator)
    address = reverse("do", args=[Deed.HOLD_OPTION_TO_CRITERION, option.key])
    answer = client.post(address, posted({"key": uuid.uuid4(), **told}))
    assert answer.status_code == 422
    with pytest.raises(OfAnotherGoal):
        hold_option_to_criterion(option=option, act=act_of(cast.facilitator), **told)
    assert not Standing.objects.exists()


def test_the_cloth_has_a_place_for_each_option_beside_each_criterion(
    cast: Cast, do: Doer, goal: Goal, option: Option, criterion: Criterion
) -> None:
    second = do(
        Deed.LAY_OUT_OPTION, about=goal, by=cast.facilitator, words="A by-law with fines"
    )
    for symbol, seeds, icon in (
        ("many_seeds", "many", "seeds-many"),
        ("some_seeds", "some", "seeds-some"),
        ("few_seeds", "few", "seeds-few"),
        ("stone", "stone", "stone"),
        ("open", "open", "open"),
    ):
        laid(cast, do, option, criterion, symbol=symbol)
        (row,) = cloth(goal, [option, second])
        assert row.criterion == criterion
        assert [place.option for place in row.laid] == [option, second]
        assert (row.laid[0].seeds, row.laid[0].icon) == (seeds, icon)
        assert row.laid[0].words == "Talking is free."
        assert row.laid[1].symbol is None
        assert row.laid[1].seeds == ""


def test_a_cloth_without_options_still_tells_what_matters(
    goal: Goal, criterion: Criterion
) -> None:
    (row,) = cloth(goal, [])
    assert (row.criterion, row.laid) == (criterion, [])


@pytest.mark.parametrize("deed", [Deed.ADD_CRITERION, Deed.LAY_OUT_OPTION], ids=str)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 200),
        ("mentor", 200),
        ("manager", 403),
        ("official", 404),
        ("outsider", 404),
        ("auditor", 404),
    ],
)
def test_who_may_weigh(
    cast: Cast, client: Client, goal: Goal, deed: Deed, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    assert client.get(reverse("do", args=[deed, goal.key])).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("mentor", 200), ("manager", 403), ("official", 404), ("outsider", 404)]
)
def test_who_may_lay_seeds(
    cast: Cast, client: Client, option: Option, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    address = reverse("do", args=[Deed.HOLD_OPTION_TO_CRITERION, option.key])
    assert client.get(address).status_code == status


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("symbol", "five_stars", "not one of the available choices"),
        ("words", "", "This field is required"),
        ("criterion", "", "This field is required"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    cast: Cast,
    client: Client,
    option: Option,
    criterion: Criterion,
    field: str,
    value: str,
    message: str,
) -> None:
    client.force_login(cast.facilitator)
    told = {"criterion": criterion, "symbol": "stone", "words": "Paper costs.", field: value}
    address = reverse("do", args=[Deed.HOLD_OPTION_TO_CRITERION, option.key])
    answer = client.post(address, posted({"key": uuid.uuid4(), **told}))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert field == "words" or "Paper costs." in answer.content.decode()
