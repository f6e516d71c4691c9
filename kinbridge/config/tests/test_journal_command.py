"""``kinbridge journal``: verify and anchor."""

import json
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from kinbridge.config.command import main
from kinbridge.journal.models import Entry, Stream
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, when

Output = pytest.CaptureFixture[str]


@pytest.fixture
def journal(cast: Cast, do: Doer) -> Stream:
    """A journal with some entries."""
    for number in range(4):
        do(
            Deed.RECORD_GATHERING,
            about=cast.community,
            by=cast.facilitator,
            kind="small_group",
            when=when(words=f"in week {number}"),
            where="under the cotton tree",
        )
    return Stream.objects.get(name=cast.community.stream)


def test_a_journal_that_holds_is_told_so(journal: Stream, capsys: Output) -> None:
    assert main(["journal", "verify"]) == 0
    assert "as far as it can be seen here" in capsys.readouterr().out


def test_a_changed_entry_is_found(journal: Stream, capsys: Output) -> None:
    Entry.objects.filter(stream=journal, number=2).update(source="changed")
    assert main(["journal", "verify"]) == 1
    assert "entry 2: was changed" in capsys.readouterr().out


def test_a_history_cut_at_its_end_is_found_by_anchors(
    journal: Stream, settings: Settings, tmp_path: Path, capsys: Output
) -> None:
    settings.DATA = tmp_path
    out = tmp_path / "anchors.json"
    assert main(["journal", "anchor", str(out)]) == 0
    assert main(["journal", "verify", "--anchors", str(out)]) == 0
    assert "The journal holds." in capsys.readouterr().out
    Entry.objects.filter(stream=journal, number=4).delete()
    third = Entry.objects.get(stream=journal, number=3)
    Stream.objects.filter(pk=journal.pk).update(head=3, digest=third.digest)
    assert main(["journal", "verify"]) == 0  # nothing to see without anchors
    assert main(["journal", "verify", "--anchors", str(out)]) == 1
    assert "was cut off since the anchor" in capsys.readouterr().out


def test_anchors_of_another_key_are_told(
    journal: Stream, settings: Settings, tmp_path: Path, capsys: Output
) -> None:
    settings.DATA = tmp_path
    out = tmp_path / "anchors.json"
    main(["journal", "anchor", str(out)])
    (tmp_path / "anchor.key").unlink()
    assert main(["journal", "verify", "--anchors", str(out)]) == 0
    assert "another key" in capsys.readouterr().out


def test_anchors_are_never_written_over(
    journal: Stream, settings: Settings, tmp_path: Path, capsys: Output
) -> None:
    settings.DATA = tmp_path
    out = tmp_path / "anchors.json"
    out.write_text("precious")
    assert main(["journal", "anchor", str(out)]) == 2
    assert out.read_text() == "precious"
    assert main(["journal", "anchor", str(tmp_path / "no" / "where")]) == 2


@pytest.mark.parametrize("text", ["{", "[]", "{}", '"x"', json.dumps({"at": 1, "heads": []})])
def test_a_file_without_anchors_is_told(
    db: None, tmp_path: Path, capsys: Output, text: str
) -> None:
    file = tmp_path / "anchors.json"
    file.write_text(text)
    assert main(["journal", "verify", "--anchors", str(file)]) == 2
    assert "anchors" in capsys.readouterr().err
