"""The printed agreement: both languages, every script, every page, whatever was typed."""

import json
import struct
from dataclasses import replace
from typing import Any

import pytest

from kinbridge.agreement import print as paper
from kinbridge.agreement.print import (
    Commitment,
    Language,
    PrintedAgreement,
    Side,
    Signature,
    Words,
    agreement_pdf,
    labels_in,
)
from kinbridge.foundation import typeset, typesetter
from kinbridge.foundation.printable import printable

ENGLISH = Language(code="en", name="English")
KRIO = Language(code="kri", name="Krio")

SAMPLES = {
    "Krio": (KRIO, "Wi go tɔk bɔt fambul planin wit wi bɔy pikin dɛn, na ɛvri kɔmpawnd. Ŋ ŋ"),
    "Arabic": (
        Language(code="ar", name="العربية", direction="rtl"),
        "نتحدث عن تنظيم الأسرة مع أبنائنا وبناتنا في كل بيت (3 قرى)، ولا يدفع أحد.",
    ),
    "Urdu": (Language(code="ur", name="اردو", direction="rtl"), "ہم ہر گھر میں بات کرتے ہیں"),
    "Amharic": (Language(code="am", name="አማርኛ"), "በየቤቱ እንነጋገራለን፤ ማንም አይከፍልም።"),
    "Bengali": (Language(code="bn", name="বাংলা"), "আমরা প্রতিটি বাড়িতে কথা বলি, ২০২৫ সালে।"),
    "Hindi": (Language(code="hi", name="हिन्दी"), "हम हर घर में परिवार नियोजन पर बात करते हैं।"),
    "French": (Language(code="fr", name="Français"), "Où l’œuvre naît « à côté » : ça dépend…"),
}

MARKUP = (
    '#let x = 1; $x$ *bold* _it_ @cite \\ \\u{41} <label> = Head `raw` #panic("a") [b] // c'
    ' #set page(width: 50mm) #pagebreak() "] #eval("1") {n} {pages}'
)


def an_agreement(**changes: Any) -> PrintedAgreement:
    """Return a mild agreement of two sides with three promises, in English and Krio."""
    villages = Side(
        name=Words("The three villages", "Di tri vilej dɛn"),
        roles=Words("the section chief and a youth leader"),
        commitments=(
            Commitment(
                what=Words("We talk with our sons and daughters.", "Wi go tɔk."),
                who=Words("Parents"),
                how_often=Words("every month"),
            ),
            Commitment(what=Words("Two adults walk with the girls.")),
        ),
    )
    service = Side(
        name=Words("District health services", "Distrikt ɛlt savis"),
        commitments=(Commitment(what=Words("A nurse is there.", "Wan nɔs de de.")),),
    )
    agreement = PrintedAgreement(
        title=Words("Every girl can finish school", "Ɛvri gyal pikin fɔ dɔn skul"),
        sides=(villages, service),
        purpose=Words("So that more girls stay in school.", "So dat gyal pikin de na skul."),
        safeguards=Words("Nobody asks for a name.", "Nɔbɔdi nɔ fɔ aks nem."),
        disputes=Words("We talk first."),
        leaving=Words("Either side says so aloud.", "Dɛn fɔ tɔk am."),
        review=Words("After the harvest", "Afta di avɛst"),
        witnesses=(Words("the NGO"),),
        first_language=ENGLISH,
        second_language=KRIO,
        short_code="KB-7Q2M",
        draft_number=3,
        illustrative=True,
        source="An example.",
    )
    return replace(agreement, **changes)


def signed(side: Side, how: str = "hand") -> Side:
    mark = Signature(role=Words("Chief"), how=how, when=Words("12 March"))  # type: ignore[arg-type]
    return replace(side, signatures=(mark,))


def left_on(agreement: PrintedAgreement, label: str) -> list[Any]:
    """Return every value the sheet leaves under a label."""
    data = paper._data(agreement) | {"size": 11}
    found = typesetter.compiler(typesetter.PACKAGE / paper.TEMPLATE, data).query(label)
    elements = json.loads(found) if isinstance(found, str) else found
    return [element.get("value", element) for element in elements]


def headings_of(agreement: PrintedAgreement) -> str:
    return str(left_on(agreement, "heading"))


