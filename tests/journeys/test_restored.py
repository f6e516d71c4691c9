"""The server was restored from a backup: what came after it comes again, from the phones."""

import uuid
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from kinbridge.community.models import Gathering
from kinbridge.journal.models import Entry
from kinbridge.people.roles import Deed
from kinbridge.sync import operations
from kinbridge.sync.devices import set_up
from kinbridge.sync.models import Receipt
from kinbridge.sync.queries import differing_words, version_of
from tests.cast import NOON, Cast
from tests.journeys.phones import Form, packed, post, written
from tests.journeys.phones import Phone as PlainPhone


class Phone(PlainPhone):
    """A phone with a token: it keeps what was done, and tells the mark that it was told."""

    def __init__(self, cast: Cast, who: str = "facilitator") -> None:
        super().__init__()
        made = set_up(person=cast.person(who), name="A phone", at=NOON)
        self.device, self.token = made.device, made.token
        self.mark, self.is_asking = "", False
        self.done: list[Form] = []
        self.client = Client()

    def send(self, *, answer_arrives: bool = True) -> dict[str, Any]:
        """One exchange."""
        going = self.leaving()
        asked = list(self.done) if self.is_asking else []
        told = written(going) if going else {"forms": []}
        told |= {"mark": self.mark}
        if asked:
            told["done"] = written(asked)["keys"][: 22 * len(asked)]
        answer: dict[str, Any] = post(
            self.client, packed(told), Authorization=f"Phone {self.token}"
        ).json()
        if not answer_arrives:
            return answer
        self._settle(going, answer["answers"])
        self.done += [form for form in going if form.state == "done"]
        if answer.get("lost") and not self.is_asking:
            self.is_asking = True
            return answer
        again = [asked[n] for n in answer.get("unknown", ())]
        self.done = [form for form in self.done if form not in again]
        self.forms = [*again, *self.forms]
        self.mark, self.is_asking = answer["mark"], False
        return answer

    def evening(self) -> None:
        """Exchanges until nothing is left to be said: three are enough."""
        for _n in range(3):
            self.send()
        assert self.forms == []


@pytest.fixture
def phone(cast: Cast) -> Phone:
    return Phone(cast)


def gathering(cast: Cast, where: str, **others: Any) -> Form:
    fields = {"kind": "other", "when_1": "lately", "where": where, "girls": "3"}
    return Form(Deed.RECORD_GATHERING, cast.community.key, NOON, {**fields, **others})


def correction(of: uuid.UUID, base: int = 0, **said: str) -> Form:
    return Form(Deed.CORRECT_GATHERING, of, NOON, said, base=base)


class Backup:
    """The whole database as it was; only what a phone sees of it is looked at."""

    def __init__(self) -> None:
        self.mark = transaction.savepoint()

    def restore(self) -> None:
        transaction.savepoint_rollback(self.mark)
        self.mark = transaction.savepoint()


def wheres() -> list[str]:
    return sorted(Gathering.objects.values_list("where", flat=True))


def test_what_came_after_the_backup_comes_again_and_counts_once(
    cast: Cast, phone: Phone
) -> None:
    phone.forms = [gathering(cast, "before the backup")]
    phone.send()
    backup = Backup()
    phone.forms = [gathering(cast, "after it")]
    phone.send()
    phone.forms = [correction(phone.done[-1].key, where="after it, corrected")]
    phone.send()
    backup.restore()
    assert wheres() == ["before the backup"]
    for _twice in range(2):
        phone.evening()
        assert wheres() == ["after it, corrected", "before the backup"]
    assert Entry.objects.filter(deed=Deed.RECORD_GATHERING).count() == 2
    assert Receipt.objects.count() == 3


def test_what_waits_rests_until_what_it_is_about_has_come_again(
    cast: Cast, phone: Phone
) -> None:
    backup = Backup()
    phone.forms = [gathering(cast, "lost")]
    phone.send()
    made = phone.done[0].key
    backup.restore()
    phone.forms = [correction(made, where="lost and found")]
    assert phone.send()["answers"] == [{"state": "waits"}]
    phone.evening()
    assert (wheres(), phone.forms) == (["lost and found"], [])


def test_a_phone_that_lost_nothing_is_told_nothing(cast: Cast, phone: Phone) -> None:
    phone.forms = [gathering(cast, "one")]
    phone.send()
    backup = Backup()
    backup.restore()
    assert "lost" not in phone.send()
    phone.forms = [gathering(cast, "two")]
    phone.send(answer_arrives=False)
    assert "lost" not in phone.send()  # the mark that it knows still counts
    assert wheres() == ["one", "two"]


def test_others_deeds_since_do_not_hide_what_is_missing(cast: Cast, phone: Phone) -> None:
    backup = Backup()
    phone.forms = [gathering(cast, "mine")]
    phone.send()
    backup.restore()
    other = Phone(cast)
    for n in ("a", "b", "c"):
        other.forms = [gathering(cast, f"theirs {n}")]
        other.send()
    phone.send(answer_arrives=False)  # cut in the middle: it is told again
    phone.evening()
    assert "mine" in wheres()


def test_a_correction_from_the_lost_history_does_not_replace_words_it_never_saw(
    cast: Cast, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.forms = [gathering(cast, "at first")]
    phone.send()
    record = Gathering.objects.get()
    backup = Backup()
    for where in ("second", "third", "fourth"):
        phone.forms = [correction(record.key, version_of(record), where=where)]
        phone.send()
    seen = version_of(record)
    backup.restore()
    monkeypatch.setattr(operations, "_second", lambda _at: seen + 60)  # a minute later
    other = Phone(cast, "mentor")
    other.forms = [correction(record.key, where="by the mentor")]
    other.send()
    phone.forms = [correction(record.key, seen, where="fifth")]
    phone.evening()
    words = {word.value for word in differing_words(Gathering.objects.get()).get("where", [])}
    assert "by the mentor" in words


def test_a_phone_that_was_set_up_anew_asks_whether_what_it_sent_before_is_there(
    cast: Cast,
) -> None:
    backup = Backup()
    phone = Phone(cast)
    phone.forms = [gathering(cast, "one")]
    phone.send()
    backup.restore()  # it knows nothing of that phone, which then forgets its pages
    assert post(phone.client, packed({"forms": []}), Authorization="Phone x").status_code == 401
    new = Phone(cast)
    new.done, new.is_asking = phone.done, True
    new.evening()
    assert wheres() == ["one"]
