"""Recordings are kept as they sound, without what a device wrote beside the sound."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinbridge.foundation.sounds import NoRecording, clean_sound

SOUND = bytes(range(256)) * 4


def box(name: bytes, *inside: bytes) -> bytes:
    content = b"".join(inside)
    return struct.pack(">I4s", len(content) + 8, name) + content


def recording(*others: bytes, kind: bytes = b"soun", place: bytes = b"+08.48-013.23/") -> bytes:
    """As a telephone records it: with when, where and on which phone."""
    times = struct.pack(">IIII", 0, 3_800_000_000, 3_800_000_000, 1000)
    hdlr = box(b"hdlr", bytes(8), kind, bytes(12), b"Canary handler\0")
    track = box(b"trak", box(b"tkhd", times), box(b"mdia", box(b"mdhd", times), hdlr))
    told = box(b"udta", box(b"\xa9xyz", place), box(b"auth", b"Canary Phones"))
    moov = box(b"moov", box(b"mvhd", times), track, told, box(b"meta", b"Canary"), *others)
    return box(b"ftyp", b"M4A \0\0\0\0") + moov + box(b"mdat", SOUND)


def test_place_phone_and_time_are_blanked_and_the_sound_stays_where_it_was() -> None:
    came = recording()
    kept, ending = clean_sound(came)
    assert ending == "m4a"
    assert (len(kept), kept.index(SOUND)) == (len(came), came.index(SOUND))
    for told in (b"Canary", b"+08.48", struct.pack(">I", 3_800_000_000)):
        assert told in came
        assert told not in kept
    assert clean_sound(kept) == (kept, ending)


def test_tags_before_and_after_an_mp3_are_cut() -> None:
    frames = b"\xff\xfb\x90\x00" + SOUND
    tag = b"ID3\x04\x00\x00" + bytes([0, 0, 1, 2]) + b"Canary".ljust(130, b"\0")
    kept = clean_sound(tag + frames + b"TAG" + b"Canary".ljust(125, b"\0"))
    assert kept == (frames, "mp3")
    ape = b"APETAGEX" + struct.pack("<III", 2000, 38, 1) + bytes(12)
    assert clean_sound(frames + b"Canary" + ape) == (frames, "mp3")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"OggS" + SOUND,
        b"<html>",
        recording(kind=b"vide"),
        recording()[:-1],
        box(b"ftyp", b"M4A ") + box(b"mdat", SOUND),
        recording() + box(b"evil", b"Canary"),
    ],
)
def test_what_cannot_be_walked_through_is_not_kept(content: bytes) -> None:
    with pytest.raises(NoRecording):
        clean_sound(content)


@given(st.data())
def test_damage_at_any_place_ends_in_a_refusal_or_in_a_recording(data: st.DataObject) -> None:
    whole = bytearray(recording())
    at = data.draw(st.integers(0, len(whole) - 4))
    whole[at : at + 4] = data.draw(st.binary(min_size=4, max_size=4))
    try:
        kept, _ending = clean_sound(bytes(whole[: data.draw(st.integers(8, len(whole)))]))
    except NoRecording:
        return
    assert kept
