"""Recordings as they are kept: the sound as it came, and nothing that a device wrote beside it.

Nothing is encoded anew: that would need a program of its own for each kind. Instead the
container is walked through, and what may hold names, places, times or pictures is blanked or
cut. A kind that cannot be walked through is not kept.
"""

import struct
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Invalid

# Boxes of MP4 and 3GP whose content is other boxes, and those that tell about the recording.
_HOLDERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf"})
_TELLING = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip", b"loci"})
_TIMED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_KNOWN = _HOLDERS | _TELLING | _TIMED | {b"ftyp", b"mdat", b"wide"}
_FRAME_SYNC = 0xFFE0


class NoRecording(Invalid):
    """What came is no recording that is kept here."""


def clean_sound(content: bytes) -> tuple[bytes, str]:
    """The recording without what was written beside the sound, and its file ending.

    Raises: NoRecording.
    """
    for looks_like, clean, ending in _KINDS:
        if looks_like(content):
            try:
                return clean(content), ending
            except (struct.error, IndexError, ValueError) as problem:
                raise _unreadable() from problem
    raise _unreadable()


def _unreadable() -> NoRecording:
    return NoRecording(_("This is no recording that can be kept: M4A, 3GP or MP3."))


# --- MP4 and 3GP: boxes, each with its length and its name ---


def _clean_boxes(content: bytes) -> bytes:
    kept = bytearray(content)
    names = _walk(kept, 0, len(kept), is_top=True)
    if not {b"moov", b"mdat"} <= names or b"vide" in names:
        raise ValueError("no sound alone")
    return bytes(kept)


def _walk(kept: bytearray, start: int, end: int, *, is_top: bool = False) -> set[bytes]:
    """Blank what tells, in place: everything else stays where it is."""
    found: set[bytes] = set()
    while start < end:
        size, name = struct.unpack_from(">I4s", kept, start)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", kept, start + 8)
            head = 16
        size = size or end - start
        if size < head or start + size > end or (is_top and name not in _KNOWN):
            raise ValueError("a box that does not fit")
        found.add(bytes(name))
        found |= _look_into(kept, bytes(name), start, head, size)
        start += size
    return found


def _look_into(kept: bytearray, name: bytes, start: int, head: int, size: int) -> set[bytes]:
    inside = slice(start + head, start + size)
    if name in _HOLDERS:
        return _walk(kept, inside.start, inside.stop)
    if name in _TELLING:
        kept[start + 4 : start + 8] = b"free"
        kept[inside] = bytes(size - head)
    elif name in _TIMED:  # version and flags, then when it was made and changed
        width = 16 if kept[inside.start] else 8
        kept[inside.start + 4 : inside.start + 4 + width] = bytes(width)
    elif name == b"hdlr":
        kind = bytes(kept[inside.start + 8 : inside.start + 12])
        kept[inside.start + 24 : inside.stop] = bytes(max(0, size - head - 24))
        return {kind}
    return set()


# --- MP3: frames of sound, with tags before and after ---


def _clean_mp3(content: bytes) -> bytes:
    start, end = 0, len(content)
    while content[start : start + 3] == b"ID3":
        size = content[start + 6 : start + 10]
        start += 10 + sum(
            byte << shift for byte, shift in zip(size, (21, 14, 7, 0), strict=True)
        )
    if content[end - 128 : end - 125] == b"TAG":
        end -= 128
    if content[end - 32 : end - 24] == b"APETAGEX":
        (size,) = struct.unpack_from("<I", content, end - 20)  # of all but its head
        end -= size
        if content[end - 32 : end - 24] == b"APETAGEX":
            end -= 32
    (sync,) = struct.unpack_from(">H", content, start)
    if sync & _FRAME_SYNC != _FRAME_SYNC or end <= start:
        raise ValueError("no frame of sound")
    return content[start:end]


Clean = Callable[[bytes], bytes]
_KINDS: tuple[tuple[Callable[[bytes], bool], Clean, str], ...] = (
    (lambda content: content[4:8] == b"ftyp", _clean_boxes, "m4a"),
    (lambda content: content[:3] == b"ID3" or content[:1] == b"\xff", _clean_mp3, "mp3"),
)
