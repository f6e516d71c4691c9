"""Photos of flip charts, and recordings of a text read aloud: asked about, cleaned, kept."""

import hashlib
import io
import json
import re
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from kinbridge.community.models import Attachment, Gathering
from kinbridge.community.operations import sweep_files
from kinbridge.journal.models import Entry
from kinbridge.people.roles import Deed
from kinbridge.sync.files import path_of
from kinbridge.sync.models import ArrivingFile
from tests.cast import Cast, Doer, when


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def gathering(cast: Cast, do: Doer) -> Gathering:
    made = do(
        Deed.RECORD_GATHERING, about=cast.community, by=cast.facilitator,
        kind="small_group", when=when(on="2026-01-11"), where="under the tree", girls=5,
    )  # fmt: skip
    assert isinstance(made, Gathering)
    return made


def photo(width: int = 2400) -> bytes:
    """As a camera makes it: with the place where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Canary Phones"
    exif.get_ifd(0x8825).update({1: "N", 2: (8.0, 29.0, 0.0)})
    made = io.BytesIO()
    Image.new("RGB", (width, 1000), "white").save(made, "JPEG", exif=exif)
    assert b"Canary" in made.getvalue()
    return made.getvalue()


def add(client: Client, gathering: Gathering, content: bytes | None, **others: Any) -> Any:
    told = {"key": uuid.uuid4(), "nobody": "on", "words": "What girls drew", **others}
    if content is not None:
        told["photo"] = SimpleUploadedFile("any.jpg", content, "image/jpeg")
    return client.post(reverse("do", args=[Deed.ADD_PHOTO, gathering.key]), told)


def test_a_photo_is_made_small_and_tells_nothing_of_place_and_phone(
    cast: Cast, client: Client, gathering: Gathering
) -> None:
    client.force_login(cast.facilitator)
    key = uuid.uuid4()
    for _twice in range(2):  # the same form sent again is the same photo
        assert add(client, gathering, photo(), key=key).status_code == 302
    attached = Attachment.objects.get()
    page = client.get(reverse("gathering", args=[gathering.key])).content.decode()
    assert "What girls drew" in page
    answer = client.get(reverse("attachment", args=[attached.key]))
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="photo.jpg"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"Canary" not in content
    with Image.open(io.BytesIO(content)) as kept:
        assert (max(kept.size), dict(kept.getexif())) == (1600, {})
    assert Entry.objects.filter(deed=Deed.ADD_PHOTO).count() == 1


@pytest.mark.parametrize(
    ("content", "others", "said"),
    [
        (None, {}, "This field is required"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", {}, "no photo"),
        (b"\xff\xd8\xff\xe0 not really", {}, "no photo"),
        (b"x" * 8_000_001, {}, "too large"),
        (photo(), {"nobody": ""}, "is not kept here"),
        (None, {"photo": uuid.uuid4()}, "not arrived whole"),
        (None, {"photo": "../../etc/passwd"}, "not arrived whole"),
    ],
)
def test_what_is_no_photo_or_was_not_looked_at_is_refused_and_nothing_typed_is_lost(
    cast: Cast, client: Client, gathering: Gathering, content: Any, others: Any, said: str
) -> None:
    client.force_login(cast.facilitator)
    answer = add(client, gathering, content, **others)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'value="What girls drew"' in page
    assert not Attachment.objects.exists()
    if others.get("nobody") == "":  # the photo need not be chosen again
        found = re.search(r'<input type="hidden" name="photo" value="([\w-]+)"', page)
        assert found
        again = add(client, gathering, None, photo=[found[1], ""])  # as browsers send it
        assert again.status_code == 302


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 200),
        ("mentor", 200),
        ("manager", 404),
        ("official", 404),
        ("outsider", 404),
    ],
)
def test_who_sees_the_gathering_sees_its_photos(
    cast: Cast, client: Client, gathering: Gathering, who: str, status: int
) -> None:
    client.force_login(cast.facilitator)
    add(client, gathering, photo(64))
    attached = Attachment.objects.get()
    client.force_login(cast.person(who))
    assert client.get(reverse("attachment", args=[attached.key])).status_code == status
    remove = client.get(reverse("do", args=[Deed.REMOVE_ATTACHMENT, attached.key]))
    assert remove.status_code == status


def test_what_is_removed_is_gone_from_the_disk_unless_another_has_the_same(
    cast: Cast, client: Client, gathering: Gathering, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(cast.facilitator)
    for words in ("once", "twice"):
        add(client, gathering, photo(64), words=words)
    first, second = Attachment.objects.order_by("pk")
    assert first.file == second.file
    for attached, is_there in ((first, True), (second, False)):
        with django_capture_on_commit_callbacks(execute=True):
            address = reverse("do", args=[Deed.REMOVE_ATTACHMENT, attached.key])
            assert client.post(address, {"key": uuid.uuid4()}).status_code == 302
        assert path_of(first.file).exists() is is_there
    assert "once" not in client.get(reverse("gathering", args=[gathering.key])).content.decode()


def test_files_that_belong_to_nothing_go_by_themselves(
    cast: Cast, client: Client, gathering: Gathering, files: Path
) -> None:
    client.force_login(cast.facilitator)
    add(client, gathering, photo(64))
    add(client, gathering, photo(65), nobody="")  # arrived, and no form took it
    assert len(list(files.glob("arriving/*"))) == 2
    assert sweep_files(at=timezone.now()) == 0
    gathering.community.attachments.all().delete()
    assert sweep_files(at=timezone.now() + timedelta(days=15)) == 4
    assert [path for path in files.rglob("*") if path.is_file()] == []
    assert not ArrivingFile.objects.exists()


class Pieces:
    """A phone that sends a file in pieces."""

    def __init__(self, client: Client, content: bytes, key: uuid.UUID) -> None:
        self.client, self.content, self.key = client, content, key
        self.digest = hashlib.sha256(content).hexdigest()

    def send(self, at: int, piece: bytes, **others: Any) -> Any:
        told = {"at": at, "size": len(self.content), "digest": self.digest, **others}
        address = reverse("arriving", args=[self.key], query=told)
        headers = {"X-Kinbridge-Exchange": "1"}
        kind = "application/octet-stream"
        return self.client.post(address, piece, content_type=kind, headers=headers)

    def have(self, at: int, piece: bytes) -> int:
        return int(json.loads(self.send(at, piece).content)["have"])


def test_a_file_cut_at_any_byte_goes_on_from_there(
    cast: Cast, client: Client, gathering: Gathering
) -> None:
    client.force_login(cast.facilitator)
    content = photo(300)
    phone = Pieces(client, content, uuid.uuid4())
    assert phone.have(0, b"") == 0
    assert phone.have(0, content[:1000]) == 1000
    assert phone.have(0, content[:1000]) == 1000  # twice
    assert phone.have(5000, content[5000:6000]) == 1000  # a gap
    assert phone.have(900, content[900:1037]) == 1037  # overlapping, and cut
    assert add(client, gathering, None, photo=phone.key).status_code == 422
    assert phone.have(1037, content[1037:]) == len(content)
    assert add(client, gathering, None, photo=phone.key).status_code == 302


def test_a_file_damaged_on_its_way_begins_anew_and_nobody_writes_into_anothers(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.facilitator)
    phone = Pieces(client, b"what was meant", uuid.uuid4())
    assert phone.have(0, b"what was meanT") == 0
    assert phone.have(0, b"what was meant") == 14
    client.force_login(cast.mentor)
    assert phone.send(0, b"what was meant").status_code == 409
    assert Pieces(client, b"x", uuid.uuid4()).send(0, b"x", size=9**9).status_code == 422
    assert Pieces(client, b"x", uuid.uuid4()).send(0, b"x", size="many").status_code == 400