def pictures_of(agreement: PrintedAgreement, ppi: float) -> tuple[bytes, ...]:
    data = paper._data(agreement)
    return typeset.typeset(paper.TEMPLATE, data, paper.SIZES, form="png", ppi=ppi).sheets


def set_of(agreement: PrintedAgreement) -> typeset.Printed:
    return typeset.typeset(paper.TEMPLATE, paper._data(agreement), paper.SIZES)


def test_an_agreement_becomes_a_pdf_that_can_be_read_aloud():
    made = agreement_pdf(an_agreement())

    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" in made


def test_the_same_agreement_is_the_same_print():
    made = agreement_pdf(an_agreement())

    assert made == agreement_pdf(an_agreement())
    assert b"CreateDate" not in made


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_letter_of_a_language_has_a_typeface_in_the_package(sample):
    language, words = SAMPLES[sample]
    side = Side(
        name=Words("Villages", words), commitments=(Commitment(what=Words("a", words)),)
    )
    agreement = an_agreement(
        second_language=language,
        title=Words("Title", words),
        purpose=Words("Purpose", words),
        sides=(side,),
        second_labels=dict.fromkeys(paper.LABELS, words),
    )

    made = set_of(agreement)

    # A letter without a typeface would make the claim to PDF/UA impossible.
    assert b"pdfuaid" in made.sheets[0]
    assert made.warnings == ()


def test_emoji_are_printed_in_one_colour():
    made = set_of(an_agreement(purpose=Words("🌱 👩🏾‍👧🏿 ✊🏿 😀", "✅ ❤️")))

    assert b"pdfuaid" in made.sheets[0]
    assert made.warnings == ()


def test_a_letter_that_no_typeface_has_is_a_box_and_the_print_says_so():
    made = set_of(an_agreement(purpose=Words("ខ្មែរ", "ខ្មែរ")))

    assert made.sheets[0].startswith(b"%PDF-")
    assert b"pdfuaid" not in made.sheets[0]
    assert made.sheets[0] != set_of(an_agreement(purpose=Words("ខ្មែរ", "x"))).sheets[0]


def test_markup_in_words_is_printed_and_not_obeyed():
    typed = Words(MARKUP, MARKUP)
    side = Side(name=typed, roles=typed, commitments=(Commitment(what=typed, who=typed),))
    everywhere = an_agreement(
        title=typed, purpose=typed, disputes=typed, sides=(signed(side),), place=typed,
        witnesses=(typed,), short_code="#panic()", source=MARKUP,
    )  # fmt: skip

    made = set_of(everywhere)

    assert made.warnings == ()
    assert made.pages == len(pictures_of(everywhere, ppi=20))
    assert {_shape(picture) for picture in pictures_of(everywhere, ppi=72)} == {A4}
    for words in (
        "#let x = 1; $x$ *bold* _it_ @cite",
        "<label> = Head `raw` #panic",
        "{pages}",
    ):
        assert words in headings_of(everywhere)


def test_a_long_clause_runs_over_the_page_and_a_long_word_stays_in_its_column():
    long = Words("A promise of many words. " * 120, "x" * 3000)
    made = set_of(an_agreement(purpose=long, disputes=Words("ß" * 400, "ق" * 400)))

    assert made.pages > 1
    assert made.warnings == ()
    assert printable("x" * 60).count("\u200b") == 7
    assert printable("short words stay whole") == "short words stay whole"


def test_a_hundred_kilobytes_are_still_set():
    assert set_of(an_agreement(purpose=Words("word " * 20_000))).pages > 5


def test_hidden_controls_and_overrides_do_not_reach_the_paper():
    assert printable("a\x00b\u202ec\ud800d\te\r\nf ") == "abcd e\nf"
    # A joiner has work to do in Arabic, Bengali, Hindi and in emoji.
    assert printable("क\u200dष") == "क\u200dष"


def test_a_language_from_right_to_left_is_mirrored():
    arabic, words = SAMPLES["Arabic"]
    sides = (Side(name=Words("V"), commitments=(Commitment(what=Words("We talk.", words)),)),)
    first, second = left_on(an_agreement(second_language=arabic, sides=sides), "<numeral>")

    assert (first["language"], second["language"]) == ("en", "ar")
    assert first["x"] == pytest.approx(23, abs=0.5)
    assert second["x"] == pytest.approx(210 - 23, abs=0.5)


