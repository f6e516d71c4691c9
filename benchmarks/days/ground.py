"""The ground of a measurement: a place with three communities, the records of the days
before, and a phone for each who accompanies them."""

from typing import Any

from django.core.management import call_command
from django.utils import timezone

from benchmarks.days.told import Day, Record, day
from kinbridge.community.models import Accompaniment, Community, Gathering
from kinbridge.journal.chain import verify
from kinbridge.journal.models import Entry
from kinbridge.people.models import Person
from kinbridge.people.roles import Role
from kinbridge.sync.devices import set_up
from kinbridge.sync.operations import receive
from kinbridge.sync.queries import form_about
from tests.cast import NOON, act_of, posted, whole_cast


def lay() -> dict[str, Any]:
    """Lay it; the tokens of the phones."""
    call_command("migrate", verbosity=0)
    cast, the_day = whole_cast(), day()
    people = {cast.facilitator: Role.FACILITATOR, cast.mentor: Role.MENTOR}
    Accompaniment.objects.all().delete()
    for key, letter in zip(the_day.communities, "abc", strict=True):
        community = Community.objects.create(
            key=key, name=f"The villages downstream, {letter}", kind="cluster",
            area=cast.chiefdom, language="kri", welcomed_at=NOON,
        )  # fmt: skip
        for person, role in people.items():
            Accompaniment.objects.create(
                community=community, person=person, role=role, began_at=NOON
            )
    for record in the_day.before:
        _record(the_day, record, cast.facilitator)
    now = timezone.now()
    return {"tokens": [set_up(person=person, name="", at=now).token for person in people]}


def _record(the_day: Day, record: Record, by: Person) -> None:
    data = posted({"key": record.key, **record.fields})
    about = the_day.communities[record.community]
    form = form_about(deed=f"record_{record.kind}", key=about, person=by, data=data)
    if not form.is_valid():
        raise ValueError(form.errors)
    receive(form=form, act=act_of(by, key=record.key, at=record.at))


def count() -> dict[str, Any]:
    """What is in the journal, whether it verifies, and what is there."""
    return {
        "entries": [str(key) for key in Entry.objects.values_list("key", flat=True)],
        "gatherings": [str(key) for key in Gathering.objects.values_list("key", flat=True)],
        "faults": [str(fault) for fault in verify()],
    }
