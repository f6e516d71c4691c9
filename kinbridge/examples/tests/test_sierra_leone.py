"""The worked example: a published case, from the first gathering to what both sides kept."""

from collections import Counter

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from kinbridge.community.models import Community
from kinbridge.examples import loading
from kinbridge.examples.loading import accounts, available, deeds_of, load
from kinbridge.foundation import guard
from kinbridge.foundation.lined import read
from kinbridge.journal.chain import verify
from kinbridge.journal.models import Entry
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from kinbridge.sync.models import Receipt

FILE = read(loading.HERE / "sierra_leone.yaml")
# What the road from the first gathering to the reports cannot do without; besides it there
# are corrections and endings.
MAIN_ROAD = """
    welcome_community accompany record_gathering begin_pause end_pause record_harm
    record_protective_practice record_finding return_findings agree_how_to_decide hold_round
    add_point set_aside_harm set_goal add_criterion lay_out_option hold_option_to_criterion
    record_decision plan_activity report_activity add_helper check_helper ask_who_might_help
    name_helper add_tie plan_next_step send_ask move_linkage open_dialogue record_meeting
    add_position name_obstacle solve_obstacle draft_agreement add_commitment
    put_forward_draft read_back_draft sign_agreement report_on_commitment review_agreement
    renew_agreement
""".split()  # noqa: SIM905


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The example, loaded once for all tests of this file, and gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        steps = []
        told = load("sierra_leone", progress=lambda done, total: steps.append((done, total)))
        yield told, steps
        transaction.set_rollback(True)


@pytest.fixture
def story(loaded, db):
    """What the loading came to."""
    return loaded[0]


def test_the_whole_story_is_loaded(story):
    assert story.title == "Sierra Leone: two clusters of three villages"
    assert story.there_before == 0
    assert Receipt.objects.count() == story.done == len(list(deeds_of(FILE)))
    assert Community.objects.filter(kind="cluster").count() == 2
    assert Community.objects.filter(cluster__isnull=False).count() == 6


def test_loading_tells_how_far_it_is(loaded):
    told, steps = loaded
    assert steps == [(number, told.done) for number in range(1, told.done + 1)]


def test_loading_twice_does_nothing_new(story):
    before = Counter(Entry.objects.values_list("deed", flat=True))
    again = load("sierra-leone")

    assert (again.done, again.there_before) == (0, story.done)
    assert Counter(Entry.objects.values_list("deed", flat=True)) == before
    assert Person.objects.count() == len(accounts())


def test_the_journal_verifies(story):
    assert verify() == []


def test_the_journal_says_when_it_was_told_and_when_it_came_in(story):
    first = Entry.objects.filter(deed=Deed.RECORD_GATHERING).earliest("at")

    assert first.at.year == 2011
    assert first.received_at.year > 2015


def test_every_fact_has_its_source_or_says_that_it_is_illustrative(story):
    unsaid = Entry.objects.filter(source="", illustrative=False)

    assert [entry.about for entry in unsaid] == []


def test_a_single_day_is_illustrative_for_none_was_published():
    days = [deed for deed in deeds_of(FILE) if "when" in deed.part("told")]

    assert [deed["called"] for deed in days if deed.get("illustrative") != "true"] == []


def test_what_nobody_reported_of_the_agreement_is_illustrative(story):
    ours = Entry.objects.filter(deed__in=[
        Deed.DRAFT_AGREEMENT, Deed.ADD_COMMITMENT, Deed.PUT_FORWARD_DRAFT, Deed.READ_BACK_DRAFT,
        Deed.SIGN_AGREEMENT, Deed.REPORT_ON_COMMITMENT, Deed.REVIEW_AGREEMENT,
        Deed.RENEW_AGREEMENT,
    ])  # fmt: skip

    assert ours.exists()
    assert not ours.filter(illustrative=False).exists()


def test_no_deed_of_the_main_road_is_missing(story):
    done = set(Receipt.objects.values_list("deed", flat=True))

    assert [deed for deed in MAIN_ROAD if deed not in done] == []


def test_nobody_had_to_look_past_the_guard(story):
    assert not Entry.objects.filter(guard_passed=True).exists()


def test_no_words_of_the_file_point_to_a_person():
    def words(value):
        if isinstance(value, dict):
            value = list(value.values())
        return (
            [w for part in value for w in words(part)] if isinstance(value, list) else [value]
        )

    told = [w for deed in deeds_of(FILE) for w in words(deed.part("told"))]
    marked = [hit for w in told for hit in guard.look(w, region="SL", known=["Bombali"])]

    assert [hit.words for hit in marked if not hit.words.startswith("20")] == []


def test_every_account_signs_in_with_its_passphrase(story):
    assert len(accounts()) == 11
    for account in accounts():
        person = authenticate(username=account.sign_in_name, password=account.passphrase)
        assert person is not None
        validate_password(account.passphrase, person)
        assert person.roles
        assert account.roles == ", ".join(sorted(str(role.label) for role in person.roles))


def test_a_closed_account_is_not_told(story):
    Person.objects.filter(sign_in_name="auditor").update(is_active=False)

    assert "auditor" not in {account.sign_in_name for account in accounts()}


def test_each_facilitator_sees_only_the_own_cluster(story):
    facilitator = Person.objects.get(sign_in_name="facilitator-moyamba")

    assert [c.name for c in Community.objects.visible_to(facilitator)] == ["Moyamba cluster"]


def test_the_example_comes_with_the_package():
    assert available() == ["sierra_leone"]


def test_every_source_is_used():
    used = {deed.words("source", "") for deed in deeds_of(FILE)}

    assert set(FILE.part("sources")) <= used
