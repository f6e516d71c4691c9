"""A pack can be relied on, or every fault is told with its line."""

from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from kinbridge.countries.checks import check
from kinbridge.countries.facts import State
from kinbridge.countries.packs import FILE, checked, files

TODAY = date(2026, 11, 25)
COUNTRIES = {"BD", "ET", "IN", "KE", "LR", "MW", "SL", "UG"}
TOPICS = (
    "corporal_punishment", "sexual_offences", "harmful_practices", "child_labour", "education",
    "birth_registration", "adolescent_parents_in_school", "guardianship",
)  # fmt: skip
READ = 'source: "A law, https://example.org/law", checked: 2026-11-01, sure: high'
SMALL = f"""\
code: XX
name: Nowhere
checked: 2026-11-25
languages:
  - {{code: en, name: English, is: office}}
helplines:
  - {{key: line, title: A line, number: "116", {READ}}}
duties:
  - {{key: duty, who: open, words: Nobody knows., state: not_researched}}
law:
  age_of_marriage:
    - {{key: act_2, instrument: An Act, words: Eighteen., status: in_force, age: 18, {READ}}}
    - {{key: heard, words: Sixteen., state: unchecked, background: somebody said so}}
{chr(10).join(f"  {topic}: [{{state: not_researched}}]" for topic in TOPICS)}
triage:
  questions:
    - key: act
      words: What is it?
      answers: [{{key: marriage, words: A marriage}}, {{key: unknown, words: I do not know}}]
  rules:
    - {{key: xx_rule, when: {{act: [marriage]}}, way: crime, words: No., law: [act_2], {READ}}}
"""
HEARD = "state: unchecked, background: somebody said so"
LEVELS = """levels:
  - {name: Nation, level: nation, pcode: XX}
  - {name: Village, level: community, pcode: "XX[0-9"}"""
CONSENT = f"consent:\n  - {{child: is asked, carer: is asked, {HEARD}, "


@pytest.fixture(scope="session")
def faults_of(tmp_path_factory):
    """The faults of the small pack after something in it was said otherwise."""
    folder = tmp_path_factory.mktemp("packs") / "XX"
    folder.mkdir()

    def finding(old: str = "", new: str = "", text: str = SMALL) -> list[tuple[int, str]]:
        assert old in text
        (folder / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
        return [(one.line, one.what) for one in check(folder / FILE, today=TODAY).faults]

    return finding


def test_a_small_pack_without_a_fault_is_read(faults_of):
    assert faults_of() == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("code: XX", "code: YY", 1, "the folder is called XX"),
        ("name: Nowhere\n", "", 1, "“name” is missing"),
        ("name: Nowhere", "nam: Nowhere", 2, "“nam” is not known here"),
        ("checked: 2026-11-25", "checked: 25.11.2026", 3, "must be a day such as"),
        ("checked: 2026-11-25", "checked: 2026-11-31", 3, "must be a day such as"),
        ('number: "116"', "number: call me", 7, "must be a number to call"),
        ('source: "A law, https://example.org/law", ', "", 7, "“source” is missing"),
        (f", {READ}", "", 7, "“sure” is missing"),
        (READ, "state: odd", 7, "“odd” is none of read"),
        ("https://example.org/law", "somewhere", 7, "where it was read"),
        ("checked: 2026-11-01", "checked: 2026-12-24", 7, "in the future"),
        ("who: open", "who: everybody", 9, "is none of any_person"),
        ("  education: [{state: not_researched}]\n", "", 10, "“education” is missing"),
        ("status: in_force", "status: perhaps", 12, "is none of in_force"),
        ("status: in_force", "status: conflicting", 12, "a conflict is two rows"),
        ("background: somebody", "sure: low, background: somebody", 13, "cannot be sure"),
        (", background: somebody said so", "", 13, "“background” is missing"),
        (HEARD, "state: none_found, searched: it, checked: 2026-11-01", 13, "cannot stand"),
        ("key: heard", "key: act_2", 13, "stands here twice"),
        ("words: Sixteen.", "words: {kri: Siksti}", 13, "not among the languages"),
        ("key: unknown", "key: other", 24, "cannot be answered with “unknown”"),
        ("way: crime", "way: nothing", 28, "is none of community"),
        ("law: [act_2]", "law: [act_3]", 28, "no provision of this pack"),
        ("law: [act_2]", "law: [heard]", 28, "nobody has read “heard”"),
        ("key: xx_rule", "key: yy_rule", 28, "must begin with “xx_”"),
        ("status: in_force", "status: repealed", 28, "is not in force"),
        ("act: [marriage]", "act: [wedding]", 28, "no answer to the question “act”"),
        ("act: [marriage]", "day: [monday]", 28, "there is no question “day”"),
        ("triage:", f"{CONSENT}from_age: 0, to_age: 5}}\ntriage:", 23, "reach 17"),
        ("triage:", f"{CONSENT}from_age: 1, to_age: 17}}\ntriage:", 23, "from 0"),
        ("helplines:", f"{LEVELS}\nhelplines:", 8, "no pattern that can be read"),
        ("helplines:", f"{LEVELS}\nhelplines:".replace("XX}", "YY}"), 7, "begin with XX"),
        ("helplines:", "helplines: {}\nold:", 6, "rows, each beginning with"),
        ("  education: [{state: not_researched}]", "  education: []", 18, "nothing stands"),
        ("name: Nowhere", "name: [", 4, "does not fit those above"),
        ("name: Nowhere", "name: No: where", 2, "a colon stands where none can"),
        ("  - {code: en", "\t- {code: en", 5, "such as a tab"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(faults_of, old, new, line, said):
    found = faults_of(old, new)

    assert any(said in what for _line, what in found), found
    assert line in {at for at, what in found if said in what}


LINES = SMALL.splitlines()


@given(
    n=st.integers(0, len(LINES) - 1),
    put=st.sampled_from(["", "  - odd", "odd: {a: [b]}", "[]"]),
)
def test_a_spoiled_line_never_breaks_the_checking(faults_of, n, put):
    spoiled = [*LINES[:n], *([put] if put else []), *LINES[n + 1 :]]

    for line, what in faults_of(text="\n".join(spoiled)):
        assert 1 <= line <= len(spoiled) + 1
        assert what


@given(st.text(max_size=200))
def test_any_text_is_a_pack_or_has_a_fault(faults_of, text):
    assert faults_of(text=text.replace("\r", ""))


@pytest.fixture(scope="module")
def ours():
    with override_settings(COUNTRY_PACKS=None):
        return {one.file.parent.name: one for one in checked()}


def test_the_packs_that_come_along_have_no_fault(ours):
    assert [str(fault) for one in ours.values() for fault in one.faults] == []
    assert set(ours) == COUNTRIES | {"INT"}


@pytest.mark.parametrize("code", sorted(COUNTRIES))
def test_every_topic_of_a_country_was_looked_into(ours, code):
    for topic, rows in ours[code].pack.law.items():
        answers = {row.state for row in rows}
        assert answers, topic
        assert answers <= {State.READ, State.UNCHECKED, State.NONE_FOUND}, topic


def test_what_is_not_established_stays_empty_or_apart(ours):
    assert ours["ET"].pack.helplines == ()
    ages = ours["LR"].pack.law["age_of_marriage"]
    assert [(row.status, row.age) for row in ages] == [("conflicting", None)] * 2


def test_a_folder_without_packs_holds_none(tmp_path: Path):
    assert files(tmp_path) == []