def test_a_first_language_from_right_to_left_stands_on_the_right():
    arabic, words = SAMPLES["Arabic"]
    sides = (Side(name=Words("V"), commitments=(Commitment(what=Words(words, "We talk.")),)),)
    agreement = an_agreement(first_language=arabic, second_language=ENGLISH, sides=sides)
    first, second = left_on(agreement, "<numeral>")

    assert first["x"] == pytest.approx(210 - 23, abs=0.5)
    assert second["x"] == pytest.approx(23, abs=0.5)


def test_promises_are_numbered_through_all_sides_in_both_languages():
    told = [(it["number"], it["language"]) for it in left_on(an_agreement(), "<numeral>")]

    # The second promise is not translated, so its cell holds a note instead.
    assert told == [(1, "en"), (1, "kri"), (2, "en"), (3, "en"), (3, "kri")]


def test_an_illustrative_agreement_says_so_on_every_page():
    promises = tuple(
        Commitment(what=Words(f"Promise {n}. " * 9, "Prɔmis. ")) for n in range(30)
    )
    long = an_agreement(sides=(Side(name=Words("Villages"), commitments=promises),))
    pages = left_on(long, "<pages>")[0]

    assert pages > 1
    assert len(left_on(long, "<illustrative>")) == pages
    assert left_on(replace(long, illustrative=False), "<illustrative>") == []


def test_the_type_is_the_largest_that_needs_the_fewest_pages():
    short = Side(name=Words("Villages"), commitments=(Commitment(what=Words("We talk.")),))
    brief = set_of(an_agreement(sides=(short,)))
    data = paper._data(an_agreement(sides=(short,)))
    pages = {size: typeset.typeset(paper.TEMPLATE, data, (size,)).pages for size in paper.SIZES}

    assert brief.pages == min(pages.values())
    assert brief.size == max(size for size in paper.SIZES if pages[size] == brief.pages)


def test_how_far_the_paper_has_come():
    villages, service = an_agreement().sides

    assert an_agreement(draft_number=None).standing == "being_written"
    assert an_agreement().standing == "not_signed"
    assert an_agreement(sides=(signed(villages), service)).standing == "partly_signed"
    assert an_agreement(sides=(signed(villages), signed(service))).standing == "signed"
    assert an_agreement(sides=()).standing == "not_signed"


def test_a_side_that_has_not_signed_finds_empty_rows():
    villages, service = an_agreement().sides
    told = paper._data(an_agreement(sides=(signed(villages, "thumb"), service)))["sides"]

    assert [side["empty_rows"] for side in told] == [0, 2]
    assert told[0]["signatures"][0]["how"] == "thumb"


@pytest.mark.parametrize("how", ["hand", "thumb", "spoken"])
@pytest.mark.parametrize("prevailing", ["first", "second", "both"])
def test_every_way_to_sign_and_to_prevail_is_printed(how, prevailing):
    sides = tuple(signed(side, how) for side in an_agreement().sides)

    assert set_of(an_agreement(sides=sides, prevailing=prevailing)).warnings == ()


def test_an_agreement_in_one_language_leaves_the_second_out():
    alone = an_agreement(second_language=None)

    assert {it["language"] for it in left_on(alone, "<numeral>")} == {"en"}
    assert "Di tri vilej" not in headings_of(alone)
    assert "Which text prevails" not in headings_of(alone)


def test_headings_stand_in_the_first_language_where_the_second_has_no_labels():
    told = headings_of(an_agreement(second_labels={"purpose": "Wetin dis agrimɛnt na fɔ"}))

    assert "Wetin dis agrimɛnt na fɔ" in told
    assert told.count("Keeping children safe") == 1


def test_an_unwritten_agreement_can_be_printed():
    nothing = dict.fromkeys(("purpose", "safeguards", "disputes", "leaving", "review"), Words())

    made = set_of(an_agreement(title=Words(), sides=(), witnesses=(), **nothing))

    assert made.pages == 1
    assert b"pdfuaid" in made.sheets[0]


def test_labels_are_known_in_english_and_not_in_a_language_without_translations():
    assert labels_in("en")["promises"] == "We promise"
    assert set(labels_in("en-gb")) == set(paper.LABELS)
    assert labels_in("xx") == {}


def test_a_label_that_nobody_prints_is_refused():
    with pytest.raises(ValueError, match="no such labels"):
        agreement_pdf(an_agreement(second_labels={"promisses": "?"}))


A4 = (595, 842)


def _shape(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height
