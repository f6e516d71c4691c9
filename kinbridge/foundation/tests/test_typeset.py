"""Type is set from the package alone, in a process of its own, and keeps words as words."""

import base64
import re
from pathlib import Path
from typing import Any

import pytest
from typst import Fonts

from kinbridge.foundation import typeset, typesetter

PLAIN = "foundation/tests/plain.typ"
BROKEN = "foundation/no-such-template.typ"


def test_the_typefaces_in_the_package_cover_the_scripts_with_their_licence():
    fonts = Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[typesetter.TYPEFACES],
    )

    assert set(fonts.families()) == {
        "Noto Emoji",
        "Noto Naskh Arabic",
        "Noto Sans",
        "Noto Serif",
        "Noto Serif Bengali",
        "Noto Serif Devanagari",
        "Noto Serif Ethiopic",
    }
    assert "SIL OPEN FONT LICENSE" in (typesetter.TYPEFACES / "OFL.txt").read_text()


def test_the_typefaces_stay_light():
    assert sum(face.stat().st_size for face in typesetter.TYPEFACES.glob("*.ttf")) < 4_000_000


def test_every_face_a_template_names_is_in_the_package():
    shipped = {re.sub(r"[\W_]", "", face.stem.split("-")[0]) for face in _faces()}
    templates = list(typesetter.PACKAGE.glob("*/templates/**/*.typ"))

    named = {
        face.replace(" ", "")
        for template in templates
        for face in re.findall(r'"(Noto [\w ]+)"', template.read_text())
    }

    assert templates
    assert named <= shipped


def test_no_template_obeys_what_people_wrote():
    for template in typesetter.PACKAGE.glob("*/templates/**/*.typ"):
        assert not re.search(r"\beval\s*\(", template.read_text())


def test_a_template_that_cannot_be_set_says_so_without_peoples_words():
    with pytest.raises(typeset.NotSet) as caught:
        typeset.pdf(BROKEN, {"purpose": "what a village said"})

    assert BROKEN in str(caught.value)
    assert "village" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_text_that_never_ends_is_stopped(monkeypatch):
    monkeypatch.setattr(typeset, "SECONDS", 0.001)

    with pytest.raises(typeset.NotSet, match="longer than"):
        typeset.pdf(BROKEN, {})


def test_the_largest_type_of_those_that_need_the_fewest_pages_is_taken():
    long = {"title": "t", "words": "word " * 120}
    made = typeset.typeset(PLAIN, long, (30, 10, 9))
    brief = typeset.typeset(PLAIN, {"title": "t", "words": "word"}, (30, 10, 9))

    assert (
        made.pages < typeset.typeset(PLAIN, {"title": "t", "words": "word " * 120}, (30,)).pages
    )
    assert made.size < 30
    assert (brief.size, brief.pages, brief.warnings) == (30, 1, ())


@pytest.mark.parametrize(
    ("words", "claims"), [("*words* #panic()", True), ("🌱", True), ("ខ្មែរ", False)]
)
def test_the_print_claims_to_be_readable_aloud_where_every_letter_can_be_drawn(words, claims):
    told = typesetter.answer(a_task(words))
    sheet = base64.b64decode(told["sheets"][0])

    assert sheet.startswith(b"%PDF-")
    assert (b"pdfuaid" in sheet) is claims
    assert told["warnings"] == []
    assert typeset.pdf(PLAIN, {"title": "t", "words": words}) == sheet


def test_each_page_can_be_had_as_a_picture():
    told = typesetter.answer(a_task("word " * 400, form="png"))

    assert told["pages"] == len(told["sheets"]) > 1
    assert all(base64.b64decode(it).startswith(b"\x89PNG") for it in told["sheets"])


def test_a_defect_of_the_template_is_not_taken_for_a_missing_letter():
    with pytest.raises(RuntimeError):
        typesetter.answer(a_task("words", title=""))  # PDF/UA asks for a title


def a_task(words: str, form: str = "pdf", title: str = "t") -> dict[str, Any]:
    data = {"title": title, "words": words}
    return {"template": PLAIN, "data": data, "sizes": [11], "form": form, "ppi": 40}


def _faces() -> list[Path]:
    return list(typesetter.TYPEFACES.glob("*.ttf"))
