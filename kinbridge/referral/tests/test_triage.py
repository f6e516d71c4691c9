"""A table of situations and the way each of them leads; and what no rule may ever do."""

from dataclasses import replace
from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from kinbridge.countries.facts import Triage, Way
from kinbridge.countries.packs import countries, international, pack_of, triage_for
from kinbridge.referral.triage import Ask, End, judge, tree

ALL = triage_for(None)

# act, when, age in years, who, wish → way and urgency; None is “I do not know”.
SITUATIONS = [
    ("danger", None, None, None, None, "crime", "U1"),
    ("danger", None, 17, "child", "no", "crime", "U1"),
    ("sexual", "five_days", 9, "stranger", "yes", "crime", "U1"),
    ("sexual", "five_days", 9, "home", "no", "crime", "U1"),
    ("sexual", "longer", 14, "staff", None, "crime", "U2"),
    ("sexual", None, None, None, None, "crime", "U1"),
    ("violence", "five_days", 7, "home", None, "crime", "U2"),
    ("violence", "longer", 7, "home", None, "professional", "U2"),
    ("violence", None, 7, None, None, "crime", "U2"),
    ("trafficking", None, 12, "stranger", None, "crime", "U2"),
    ("marriage", "week", 17, "home", "yes", "crime", "U1"),
    ("marriage", "later", 17, "home", "no", "professional", "U2"),
    ("marriage", "later", 18, None, None, "service", "low"),
    ("marriage", "week", None, None, None, "crime", "U1"),
    ("marriage", None, None, None, None, "crime", "U1"),
    ("marriage", "week", 18, None, None, "service", "low"),
    ("cutting", "week", None, None, None, "crime", "U1"),
    ("cutting", "later", 8, "home", None, "professional", "U2"),
    ("cutting", "done", 8, "home", None, "professional", "U2"),
    ("cutting", None, None, None, None, "crime", "U1"),
    ("work", None, 11, "home", "no", "professional", "U3"),
    ("neglect", None, 3, "home", None, "professional", "U2"),
    ("neglect", None, 16, "home", None, "professional", "U3"),
    ("neglect", None, None, None, None, "professional", "U2"),
    ("distress", None, 13, None, "yes", "professional", "U3"),
    ("pregnancy", None, 18, None, None, "service", "low"),
    ("pregnancy", None, 16, None, None, "professional", "U2"),
    ("service", None, None, None, None, "service", "low"),
    ("everyday", None, 5, None, None, "community", "low"),
    ("unknown", None, None, None, None, "professional", "U3"),
]
# What a country's own law lifts above that.
LIFTED: dict[str, list[tuple[str | int | None, ...]]] = {
    "SL": [
        ("marriage", "done", 17, "home", None, "crime", "U2"),
        ("marriage", "done", 18, None, None, "service", "low"),
        ("marriage", "later", 17, None, "yes", "professional", "U2"),
        ("pregnancy", None, 14, None, None, "crime", "U2"),
        ("pregnancy", None, 15, None, None, "professional", "U2"),
        ("pregnancy", None, None, None, None, "crime", "U2"),
    ],
    "KE": [
        ("marriage", "done", 17, "home", "no", "crime", "U2"),
        ("marriage", "done", 18, None, None, "service", "low"),
        ("marriage", "later", 17, None, "yes", "professional", "U2"),
        ("cutting", "done", 8, "home", None, "professional", "U2"),  # girls have been charged
        ("pregnancy", None, 14, None, None, "crime", "U2"),
        ("pregnancy", None, 15, None, None, "professional", "U2"),
    ],
    "UG": [
        ("marriage", "done", 17, "home", None, "crime", "U2"),
        ("marriage", "done", None, None, None, "crime", "U2"),
        ("cutting", "done", 8, "known", None, "crime", "U2"),
        ("cutting", "later", 8, "home", None, "professional", "U2"),
        ("pregnancy", None, 14, None, None, "crime", "U2"),
        ("pregnancy", None, 17, None, "no", "professional", "U2"),
    ],
    "IN": [
        ("marriage", "done", 17, "home", None, "crime", "U2"),
        ("marriage", "done", 18, None, None, "service", "low"),  # of a man under 21 too
        ("pregnancy", None, 17, "child", "no", "crime", "U2"),  # whoever knows must report
        ("pregnancy", None, 18, None, None, "service", "low"),
        ("cutting", "done", 8, "home", None, "professional", "U2"),  # no Act was found
    ],
    "BD": [
        ("marriage", "done", 17, "home", None, "crime", "U2"),
        ("marriage", "later", 17, "home", "yes", "professional", "U2"),  # even with a court
        ("marriage", "later", 18, None, None, "service", "low"),
        ("pregnancy", None, 14, None, None, "crime", "U2"),
        ("pregnancy", None, 16, None, None, "professional", "U2"),
    ],
    "ET": [
        ("marriage", "done", 12, "home", None, "crime", "U2"),
        ("marriage", "done", 17, "home", None, "crime", "U2"),
        ("cutting", "done", 2, "home", None, "crime", "U2"),
        ("pregnancy", None, 14, None, None, "crime", "U2"),
        ("violence", "longer", 9, "home", None, "professional", "U2"),  # lawful there or not
    ],
    "MW": [
        ("marriage", "done", 17, "home", None, "crime", "U2"),
        ("marriage", "done", 18, None, None, "service", "low"),
        ("pregnancy", None, 14, "staff", None, "crime", "U2"),  # on a section without its year
        ("pregnancy", None, 15, None, None, "professional", "U2"),
    ],
    "LR": [
        ("marriage", "done", 16, "home", None, "professional", "U2"),  # laws in conflict: none
        ("marriage", "week", 16, "home", None, "crime", "U1"),  # leads; the standard does
        ("pregnancy", None, 14, None, None, "crime", "U2"),  # on a law without its year
        ("pregnancy", None, 16, None, None, "professional", "U2"),
    ],
}


