"""Now, the numbers, and what the law of a country says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinbridge.countries import packs as loading
from kinbridge.countries.facts import Fact, Reading, Sure
from kinbridge.countries.packs import international, pack_of
from kinbridge.countries.queries import for_a_lawyer, hours_left
from kinbridge.countries.speaking import Speaker, Spoken
from kinbridge.foundation.pages import pages_kept
from kinbridge.people.roles import Role
from kinbridge.places.models import Area
from tests.cast import Cast, person

READ_IN_KRIO = Reading("kri", "a reader of Krio", "a nurse", date(2026, 11, 1))


def said(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.django_db
def test_now_needs_no_account_and_remembers_nobody(client: Client) -> None:
    answer = client.get("/now/?in=en")

    assert answer.status_code == 200
    assert not answer.cookies
    assert "max-age=86400" in answer.headers["Cache-Control"]
    page = answer.content.decode()
    assert "<form" not in page
    assert "too late" not in page
    for words in ("Listen. Believe.", "72</strong> hours left", "Promise no secrecy."):
        assert words in page


def test_now_shows_the_numbers_of_the_country(cast: Cast, client: Client) -> None:
    page = said(client, "/now/?in=en")

    assert 'href="tel:116"' in page
    assert "looked up on Nov. 25, 2026" in page


def test_now_is_the_same_for_who_is_signed_in(cast: Cast, client: Client) -> None:
    before = client.get("/now/?in=en").content
    client.force_login(cast.facilitator)
    answer = client.get("/now/?in=en")

    assert answer.content == before
    assert cast.facilitator.display_name not in answer.content.decode()
    assert "no-store" not in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_emergency_texts_stay_english_until_they_were_read_in_the_language(
    client: Client,
) -> None:
    page = said(client, "/now/?in=ar")

    assert 'dir="rtl"' in page
    assert '<span lang="en" dir="ltr">Listen. Believe.</span>' in page
    assert "الكلمات أدناه بالإنجليزية" in page
    assert "لم يقرأ طبيب أو طبيبة" in page


def test_a_language_of_the_country_is_offered_once_it_was_read(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, country = international(), pack_of("SL")
    assert country is not None
    step = replace(base.steps[0], title={"en": "Listen.", "kri": "Lisin."})
    told = {
        "INT": replace(base, steps=(step,)),
        "SL": replace(country, readings=(READ_IN_KRIO,)),
    }
    monkeypatch.setattr(loading, "packs", lambda: told)

    page = said(client, "/now/?in=kri")
    assert '<span lang="kri" dir="ltr">Lisin.</span>' in page
    assert '<a href="?in=kri" lang="kri">Krio</a>' in page
    assert "No clinician" not in page
    assert "Lisin." not in said(client, "/now/?in=en")
    assert "/now/?in=kri" in said(client, "/now/worker.js")


@pytest.mark.parametrize(
    ("wanted", "readings", "spoken"),
    [
        ("kri", (), Spoken("Listen", "en")),
        ("kri", (READ_IN_KRIO,), Spoken("Lisin", "kri")),
        ("kri", (replace(READ_IN_KRIO, clinician=""),), Spoken("Listen", "en")),
        ("kri", None, Spoken("Lisin", "kri")),
        ("ar", (READ_IN_KRIO,), Spoken("Listen", "en")),
        ("en", (), Spoken("Listen", "en")),
    ],
)
def test_a_text_is_spoken_in_a_language_that_was_read(wanted, readings, spoken) -> None:
    assert Speaker(wanted, "en", readings).say({"en": "Listen", "kri": "Lisin"}) == spoken


def test_words_in_the_language_of_the_offices_stand_where_there_are_no_others() -> None:
    assert Speaker("ar", "pt").say({"pt": "Escute"}) == Spoken("Escute", "pt")


def test_hours_are_left_and_never_negative() -> None:
    lines = hours_left(international().clocks)

    assert lines[0].hours == (72, 120)
    assert min(hours for line in lines for hours in line.hours) == 0
    assert [line.days for line in lines] == [0, 0, 1, 2, 3, 4]


@pytest.mark.django_db
def test_a_browser_may_keep_now_and_nothing_else(client: Client) -> None:
    answer = client.get("/now/worker.js")
    source = answer.content.decode()

    assert answer.headers["Content-Type"] == "text/javascript"
    assert "/now/?in=en" in source
    assert "/now/?in=ar" in source
    assert "/serious/" not in source


def test_numbers_and_offices_are_kept_on_phones(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)

    assert "/numbers/" in pages_kept()
    page = said(client, "/numbers/")
    assert "Family Support Unit" in page
    assert "Peripheral Health Unit" not in page  # nobody has read of it yet


def test_a_countrys_page_shows_each_fact_with_its_source(
    cast: Cast, client: Client, django_assert_max_num_queries
) -> None:
    client.force_login(cast.facilitator)
    with django_assert_max_num_queries(6):
        page = said(client, reverse("country", args=["SL"]))

    assert "Prohibition of Child Marriage Act" in page
    assert "https://sierralii.gov.sl/akn/sl/act/2024/5/eng@2024-07-11" in page
    assert "Searched, and no law found." in page
    assert "disputed" in page
    assert "Not known: ask the safeguarding lead." in page


def test_what_is_unchecked_is_shown_to_nobody_as_law(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    page = said(client, reverse("country", args=["SL"]))

    assert "Light work from 13" not in page
    assert "Something was told about this" in page
    assert client.get(reverse("lawyer", args=["SL"])).status_code == 403


def test_a_list_waits_for_a_lawyer(cast: Cast, client: Client) -> None:
    area = Area.objects.get(depth=0)
    client.force_login(person("lead", Role.SAFEGUARDING_LEAD, area))
    page = said(client, reverse("lawyer", args=["SL"]))

    assert "Light work from 13" in page
    assert "section 59" in page
    assert "children’s rights in village and chiefdom" in page  # read, and not sure
    assert "section 19" not in page  # sure, and in force


def test_a_lawyer_is_spared_what_is_sure() -> None:
    for code in ("SL", "INT"):
        pack = pack_of(code)
        assert pack is not None
        asked = for_a_lawyer(pack)
        spared = [fact for fact in pack.facts() if fact not in asked]
        assert spared
        assert all(fact.is_read and fact.sure == Sure.HIGH for fact in spared)


def test_a_country_without_a_pack_has_no_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    assert client.get(reverse("country", args=["XX"])).status_code == 404
    assert "The international standard" in said(client, reverse("countries"))


@pytest.mark.parametrize(("days", "warns"), [(0, False), (183, False), (184, True)])
def test_an_old_fact_shows_its_age_loudly(days: int, warns: bool) -> None:
    checked = timezone.localdate() - timedelta(days=days)
    fact = Fact(source="A law, https://example.org/law", checked=checked, sure=Sure.LOW)
    page = Template("{% load country_packs %}{% read fact %}").render(Context({"fact": fact}))

    assert ("Ask before you rely on it" in page) is warns
    assert "not sure" in page


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("Nothing but words < here", "Nothing but words &lt; here"),
        (
            "See http://x.org/a?b=1&c ; and more",
            'See <a href="http://x.org/a?b=1&amp;c" rel="noreferrer">x.org</a> ; and more',
        ),
        (
            'https://x.org/"><b>',
            '<a href="https://x.org/&quot;&gt;&lt;b&gt;" rel="noreferrer">x.org</a>',
        ),
    ],
)
def test_an_address_in_a_note_is_a_link_that_shows_its_host(told: str, shown: str) -> None:
    page = Template("{% load country_packs %}{{ told|addresses }}")
    assert page.render(Context({"told": told})) == shown


def test_a_country_without_a_number_says_so(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    page = said(client, reverse("country", args=["ET"]))

    assert "No number is established for this country yet." in page
    assert ">goalgoole.com</a>" in page


def test_a_duty_says_to_whom_and_within_what_time(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    page = said(client, reverse("country", args=["IN"]))

    assert "the Special Juvenile Police Unit or the local police</dd>" in page
    assert "24 hours, without the time of the journey</dd>" in page
