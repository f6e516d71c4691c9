"""The chain: erasure leaves it whole, and nothing else does."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db.models import F

from kinbridge.foundation.references import reference
from kinbridge.journal.chain import anchors, signing_key, verify
from kinbridge.journal.digests import digest_entry
from kinbridge.journal.models import Entry, Stream
from kinbridge.journal.operations import enter, erase_payloads
from kinbridge.people.roles import Deed
from tests.cast import NOON, Cast, Doer, act_of, when


@pytest.fixture
def stream(cast: Cast, do: Doer) -> str:
    """A community's stream with eight gatherings."""
    for n in range(8):
        do(
            Deed.RECORD_GATHERING,
            about=cast.community,
            by=cast.facilitator,
            kind="small_group",
            when=when(on="2026-02-01"),
            where=f"place {n}",
            what_was_said="school is far",
        )
    return cast.community.stream


def entries(stream: str) -> "list[Entry]":
    return list(Entry.objects.filter(stream__name=stream).order_by("number", "pk"))


def test_an_untouched_history_verifies(stream: str) -> None:
    assert verify() == []
    assert [entry.number for entry in entries(stream)] == list(range(1, 9))


def test_erasing_what_was_told_leaves_the_chain_whole(stream: str) -> None:
    about = entries(stream)[3].about
    assert erase_payloads(about=about) == 1
    assert verify() == []
    erased = Entry.objects.get(about=about)
    assert erased.is_erased
    assert erased.salt == ""


def change_payload(stream: str) -> None:
    entry = entries(stream)[2]
    Entry.objects.filter(pk=entry.pk).update(payload={**(entry.payload or {}), "girls": 99})


def change_deed(stream: str) -> None:
    Entry.objects.filter(pk=entries(stream)[2].pk).update(deed=Deed.BEGIN_PAUSE)


def change_time(stream: str) -> None:
    Entry.objects.filter(pk=entries(stream)[2].pk).update(at=NOON.replace(year=2025))


def change_source(stream: str) -> None:
    Entry.objects.filter(pk=entries(stream)[2].pk).update(source="elsewhere")


def take_one_out(stream: str) -> None:
    entries(stream)[4].delete()


def swap_two(stream: str) -> None:
    first, second = entries(stream)[1:3]
    Entry.objects.filter(pk=first.pk).update(number=100)
    Entry.objects.filter(pk=second.pk).update(number=first.number)
    Entry.objects.filter(pk=first.pk).update(number=second.number)


def cut_the_end(stream: str) -> None:
    entries(stream)[-1].delete()


def raise_the_head(stream: str) -> None:
    Stream.objects.filter(name=stream).update(head=F("head") + 1)


@pytest.mark.parametrize(
    "tamper",
    [
        change_payload,
        change_deed,
        change_time,
        change_source,
        take_one_out,
        swap_two,
        cut_the_end,
        raise_the_head,
    ],
)
def test_every_kind_of_tampering_is_found(stream: str, tamper: Callable[[str], None]) -> None:
    tamper(stream)
    assert verify()


def rewrite(stream: str) -> None:
    """Cut the last two entries and leave a chain that holds in itself."""
    for entry in entries(stream)[-2:]:
        entry.delete()
    last = entries(stream)[-1]
    last.source = "rewritten"
    last.digest = digest_entry(last, stream)
    last.save()
    Stream.objects.filter(name=stream).update(head=last.number, digest=last.digest)


def test_a_rewritten_history_is_found_only_against_anchors(stream: str, tmp_path: Path) -> None:
    anchored = json.dumps(anchors(signing_key(tmp_path / "anchor.key"), at=NOON))
    rewrite(stream)
    assert verify() == []  # what no chain can see by itself
    assert "cut off" in str(verify([anchored])[0])


def test_a_forged_anchor_is_refused(stream: str, tmp_path: Path) -> None:
    anchored = anchors(signing_key(tmp_path / "anchor.key"), at=NOON)
    anchored["heads"][0]["number"] = 3
    assert "signature" in str(verify([json.dumps(anchored)])[0])


def test_the_signing_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "anchor.key"
    first, second = signing_key(path), signing_key(path)
    assert first.private_bytes_raw() == second.private_bytes_raw()
    assert path.stat().st_mode & 0o077 == 0


def test_the_columns_of_an_account_are_never_entered(cast: Cast) -> None:
    with pytest.raises(TypeError):
        enter(
            stream="office",
            deed=Deed.CLOSE_ACCOUNT,
            about=cast.facilitator,
            act=act_of(cast.manager),
        )
    assert not Entry.objects.filter(about=reference(cast.facilitator)).exists()
