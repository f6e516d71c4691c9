"""The community's book and file are its own, and it may have everything erased."""

import io
import json
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kinbridge.community.models import Attachment, Community, Gathering
from kinbridge.foundation import typeset
from kinbridge.goals.tests.conftest import criterion, goal, harm, held, option
from kinbridge.journal.chain import verify
from kinbridge.journal.models import Entry
from kinbridge.linkage.tests.conftest import named
from kinbridge.people.roles import Deed
from kinbridge.reports import book
from kinbridge.reports.file import file_of, records_of
from kinbridge.sync.files import path_of
from tests.cast import NOON, Cast, Doer, posted, when

__all__ = ["criterion", "goal", "harm", "held", "option"]
WORDS = "Girls become pregnant before they marry."


@pytest.fixture
def told(cast: Cast, do: Doer, goal: Any, option: Any, criterion: Any, held: Any) -> Community:
    """A community of which something was told."""
    by: dict[str, Any] = {"by": cast.facilitator}
    do(
        Deed.RECORD_GATHERING,
        about=cast.community,
        **by,
        kind="small_group",
        where="under the tree",
        girls=4,
        when=when(on="2026-02-01"),
    )
    helper = named(named_as="the health post", could_do="Come once a month.")
    do(Deed.NAME_HELPER, about=goal, **by, **helper)
    return cast.community