def band_of(years: int | None) -> str:
    """The answer for an age in whole years, as the pack's own bands tell."""
    keys = [a.key for q in ALL.questions if q.key == "age" for a in q.answers]
    spans = {key: [int(n) for n in key.split("_")] for key in keys if key != "unknown"}
    fits = [
        k for k, (first, *last) in spans.items() if first <= (years or 0) <= (*last, 200)[0]
    ]
    return fits[0] if years is not None else "unknown"


def ways(triage: Triage, act, when, years, who, wish) -> tuple[str, str]:
    told = {"act": act, "since": when, "planned": when, "who": who, "wish": wish}
    answers = {name: answer or "unknown" for name, answer in told.items()}
    end = judge(triage, {**answers, "age": band_of(years)})
    return end.way, end.urgency


@pytest.mark.parametrize(("act", "when", "years", "who", "wish", "way", "urgency"), SITUATIONS)
def test_a_situation_leads_its_way(act, when, years, who, wish, way, urgency):
    assert ways(ALL, act, when, years, who, wish) == (way, urgency)


def test_a_country_never_leads_further_down():
    for pack in countries():
        own = triage_for(pack)
        for *situation, way, _urgency in SITUATIONS:
            assert Way(ways(own, *situation)[0]).weight >= Way(way).weight, (
                pack.code,
                situation,
            )


@pytest.mark.parametrize(
    ("code", "situation"), [(code, told) for code, rows in LIFTED.items() for told in rows]
)
def test_the_law_of_a_country_lifts_what_it_forbids(code, situation):
    *told, way, urgency = situation

    assert ways(triage_for(pack_of(code)), *told) == (way, urgency)


