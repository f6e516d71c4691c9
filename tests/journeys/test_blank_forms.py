"""Blank forms: for what was made on a phone, and of which there is none yet."""

from django.test import Client
from django.urls import reverse

from kinbridge.community.kept import accompanied
from kinbridge.people.roles import Deed
from kinbridge.sync.kept import addresses
from tests.cast import Cast

# What comes next after something was made on a phone.
NEXT = frozenset(
    {
        Deed.ADD_POINT, Deed.SET_ASIDE_HARM, Deed.ADD_CRITERION, Deed.LAY_OUT_OPTION,
        Deed.HOLD_OPTION_TO_CRITERION, Deed.RECORD_DECISION, Deed.REPORT_ACTIVITY,
        Deed.ASK_WHO_MIGHT_HELP, Deed.NAME_HELPER, Deed.ADD_TIE, Deed.PLAN_NEXT_STEP,
        Deed.RECORD_MEETING, Deed.ADD_POSITION, Deed.SOLVE_OBSTACLE, Deed.END_PAUSE,
        Deed.ADD_COMMITMENT, Deed.READ_BACK_DRAFT, Deed.SIGN_AGREEMENT, Deed.REVIEW_AGREEMENT,
    }
)  # fmt: skip


def test_what_comes_next_has_a_blank_form(cast: Cast, client: Client) -> None:
    client.force_login(cast.mentor)
    for deed in NEXT:
        answer = client.get(reverse("blank", args=[deed, cast.community.key]))
        assert answer.status_code == 200, deed
        assert 'class="form"' in answer.content.decode(), deed


def test_a_phone_keeps_those_that_have_no_sibling_and_no_others(
    cast: Cast, client: Client
) -> None:
    kept = addresses(cast.facilitator, accompanied(cast.facilitator))[cast.community.key.hex]
    blank = [url.split("/")[2] for url in kept if url.endswith("/blank/")]
    assert Deed.ADD_POINT in blank
    assert Deed.CORRECT_GATHERING not in blank
    assert Deed.RECORD_GATHERING not in blank  # the community is there
    assert Deed.OPEN_DIALOGUE not in blank  # the mentor's
    client.force_login(cast.facilitator)
    for key in (cast.other_community.key, cast.village.key):
        assert client.get(reverse("blank", args=[Deed.ADD_POINT, key])).status_code == 404
    assert client.get(reverse("blank", args=["no_such", cast.community.key])).status_code == 404
