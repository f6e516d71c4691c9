"""A message to a helper's number did not arrive."""

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.directory.models import Freshness, Helper
from kinbridge.directory.operations import correct_helper, hear_of_number
from kinbridge.notices.hooks import tell_of_address
from kinbridge.people.acts import Base
from kinbridge.people.roles import Deed
from tests.cast import NOON, Cast, Doer, act_of

NUMBER = "+23276555100"  # as a gateway spells it; in the directory stands 076 555 100
CHECK = {"how": "phone", "still_right": "yes", "words": ""}


def bounce(to: str = NUMBER) -> None:
    tell_of_address(channel="sms", to=to, arrives=False, at=NOON)


def freshness(helper: Helper) -> str:
    return Helper.objects.get(pk=helper.pk).freshness


def test_a_bounced_message_marks_the_entry_until_somebody_has_checked_it(
    cast: Cast, client: Client, do: Doer, office: Helper, attendant: Helper
) -> None:
    do(Deed.CHECK_HELPER, about=office, by=cast.facilitator, **CHECK)
    assert freshness(office) == Freshness.STALE  # it was years ago
    tell_of_address(channel="sms", to=NUMBER, arrives=False, at=NOON.replace(year=2099))
    assert freshness(office) == Freshness.DOUBTED
    assert freshness(attendant) == Freshness.UNCHECKED
    client.force_login(cast.facilitator)
    page = client.get(reverse("helper", args=[office.key])).content.decode()
    assert "A message to this number did not arrive." in page


def test_a_check_by_a_person_counts_again_afterwards(
    cast: Cast, do: Doer, office: Helper
) -> None:
    bounce()
    do(Deed.CHECK_HELPER, about=office, by=cast.facilitator, **CHECK)
    assert freshness(office) == Freshness.STALE


def test_ten_bounces_are_one_mark(office: Helper) -> None:
    for _n in range(10):
        bounce()
    check = office.checks.get()
    assert (check.how, check.still_right, check.by) == ("bounced", False, None)


@pytest.mark.parametrize("written", ["076 555 100", "+232 76-555-100", "00232 (76) 555.100"])
def test_the_number_is_found_however_it_is_written(
    cast: Cast, office: Helper, written: str
) -> None:
    base = Base(version=1)
    correct_helper(
        helper=office, changes={"phone": written}, base=base, act=act_of(cast.mentor)
    )
    bounce()
    assert freshness(office) == Freshness.DOUBTED


def test_another_number_another_way_or_one_that_arrives_marks_nobody(office: Helper) -> None:
    bounce("+23277555100")
    tell_of_address(channel="email", to=NUMBER, arrives=False, at=NOON)
    tell_of_address(channel="sms", to=NUMBER, arrives=True, at=NOON)
    assert hear_of_number(channel="sms", to="+23225000000", arrives=False, at=NOON) == 0
    assert freshness(office) == Freshness.UNCHECKED
