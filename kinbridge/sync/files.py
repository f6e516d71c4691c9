"""Files that go with a form: they come in pieces, apart from forms, and never delay one.

A phone makes a key, says how large the file is and what it comes to (SHA-256), and sends
pieces from where the server says it is; cut at any byte, it asks and goes on. A page without
script sends the whole file with its form, which is laid down here first. What is kept in the
end is kept under the digest of its content.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Conflict, Invalid
from kinbridge.foundation.transactions import whole
from kinbridge.people.models import Person
from kinbridge.sync.models import ArrivingFile

LARGEST = 8_000_000  # bytes: ten minutes of a voice, or a photo as a camera makes it
ARRIVES_WITHIN = timedelta(days=14)
LEFT_LYING = timedelta(days=1)  # a kept file that no record names goes after that

# Content as it came -> content as it is kept, and its file ending. Raises: Invalid.
Cleaner = Callable[[bytes], tuple[bytes, str]]


class TooLarge(Invalid):
    """More than a file may have."""


class AnotherFile(Conflict):
    """Under this key another file began to arrive."""


def _arriving(key: uuid.UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / "arriving" / key.hex


def path_of(name: str) -> Path:
    """Where the content of a kept file lies."""
    return Path(settings.MEDIA_ROOT) / "kept" / name[:2] / name


def have(key: uuid.UUID) -> int:
    """How many bytes of a file are here."""
    path = _arriving(key)
    return path.stat().st_size if path.exists() else 0


@whole
def take_piece(
    *, key: uuid.UUID, person: Person, size: int, digest: str, at: int, piece: bytes
) -> int:
    """Add a piece that begins at byte ``at``. Returns how many bytes are here then: the same
    piece twice adds nothing, and one that leaves a gap is not taken.

    Raises: TooLarge, AnotherFile.
    """
    if not 0 < size <= LARGEST:
        raise TooLarge(_("This file is too large."))
    row, _new = ArrivingFile.objects.select_for_update().get_or_create(
        key=key,
        defaults={"person": person, "size": size, "digest": digest, "begun_at": timezone.now()},
    )
    if (row.person_id, row.size, row.digest) != (person.pk, size, digest):
        raise AnotherFile(_("Under this key another file began to arrive. Choose it again."))
    path, here = _arriving(key), have(key)
    if at > here or not piece:
        return here
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if here else "wb") as file:
        file.seek(at)
        file.write(piece[: size - at])
    if have(key) == size and _digest(path.read_bytes()) != digest:
        path.unlink()  # damaged on its way: from the beginning
    return have(key)


def lay_down(*, key: uuid.UUID, person: Person, file: "File[bytes]") -> uuid.UUID:
    """Take in a file that came whole, with its form; the same again is the same file.

    Raises: TooLarge.
    """
    if not file.size or file.size > LARGEST:
        raise TooLarge(_("This file is too large."))
    content = b"".join(file.chunks())
    digest = _digest(content)
    own = uuid.uuid5(key, digest)
    take_piece(key=own, person=person, size=len(content), digest=digest, at=0, piece=content)
    return own


def kept(*, key: str, person: Person, cleaner: Cleaner) -> str:
    """The name of a file that has arrived whole, cleaned and kept.

    Raises: Invalid, where it has not, or is not what it should be.
    """
    try:
        row = ArrivingFile.objects.filter(key=uuid.UUID(key), person=person).first()
    except ValueError:
        row = None
    if row is None or have(row.key) != row.size:
        raise Invalid(_("The file has not arrived whole. Choose it again."))
    content, ending = cleaner(_arriving(row.key).read_bytes())
    name = f"{_digest(content)}.{ending}"
    path = path_of(name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f"{name}.{uuid.uuid4().hex}")
        new.write_bytes(content)
        new.replace(path)
    return name


@whole
def forget_files(*, at: datetime, named: Iterable[str]) -> int:
    """Delete what began to arrive two weeks ago, and kept files that no record names any
    more. Returns how many."""
    old = ArrivingFile.objects.filter(begun_at__lte=at - ARRIVES_WITHIN)
    gone = [_arriving(row.key) for row in old]
    lying = set(Path(settings.MEDIA_ROOT).glob("kept/*/*"))
    lying -= {path_of(name) for name in named}
    before = (at - LEFT_LYING).timestamp()
    gone += [path for path in lying if path.stat().st_mtime <= before]
    for path in gone:
        path.unlink(missing_ok=True)
    old.delete()
    return len(gone)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