@pytest.mark.parametrize(
    ("born", "way"),
    [
        (date(2008, 11, 26), "crime"),  # 17 years and 364 days old
        (date(2008, 11, 25), "service"),  # 18 today
        (None, "crime"),
    ],
)
def test_the_day_before_the_eighteenth_birthday_is_still_childhood(born, way):
    years = relativedelta(date(2026, 11, 25), born).years if born else None

    for pack in [None, *countries()]:
        assert ways(triage_for(pack), "marriage", "week", years, None, None)[0] == way


def test_the_table_of_situations_speaks_of_each_country():
    assert {pack.code for pack in countries()} == set(LIFTED)


def test_a_law_whose_year_nobody_knows_leads_as_well():
    yearless = {
        pack.code
        for pack in countries()
        for rule in pack.triage.rules
        for law in map(pack.provision, rule.law)
        if law and law.year is None
    }

    assert yearless == {"LR", "MW"}


def test_every_age_has_one_answer():
    assert [band_of(years) for years in (0, 5, 6, 11, 12, 14, 15, 17, 18, 90, None)] == [
        "0_5", "0_5", "6_11", "6_11", "12_14", "12_14", "15_17", "15_17", "18", "18", "unknown",
    ]  # fmt: skip


def test_a_country_without_a_word_of_law_falls_back_on_the_standard():
    silent = replace(international(), code="XX", triage=Triage())

    assert ways(triage_for(silent), "marriage", "week", 17, None, None) == ("crime", "U1")


ANSWERS = {
    question.key: [answer.key for answer in question.answers] for question in ALL.questions
}


@given(
    told=st.fixed_dictionaries({k: st.sampled_from(v) for k, v in ANSWERS.items()}),
    data=st.data(),
)
def test_knowing_less_never_leads_further_down(told, data):
    forgotten = data.draw(st.sampled_from([name for name in told if name != "act"]))
    known, less = judge(ALL, told), judge(ALL, {**told, forgotten: "unknown"})

    assert (less.way.weight, less.urgency.weight) >= (known.way.weight, known.urgency.weight)


def test_every_end_has_a_reason_that_somebody_read():
    for pack in [None, *countries()]:
        for _depth, end in ends(tree(triage_for(pack))):
            assert end.rules
            assert all(rule.is_read and rule.words and rule.source for rule in end.rules)


def ends(branch: Ask | End, depth: int = 0):
    if isinstance(branch, End):
        yield depth, branch
    else:
        for _answer, further in branch.branches:
            yield from ends(further, depth + 1)


def asks(branch: Ask | End):
    if isinstance(branch, Ask):
        yield branch
        for _answer, further in branch.branches:
            yield from asks(further)


def test_three_answers_are_enough_and_each_question_can_be_left_open():
    """With the tap on “Something serious” that is four."""
    for pack in [None, *countries()]:
        whole = tree(triage_for(pack))
        assert max(depth for depth, _end in ends(whole)) <= 3
        for ask in asks(whole):
            assert "unknown" in {answer.key for answer, _further in ask.branches}


def test_the_tree_and_the_judge_agree():
    def walk(branch: Ask | End, told):
        if isinstance(branch, End):
            found = judge(ALL, told)
            assert (found.way, found.urgency) == (branch.way, branch.urgency), told
        else:
            for answer, further in branch.branches:
                walk(further, {**told, branch.question.key: answer.key})

    walk(tree(ALL), {})


@pytest.mark.parametrize(
    ("answers", "minded", "not_minded"),
    [
        ({"act": "sexual"}, {"done_at_home", "done_by_staff", "does_not_want"}, {"not_asked"}),
        ({"act": "sexual", "who": "stranger"}, {"does_not_want"}, {"done_at_home"}),
        ({"act": "work", "wish": "unknown"}, {"not_asked"}, set()),
        ({"act": "everyday"}, set(), {"done_at_home", "not_asked"}),
    ],
)
def test_what_to_mind_besides_fits_the_matter(answers, minded, not_minded):
    told = {one.key for one in judge(ALL, answers).advice}

    assert minded <= told
    assert not told & not_minded
