"""A deed that cannot be done stops the whole loading, and says which line it stands on."""

from pathlib import Path

import pytest

from kinbridge.community.models import Community, Gathering
from kinbridge.examples.loading import accounts, load
from kinbridge.foundation.lined import Broken
from kinbridge.journal.models import Entry
from kinbridge.people.models import Person
from kinbridge.places.models import Country

STORY = (Path(__file__).parent / "story.yaml").read_text(encoding="utf-8")
MEETING = STORY[STORY.index("    - do: record_gathering") :]

pytestmark = pytest.mark.django_db


@pytest.fixture
def load_story(tmp_path, settings):
    """Loads a story after something in it was said otherwise."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # for speed

    def loading(old: str = "", new: str = "", text: str = STORY):
        assert old in text
        file = tmp_path / "story.yaml"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return load(file)

    return loading


def test_a_file_of_ones_own_is_loaded_by_its_path(load_story):
    loaded = load_story()

    assert (loaded.name, loaded.title, loaded.done) == ("story", "A small story", 3)
    assert Gathering.objects.get().girls == 7
    assert str(Gathering.objects.get().when) == "after the market (Jan. 3, 2012)"
    assert Entry.objects.get(deed="welcome_community").source.startswith("A book")


def test_a_day_may_be_told_in_words_only(load_story):
    load_story("{on: 2012-01-03, words: after the market}", "after the harvest 2011")

    assert str(Gathering.objects.get().when) == "after the harvest 2011"


def test_what_is_added_to_a_file_is_done_at_the_next_loading(load_story):
    load_story(MEETING, "")
    loaded = load_story()

    assert (loaded.done, loaded.there_before) == (1, 2)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("do: record_gathering", "do: dance", 39, "there is no deed “dance”"),
        ("do: record_gathering", "do: see_community", 39, "there is no deed"),
        ("called: meeting", "called: village", 40, "the name of something else"),
        ("called: meeting", "odd: meeting", 40, "“odd” is not known here"),
        ("      called: meeting\n", "", 39, "“called” is missing"),
        ("about: village\n      by", "about: town\n      by", 41, "called “town”"),
        ("about: village\n      by", "about: here\n      by", 41, "sees no community"),
        ("by: walker", "by: stranger", 42, "called “stranger”"),
        ("by: walker", "by: ngo", 42, "“ngo” is no account"),
        ("by: walker", "by: planner", 42, "planner may not record_gathering here"),
        ("at: 2012-01-05", "at: 2012-02-31", 43, "is no day"),
        ("at: 2012-01-05", "at: soon", 43, "“soon” is no day"),
        ("source: book", "illustrative: maybe", 31, "true or false"),
        ("source: book", "source: rumour", 31, "no source is called “rumour”"),
        ("told:\n", "told: words\n      by:\n", 46, "“by” stands here twice"),
        ("told: {person: walker, role: facilitator}", "told: words", 38, "must be a mapping"),
        ("girls: 7", "girls: -1", 49, "record_gathering, girls: .* equal to 0"),
        ("girls: 7", "grils: 7", 49, "record_gathering has no field “grils”"),
        ("girls: 7", "girls: {a: b}", 49, "“girls” must be words"),
        ("girls: 7", "girls: [{a: b}]", 49, "“girls” must be words, or a list of words"),
        ("kind: small_group", "kind: party", 46, "record_gathering, kind"),
        ("on: 2012-01-03", "on: 2012-01-33", 47, "when: Enter a valid date"),
        ("on: 2012-01-03", "on: 2999-01-03", 47, "when: This day has not come"),
        ("on: 2012-01-03", "day: 2012-01-03", 47, "“day” is not known here"),
        ("        where: under a tree\n", "", 39, "where: This field is required"),
        ("under a tree", "at +232 76 123 456", 48, "phone number"),
        ("under a tree", "t" * 100_000, 48, "where: .*at most 200 characters"),
        ("person: walker", "person: nobody", 38, "called “nobody”"),
        ("person: walker", "person: planner", 38, "accompany, person: Select a valid"),
        ("role: facilitator}\n", "role: mentor}\n", 38, "person: This person does not hold"),
    ],
)
def test_a_deed_that_cannot_be_done_stops_everything(load_story, old, new, line, said):
    with pytest.raises(Broken, match=said) as caught:
        load_story(old, new)

    assert caught.value.line == line
    assert not Community.objects.exists()
    assert not Entry.objects.exists()
    assert not Person.objects.exists()
    assert not Country.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("title: A small story", "tilte: A small story", 1, "“tilte” is not known here"),
        ("title: A small story\n", "", 1, "“title” is missing"),
        ("areas:", "aeras:", 9, "“aeras” is not known here"),
        ("[District, district]", "[District, planet]", 7, "each level is a pair"),
        ("[District, district]", "District", 7, "each level is a pair"),
        ("within: somewhere", "within: nowhere", 11, "called “nowhere”"),
        ("called: here", "called: somewhere", 11, "the name of something else"),
        ("pcode: XX1", "pcode: XX/1", 11, "may not be empty or hold a slash"),
        ("kind: ngo", "kind: band", 13, "kind is one of ngo"),
        ("a walk along the river", "short", 17, "at least 15 characters"),
        ("role: facilitator", "role: king", 18, "role is one of facilitator"),
        ("over: here", "over: there", 18, "called “there”"),
        ("over: here", "over: ngo", 18, "“ngo” is no area"),
        ("organisation: ngo", "organisation: here", 18, "“here” is no organisation"),
        ("role: manager", "role: auditor", 22, "another account must approve"),
        ("role: manager", "approved_by: planner, role: auditor", 22, "another account must"),
        ("sign_in_name: planner", "sign_in_name: walker", 19, "the name of something else"),
    ],
)
def test_a_setting_that_cannot_be_made_stops_everything(load_story, old, new, line, said):
    with pytest.raises(Broken, match=said) as caught:
        load_story(old, new)

    assert caught.value.line == line
    assert not Person.objects.exists()
    assert not Country.objects.exists()


def test_an_account_of_somebody_else_is_left_alone(load_story):
    Person.objects.create(sign_in_name="Walker", display_name="Somebody")

    with pytest.raises(Broken, match="line 15: somebody here signs in as “walker”"):
        load_story()


def test_a_deed_that_became_another_is_not_passed_over(load_story):
    load_story()

    with pytest.raises(Broken, match="line 39: “meeting” was loaded before as another deed"):
        load_story("do: record_gathering", "do: begin_pause")


def test_a_file_that_is_not_there_is_named_with_the_examples_that_are():
    with pytest.raises(Broken, match=r"nowhere\.yaml: there is no such file; .*sierra_leone"):
        load("nowhere.yaml")


def test_an_example_is_for_trying_out_only(load_story, settings):
    settings.PRODUCTION = True

    with pytest.raises(Broken, match="known passphrases: local mode only"):
        load_story()


def test_accounts_are_told_only_where_the_example_is_loaded(load_story):
    load_story()

    assert accounts() == []