def test_the_book_tells_the_whole_story(cast: Cast, told: Community) -> None:
    with translation.override("en"):
        data = book.told(told, cast.mentor)
    titles = [chapter["title"] for chapter in data["chapters"]]
    assert titles == [
        "What we learned",
        "How we came together",
        "How we chose",
        "Our goal",
        "Who might help us",
    ]
    said = json.dumps(data, ensure_ascii=False)
    for words in (WORDS, "under the cotton tree", "It costs little", "the health post"):
        assert words in said
    pictures = [b for c in data["chapters"] for b in c["blocks"] if b["kind"] == "picture"]
    assert len(pictures) == 1
    assert "var(--" not in pictures[0]["body"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_book_is_set_in_both_directions(cast: Cast, told: Community, language: str) -> None:
    with translation.override(language):
        data = book.told(told, cast.mentor)
    made = typeset.typeset(book.TEMPLATE, data, form="png", ppi=20)
    assert made.pages >= 7
    assert list(made.warnings) == []


def test_markup_in_peoples_words_is_printed_and_not_obeyed(
    cast: Cast, do: Doer, told: Community
) -> None:
    words = "#import \"x\" *bold* $x$ ]] <svg onload='x'>"
    do(Deed.RECORD_HARM, about=told, by=cast.facilitator, words=words, voices=["men"])
    data = book.told(told, cast.mentor)
    assert typeset.typeset(book.TEMPLATE, data, form="png", ppi=20).pages >= 7


@pytest.mark.parametrize(
    ("who", "page", "status"),
    [
        ("facilitator", "community_book", 200),
        ("mentor", "community_file", 200),
        ("manager", "community_book", 403),
        ("manager", "own_copy", 200),
        ("official", "own_copy", 403),
        ("outsider", "community_file", 404),
    ],
)
def test_who_may_take_it(
    cast: Cast, client: Client, told: Community, who: str, page: str, status: int
) -> None:
    client.force_login(cast.person(who))
    answer = client.get(reverse(page, args=[told.key]))
    assert answer.status_code == status
    if status == 200 and page != "own_copy":
        assert answer["Content-Disposition"].startswith("attachment")


def test_the_file_holds_every_record_and_a_journal_that_can_be_checked(
    cast: Cast, client: Client, told: Community
) -> None:
    client.force_login(cast.mentor)
    answer = client.get(reverse("community_file", args=[told.key]))
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert sorted(archive.namelist()) == ["book.pdf", "community.json", "journal.json"]
    records = json.loads(archive.read("community.json"))
    assert records["harm"][0]["translation"] == WORDS
    assert records["goal"][0]["harms"] == [records["harm"][0]["reference"]]
    assert records["linkage"][0]["could_do"] == "Come once a month."
    entries = json.loads(archive.read("journal.json"))["entries"]
    assert [e["number"] for e in entries] == list(range(1, len(entries) + 1))
    assert all(e["digest"] for e in entries)
    everything = answer.content + archive.read("community.json") + archive.read("journal.json")
    assert cast.facilitator.display_name.encode() not in everything


def test_the_file_holds_photos_and_recordings(
    cast: Cast, told: Community, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    gathering = Gathering.objects.filter(community=told)[0]
    name = "abcd.jpg"
    path_of(name).parent.mkdir(parents=True)
    path_of(name).write_bytes(b"a flip chart")
    Attachment.objects.create(
        community=told, kind="photo", of_kind="gathering", of_key=gathering.key, file=name,
        size=12, added_at=NOON,
    )  # fmt: skip
    archive = zipfile.ZipFile(io.BytesIO(file_of(told, cast.mentor)))
    assert archive.read(f"attachments/{name}") == b"a flip chart"
    assert json.loads(archive.read("community.json"))["attachment"][0]["file"] == name


def test_the_words_of_a_picture_are_set_in_type_whatever_their_script(
    cast: Cast, told: Community
) -> None:
    for name in ("বোম্বালি গ্রামগুচ্ছ", "बोम्बाली ग्राम समूह", "የቦምባሊ መንደሮች"):
        told.name = name
        told.save()
        data = book.told(told, cast.mentor)
        (picture,) = [
            b for c in data["chapters"] for b in c["blocks"] if b["kind"] == "picture"
        ]
        assert "<text" not in picture["body"]
        centre = [row[0] for row in picture["rows"][1:] if row[-1] == "centre-name"]
        assert " ".join(centre) == name
        made = typeset.typeset(book.TEMPLATE, data)  # as PDF/UA: no letter is missing
        assert list(made.warnings) == []


def test_records_of_another_community_are_not_in_it(cast: Cast, told: Community) -> None:
    theirs = records_of(cast.other_community, cast.mentor)
    assert set(theirs) <= {"format", "version", "community"}


ERASED = {"asked_by": "community", "has_its_copy": True}


def test_erasing_leaves_digests_and_no_word(
    cast: Cast, client: Client, told: Community
) -> None:
    stream, n = told.stream, Entry.objects.of(told.stream).count()
    client.force_login(cast.manager)
    address = reverse("do", args=[Deed.ERASE_COMMUNITY, told.key])
    answer = client.post(address, posted({"key": uuid.uuid4(), "name": told.name, **ERASED}))
    assert answer.status_code == 302
    assert not Community.objects.filter(pk=told.pk).exists()
    left = [
        f"{model.__name__}: {row}"
        for model in apps.get_models()
        for row in model._default_manager.values_list()
        if any(WORDS in str(value) or "cotton tree" in str(value) for value in row)
    ]
    assert left == []
    entries = Entry.objects.of(stream)
    assert entries.count() == n + 1
    assert [e.deed for e in entries if e.payload is not None] == [Deed.ERASE_COMMUNITY]
    assert verify() == []


@pytest.mark.parametrize(
    ("told_so", "said"),
    [
        ({"name": "Somewhere else"}, "This is not its name"),
        ({"has_its_copy": ""}, "required"),
        ({"asked_by": "me"}, "not one of the"),
    ],
)
def test_nothing_is_erased_by_a_slip(
    cast: Cast, client: Client, told_so: dict[str, Any], said: str
) -> None:
    client.force_login(cast.manager)
    community = cast.community
    address = reverse("do", args=[Deed.ERASE_COMMUNITY, community.key])
    fields = {"key": uuid.uuid4(), "name": community.name, **ERASED, **told_so}
    answer = client.post(address, posted(fields))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Community.objects.filter(pk=community.pk).exists()


def test_a_cluster_goes_after_its_villages(cast: Cast, client: Client) -> None:
    cluster = cast.community
    village = Community.objects.create(
        name="A village", kind="village", area=cast.village, cluster=cluster,
        language="kri", welcomed_at=cluster.welcomed_at,
    )  # fmt: skip
    client.force_login(cast.manager)
    address = reverse("do", args=[Deed.ERASE_COMMUNITY, cluster.key])
    answer = client.post(address, posted({"key": uuid.uuid4(), "name": cluster.name, **ERASED}))
    assert answer.status_code == 409
    assert Community.objects.filter(pk=village.pk).exists()
